from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.kernel.accounts.models import User
from congdoan.kernel.audit.api import declare_verb, record, seen
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.audit.selectors.labels import changes_told

declare_verb("audit.shown", "{actor} đã thử {target}")


@pytest.fixture
def write(settings):
    """Write entries into an organisation's log, on a day."""

    def entries(actor, organisation, count=1, *, on: date | None = None, reason=""):
        settings.CLOCK = (on or actor.today).isoformat()
        target = User.objects.get(pk=actor.user_id)
        for _ in range(count):
            record(
                actor=actor,
                verb="audit.shown",
                target=target,
                organisation_id=organisation.pk,
                changes={"display_name": ["cũ", "mới"], "fields": ["email", "phone"], "n": 3},
                reason=reason,
            )
        settings.CLOCK = actor.today.isoformat()

    return entries


def page(client, organisation, **query):
    return client.get(reverse("audit:log", args=[organisation.pk]), query)


def told(response):
    return [str(row.cells[1].text) for row in response.context["table"].rows]


def test_an_officer_reads_the_log_of_the_own_branch(lan, tree, signed_in, write):
    write(lan, tree.leaf, reason="thử nghiệm")

    response = page(signed_in(lan), tree.leaf)

    assert response.status_code == 200
    text = response.content.decode()
    assert "Nhật ký của Công đoàn cơ sở Trường Tiểu học Hoa Sen" in text
    assert "Trần Thị Lan đã thử lan" in text
    assert "thử nghiệm" in text
    assert "n: 3; thư điện tử, số điện thoại; tên hiển thị: cũ → mới" in text


def test_the_log_of_another_branch_does_not_exist(lan, tree, signed_in):
    assert page(signed_in(lan), tree.far_leaf).status_code == 404
    assert page(signed_in(lan), tree.province).status_code == 404


def test_who_holds_no_office_reads_no_log(stranger, tree, signed_in):
    client = signed_in(stranger)
    assert page(client, tree.leaf).status_code == 403
    assert client.get(reverse("audit:mine")).status_code == 403
    assert client.get(reverse("audit:installation")).status_code == 404


def test_nobody_reads_a_log_without_signing_in(client, tree):
    response = page(client, tree.leaf)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_mine_leads_to_the_own_organisation(lan, tree, signed_in):
    response = signed_in(lan).get(reverse("audit:mine"))
    assert response["Location"] == reverse("audit:log", args=[tree.middle.pk])


def test_an_operator_reads_the_log_of_the_installation(stranger, signed_in):
    User.objects.filter(pk=stranger.user_id).update(is_operator=True)
    target = User.objects.get(pk=stranger.user_id)
    record(actor=stranger, verb="audit.shown", target=target, organisation_id=None)
    client = signed_in(stranger)

    assert client.get(reverse("audit:mine"))["Location"] == reverse("audit:installation")
    response = client.get(reverse("audit:installation"))
    assert told(response) == ["Người Lạ đã thử nguoi-la"]


def test_filters_live_in_the_address(lan, minh, tree, signed_in, write, settings):
    write(lan, tree.leaf, on=date(2026, 2, 10))
    write(minh, tree.leaf, on=date(2026, 2, 20))
    target = User.objects.get(pk=minh.user_id)
    seen(actor=lan, target=target, organisation_id=tree.leaf.pk, purpose="xét hỗ trợ")
    client = signed_in(lan)

    lan_acted, minh_acted, lan_saw = (
        "Trần Thị Lan đã thử lan",
        "Nguyễn Văn Minh đã thử minh",
        "Trần Thị Lan đã xem minh",
    )
    mine = [one for one in told(page(client, tree.leaf)) if one in {lan_acted, minh_acted, lan_saw}]
    assert mine == [lan_saw, minh_acted, lan_acted]
    assert told(page(client, tree.leaf, kind="seen")) == [lan_saw]
    assert lan_saw not in told(page(client, tree.leaf, kind="acts"))
    assert told(page(client, tree.leaf, verb="audit.shown")) == [minh_acted, lan_acted]
    # without diacritics, in any case
    assert set(told(page(client, tree.leaf, person="nguyen van"))) == {minh_acted}
    assert told(page(client, tree.leaf, since="11/02/2026", until="20/02/2026")) == [minh_acted]
    assert told(page(client, tree.leaf, person="không ai cả")) == []


def test_a_wrong_filter_says_so_and_narrows_nothing(lan, tree, signed_in, write):
    write(lan, tree.leaf)
    response = page(signed_in(lan), tree.leaf, since="31/02/2026", verb="khong-co")
    assert response.status_code == 200
    assert "Ngày chưa đúng" in response.content.decode()
    assert "Trần Thị Lan đã thử lan" in told(response)


def test_the_log_as_of_a_day_ends_with_that_day(lan, tree, signed_in, write):
    write(lan, tree.leaf, on=date(2026, 2, 10), reason="trước")
    write(lan, tree.leaf, on=date(2026, 2, 11), reason="sau")

    rows = (
        page(signed_in(lan), tree.leaf, as_of="2026-02-10", verb="audit.shown")
        .context["table"]
        .rows
    )

    assert [row.source.reason for row in rows] == ["trước"]


def test_long_logs_are_paged_by_key(lan, tree, signed_in, write):
    write(lan, tree.leaf, 60)
    client = signed_in(lan)

    first = page(client, tree.leaf, verb="audit.shown").context["table"]
    second = page(client, tree.leaf, verb="audit.shown", after=first.page.after).context["table"]

    places = [row.source.sequence for table in (first, second) for row in table.rows]
    assert len(places) == 60
    assert places == sorted(places, reverse=True)


def test_the_page_costs_the_same_for_one_row_and_for_many(lan, tree, signed_in, write):
    client = signed_in(lan)
    costs = []
    for count in (1, 30):
        write(lan, tree.other_leaf, count)
        page(client, tree.other_leaf)  # warms sessions and content types
        with CaptureQueriesContext(connection) as queries:
            page(client, tree.other_leaf)
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"on": "2026-03-01"}, "ngày: 01/03/2026"),
        ({"until": ["2026-02-28", None]}, "đến ngày: 28/02/2026 → —"),
        ({"must_change_password": [False, True]}, "phải đổi mật khẩu: không → có"),
        ({"codes": ["A", "B", "C"]}, "mã đơn vị: A, B, C"),
        ({"pairs": [["A", "B"], ["C", "D"]]}, "đồng cấp: A – B, C – D"),
        ({"sha256": "ab" * 32}, "mã băm: abababababab…"),
        ({"event": 20, "count": 3}, "số lượng: 3"),
    ],
)
def test_changes_are_told_in_words(changes, told):
    assert changes_told(AuditEntry(target_type="accounts.user", changes=changes)) == told


def test_codes_are_told_by_their_label(db):
    entry = AuditEntry(target_type="organisations.organisationevent", changes={"kind": "TRANSFER"})
    assert changes_told(entry) == "sự kiện: bàn giao, chuyển cấp trên"
