"""The watch list: computed by the law's rows, explained, and never a penalty by itself."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.members.api import pause_member
from congdoan.areas.members.models import Discipline
from congdoan.areas.watchlist.enums import Cause, Degree
from congdoan.areas.watchlist.models import WatchEntry
from congdoan.areas.watchlist.selectors.watching import Fact, facts_known, watched
from congdoan.areas.watchlist.services.noting import (
    MonthAhead,
    MonthsTheWrongWay,
    MoreThanHeld,
    Noted,
    NotOurMember,
    note_year,
)
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture
def note(minh, tree, today):
    def act(*lines, actor=minh, organisation=tree.leaf):
        return note_year(actor=actor, organisation=organisation, year=YEAR, lines=lines, on=today)

    return act


def test_the_list_says_who_why_and_what_speaks_for_them(note, tree, minh, teachers, today):
    hoa, an, anh, duc, yen = teachers
    note(
        Noted(hoa.pk, date(2025, 6, 1), mitigating="Chồng ốm nặng"),  # to March: 10 months
        Noted(an.pk, date(2025, 11, 1), date(2026, 2, 1)),  # 4: near
        Noted(anh.pk, date(2025, 1, 1), with_reason=True),  # excused
        Noted(duc.pk, held=10, attended=0),
        Noted(yen.pk, held=10, attended=9),
    )
    pause_member(
        actor=minh, organisation=tree.leaf, person=duc, start=today, until=None, reason="SICK"
    )
    found = watched(tree.leaf, year=YEAR, on=today)
    rows = [(one.entry.name, one.cause, one.degree, one.fact.figure, one.step) for one in found]
    assert rows == [
        ("Lê Văn Đức", Cause.ABSENT, Degree.EXPULSION, 100, 90),
        ("Đặng Thị Hòa", Cause.UNPAID, Degree.WARNING, 10, 9),
        ("Nguyễn Văn Ân", Cause.UNPAID, Degree.NEAR, 4, 6),
        ("Trần Thị Ánh", Cause.UNPAID, None, 15, None),
    ]  # fmt: skip
    assert "5130/QĐ-TLĐ" in found[0].rule.legal_basis
    assert found[0].rule.verified
    assert found[0].entry.paused == "ốm đau dài ngày"
    assert found[1].mitigating == "Chồng ốm nặng"
    assert "Chồng" not in WatchEntry.objects.get(person=hoa).sealed_mitigating
    assert not Discipline.objects.exists()


def test_refusals_of_the_grid(note, teachers, lan, tree, today, make_person):
    one = teachers[0].pk
    for line, wanted in (
        (Noted(one, date(2026, 2, 1), date(2026, 1, 1)), MonthsTheWrongWay),
        (Noted(one, date(2026, 4, 1)), MonthAhead),
        (Noted(one, held=4, attended=5), MoreThanHeld),
        (Noted(make_person("Người Ngoài").pk, date(2026, 1, 1)), NotOurMember),
    ):
        with pytest.raises(wanted):
            note(line)
    with pytest.raises(NotAllowed):
        note(Noted(one), actor=lan)


def test_the_same_again_writes_nothing_and_empty_takes_it_away(note, teachers):
    line = Noted(teachers[0].pk, date(2025, 6, 1), mitigating="Con nhỏ")
    assert (note(line), note(line)) == (1, 0)
    assert note(Noted(teachers[0].pk)) == 1
    assert not WatchEntry.objects.exists()
    assert AuditEntry.objects.filter(verb="watchlist.noted").count() == 2


def test_a_ledger_of_another_slice_replaces_what_was_typed(
    note, tree, teachers, today, signed_in, minh
):
    note(Noted(teachers[0].pk, date(2025, 6, 1)))

    def ledger(asked):
        return {teachers[1].pk: Fact(7, "sổ đoàn phí")} if asked.cause == Cause.UNPAID else None

    facts_known.on(ledger)
    try:
        found = watched(tree.leaf, year=YEAR, on=today)
        assert [one.entry.name for one in found] == ["Nguyễn Văn Ân"]
        page = signed_in(minh).get(reverse("watchlist:grid", args=[tree.leaf.pk]))
        assert f"from_{teachers[0].pk}" not in page.content.decode()
    finally:
        facts_known._handlers.popitem()


def test_pages_fill_the_grid_show_the_list_and_lead_to_the_form(
    minh, signed_in, tree, teachers, today
):
    client = signed_in(minh)
    url = reverse("watchlist:of", args=[tree.leaf.pk])
    assert "Không có ai gần" in client.get(url).content.decode()
    grid = reverse("watchlist:grid", args=[tree.leaf.pk])
    pk = teachers[0].pk
    bad = client.post(f"{grid}?nam={YEAR}", {f"from_{pk}": "13/2026"})
    assert bad.status_code == 422
    assert "Tháng chưa đúng" in bad.content.decode()
    given = {f"from_{pk}": "6/2025", "held": 10, f"attended_{teachers[1].pk}": 2}
    assert client.post(f"{grid}?nam={YEAR}", given).status_code == 302
    body = client.get(url).content.decode()
    assert "10 tháng liền" in body
    assert "Vắng 80%" in body
    assert "5130/QĐ-TLĐ" in body
    assert AuditEntry.objects.filter(verb="watchlist.read").exists()
    form = client.get(
        reverse("members:discipline", args=[_membership(teachers[0])]) + "?goi-y=1"
    ).content.decode()
    assert "Không đóng đoàn phí 10 tháng liền" in form
    assert 'value="WARNING" selected' in form
    assert not Discipline.objects.exists()
    sheet = client.get(reverse("watchlist:sheet", args=[tree.leaf.pk]))
    assert sheet.content.startswith(b"PK")


def _membership(person):
    from congdoan.areas.members.models import Membership

    return Membership.objects.get(person=person).pk


def test_who_may_not_learns_nothing(note, teachers, tree, lan, far, inspector, signed_in):
    note(Noted(teachers[0].pk, date(2025, 6, 1)))
    url = reverse("watchlist:of", args=[tree.leaf.pk])
    assert signed_in(far).get(url).status_code == 404
    assert signed_in(lan).get(url).status_code == 404
    assert "Đặng Thị Hòa" in signed_in(inspector).get(url).content.decode()
    grid = reverse("watchlist:grid", args=[tree.leaf.pk])
    assert signed_in(inspector).get(grid).status_code == 403


def test_queries_are_constant_in_people(note, minh, signed_in, tree, teachers):
    client, url = signed_in(minh), reverse("watchlist:of", args=[tree.leaf.pk])
    note(Noted(teachers[0].pk, date(2025, 6, 1)))
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    note(*(Noted(person.pk, date(2025, 6, 1)) for person in teachers[1:]))
    with CaptureQueriesContext(connection) as several:
        client.get(url)
    assert len(several) <= len(one) + 1
