"""Addenda and the consolidated text as people meet them on pages."""

from datetime import timedelta

from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.models import Amendment
from congdoan.areas.agreements.selectors.consolidated import text_before

pytestmark = pytest.mark.django_db
PLACE = "khoản 1 Điều 3"


def url(name, *args):
    return reverse(f"agreements:{name}", args=args)


def clause_at(amendment, path):
    lines = text_before(amendment)
    return next(line for line in lines if line.path == path).item.stable_id


@pytest.fixture
def reworded(amend, lan, today):
    def write(amendment):
        api.change_clause(
            actor=lan,
            amendment=amendment,
            clause=clause_at(amendment, PLACE),
            heading="",
            text="Lời mới của khoản.",
        )
        api.abolish_clause(actor=lan, amendment=amendment, clause=clause_at(amendment, "Điều 2"))

    return amend(write, wanted_on=today + timedelta(days=10))


def test_from_the_first_form_to_the_frozen_addendum(signed_in, lan, tuan, in_force, today):
    mine = signed_in(lan)
    empty = mine.get(url("amendments", in_force.pk)).content.decode()
    assert "Chưa có phụ lục nào" in empty
    assert url("amendment_propose", in_force.pk) in empty

    sent = {
        "proposer": in_force.drafting_id,
        "title": "Sửa đổi Điều 3",
        "reason": "Theo sơ kết",
        "wanted_on": f"{today + timedelta(days=10):%d/%m/%Y}",
    }
    assert mine.post(url("amendment_propose", in_force.pk), {"title": ""}).status_code == 422
    assert mine.post(url("amendment_propose", in_force.pk), sent).status_code == 302
    amendment = Amendment.objects.get()
    at = (in_force.pk, amendment.pk)
    place = clause_at(amendment, PLACE)
    text = mine.get(url("amendment_text", *at)).content.decode()
    assert url("amendment_change", *at, place) in text
    same = {"text": ""}
    assert mine.post(url("amendment_change", *at, place), same).status_code == 409
    added = {"level": "CLAUSE", "text": "Khoản thêm mới."}
    assert mine.post(url("amendment_add", *at, place), added).status_code == 302
    assert (
        mine.post(url("amendment_abolish", *at, clause_at(amendment, "Điều 2"))).status_code == 302
    )
    said = {"text": "Lời mới của khoản.", "bearer": "EACH", "cadence": "YEARLY"}
    assert mine.post(url("amendment_change", *at, place), said).status_code == 302
    assert "Khoản thêm mới." in mine.get(url("amendment_text", *at)).content.decode()
    assert mine.post(url("amendment_drop", *at, clause_at(amendment, "Điều 2"))).status_code == 302

    assert signed_in(tuan).get(url("amendment", *at)).status_code == 404
    _ask_and_freeze(lambda: signed_in(lan), lambda: signed_in(tuan), amendment, today)


def _ask_and_freeze(mine, other, amendment, today):
    at = (amendment.agreement_id, amendment.pk)
    due = {"due": f"{today + timedelta(days=5):%d/%m/%Y}"}
    assert mine().post(url("amendment_ask", *at), due).status_code == 302
    shown = other().get(url("amendment", *at)).content.decode()
    assert "Bổ sung khoản 1a Điều 3 vào sau khoản 1 Điều 3" in shown
    assert url("amendment_answer", *at) in shown
    refused = other().post(url("amendment_answer", *at), {"answer": "REFUSE"})
    assert refused.status_code == 422
    assert "Hãy ghi lý do" in refused.content.decode()
    assert other().post(url("amendment_answer", *at), {"answer": "AGREE"}).status_code == 302
    assert other().post(url("amendment_freeze", *at)).status_code == 403
    assert mine().post(url("amendment_freeze", *at)).status_code == 302
    amendment.refresh_from_db()
    page = mine().get(url("amendment", *at)).content.decode()
    assert "Phụ lục số 1" in page
    assert amendment.sha256 in page
    assert mine().get(url("amendment_pdf", *at)).content.startswith(b"%PDF")
    assert mine().get(url("amendment_docx", *at)).content.startswith(b"PK")
    impact = mine().get(url("amendment_impact", *at)).content.decode()
    assert "Nhiệm vụ bị ảnh hưởng" in impact
    assert mine().post(url("amendment_impact", *at), {}).status_code == 302
    assert other().post(url("amendment_impact", *at), {}).status_code == 403


def test_the_text_of_any_day_names_the_addendum_that_changed_it(
    signed_in, tuan, reworded, in_force, today
):
    client = signed_in(tuan)
    before = client.get(url("consolidated", in_force.pk)).content.decode()
    assert "Lời mới của khoản." not in before
    day = (today + timedelta(days=10)).isoformat()
    after = client.get(url("consolidated", in_force.pk), {"on": day}).content.decode()
    assert "Lời mới của khoản." in after
    assert "Sửa đổi, bổ sung theo Phụ lục số 1" in after
    assert "được bãi bỏ theo Phụ lục số 1" in after
    assert client.get(url("consolidated", in_force.pk), {"as_of": day}).status_code == 200
    assert client.get(url("consolidated", in_force.pk), {"on": "hôm nào"}).status_code == 200
    compared = client.get(url("consolidated_compare", in_force.pk)).content.decode()
    assert "<ins>" in compared
    assert "<del>" in compared
    for name in ("consolidated_pdf", "compare_pdf"):
        assert client.get(url(name, in_force.pk), {"on": day}).content.startswith(b"%PDF")
    for name in ("consolidated_docx", "compare_docx"):
        assert client.get(url(name, in_force.pk), {"on": day}).content.startswith(b"PK")


def test_in_force_and_amended_both_show(signed_in, tuan, reworded, in_force, today):
    client = signed_in(tuan)
    day = {"as_of": (today + timedelta(days=10)).isoformat()}
    for address in (url("register"), url("detail", in_force.pk)):
        assert "Đã sửa đổi, bổ sung" not in client.get(address).content.decode()
        later = client.get(address, day).content.decode()
        assert "Đang có hiệu lực" in later
        assert "Đã sửa đổi, bổ sung" in later


def test_a_neighbour_finds_nothing_of_it(signed_in, far, reworded, in_force):
    client = signed_in(far)
    for name, args in (
        ("amendments", (in_force.pk,)),
        ("amendment", (in_force.pk, reworded.pk)),
        ("consolidated", (in_force.pk,)),
        ("amendment_pdf", (in_force.pk, reworded.pk)),
    ):
        assert client.get(url(name, *args)).status_code == 404


def test_a_draft_has_no_consolidated_text(signed_in, lan, draft):
    assert signed_in(lan).get(url("consolidated", draft.pk)).status_code == 404


@pytest.mark.parametrize("addenda", [1, 3])
def test_the_text_costs_as_much_with_one_addendum_as_with_three(
    amend, lan, in_force, today, django_assert_num_queries, addenda
):
    for n in range(addenda):

        def write(amendment, n=n):
            api.change_clause(
                actor=lan,
                amendment=amendment,
                clause=clause_at(amendment, PLACE),
                heading="",
                text=f"Lời mới lần {n}.",
            )

        amend(write, wanted_on=today + timedelta(days=10 + n))
    with django_assert_num_queries(4):
        api.consolidated(in_force, on=today + timedelta(days=40))
