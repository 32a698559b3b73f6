"""Numbers of employees: said, corrected, carried on; density is Σ/Σ over what is known."""

from datetime import date, timedelta
import random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.areas.members.api import unscoped_counted_one_by_one
from congdoan.areas.workforce.enums import Source
from congdoan.areas.workforce.models import EmployeeCount
from congdoan.areas.workforce.rules import Density, added_up, percent_of
from congdoan.areas.workforce.selectors.density import unscoped_density, unscoped_listed
from congdoan.areas.workforce.selectors.numbers import unscoped_numbers
from congdoan.areas.workforce.services import stating
from congdoan.areas.workforce.services.importing import EMPLOYEES
from congdoan.areas.workforce.services.stating import CountData
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations import api
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile, Placement
from congdoan.support.exchange.api import (
    Context,
    commit_import,
    current_sheet,
    plan_import,
    problem_texts,
    undo_import,
)
from congdoan.support.exchange.tests.conftest import workbook

pytestmark = pytest.mark.django_db
MAY = date(2025, 5, 31)
PAPER = api.Decision(number="1/QĐ")


def test_density_is_rounded_and_says_nothing_of_what_is_not_known():
    assert percent_of(2, 3) == 66.7
    assert percent_of(1, None) is None
    assert added_up([(5, 10), (7, None), (3, 6)]) == Density(8, 16, 2, 3)
    assert added_up([(999, 1000)]).whole == 99
    assert added_up([(4, None)]).percent is None


def test_a_number_holds_from_its_day_on(say, tree, join, today):
    join(tree.leaf, 6)
    join(tree.other_leaf, 4)
    say(tree.leaf, 10, MAY)
    say(tree.leaf, 12, date(2026, 1, 31))
    assert unscoped_density(tree.middle.pk, on=MAY - timedelta(days=1)) == Density(0, 0, 0, 2)
    assert unscoped_density(tree.middle.pk, on=MAY) == Density(6, 10, 1, 2)
    assert unscoped_density(tree.middle.pk, on=today) == Density(6, 12, 1, 2)
    say(tree.other_leaf, 16, today)
    assert unscoped_density(tree.province.pk, on=today).percent == 35.7


def test_a_correction_keeps_both(say, lan, tree, today, now):
    first = say(tree.leaf, 10)
    given = {"actor": lan, "on": today, "at": now}
    fixed = stating.correct_employees(
        count=first, data=CountData(MAY, 14, 9), reason="Đếm thiếu", **given
    )
    first.refresh_from_db()
    assert (first.total, first.holds, first.replace_reason) == (10, False, "Đếm thiếu")
    assert fixed.replaces == first
    assert unscoped_numbers([tree.leaf.pk], on=today)[tree.leaf.pk].total == 14
    with pytest.raises(stating.NotCurrent):
        stating.correct_employees(count=first, data=CountData(MAY, 9), reason="Lại", **given)
    stating.withdraw_employees(count=fixed, reason="Của trường khác", **given)
    assert unscoped_numbers([tree.leaf.pk], on=today) == {}
    verbs = AuditEntry.objects.filter(verb__startswith="workforce.").order_by("pk")
    assert [one.verb for one in verbs] == [
        "workforce.stated", "workforce.corrected", "workforce.withdrawn",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (CountData(date(2027, 1, 1), 5), stating.DayAhead),
        (CountData(date(1990, 1, 1), 5), stating.NotThereThatDay),
        (CountData(MAY, 5, 6), stating.WomenTooMany),
        (CountData(MAY, 0), stating.NobodyThere),
    ],
)
def test_what_cannot_be_true_is_refused(lan, tree, today, now, data, refusal):
    with pytest.raises(refusal):
        stating.state_employees(actor=lan, organisation=tree.leaf, data=data, on=today, at=now)


def test_only_grassroots_unions_and_employers_are_counted(say, signed_in, lan, tree):
    with pytest.raises(stating.NotCounted):
        say(tree.middle, 9)
    url = reverse("workforce:place", args=[tree.middle.pk])
    page = signed_in(lan).get(url)
    assert page.context["form"] is None
    assert "hãy mở đơn vị đó" in page.content.decode()


def test_one_number_a_day_and_the_last_one_may_be_carried_on(say, lan, tree, today, now):
    given = {"actor": lan, "organisation": tree.leaf, "on": today, "at": now}
    with pytest.raises(stating.NothingSaidYet):
        stating.carry_on(**given)
    say(tree.leaf, 10, women=7)
    with pytest.raises(stating.SaidAlready):
        say(tree.leaf, 11)
    made = stating.carry_on(**given)
    assert (made.total, made.women, made.source, made.counted_on) == (
        10, 7, Source.CARRIED, today,
    )  # fmt: skip


def test_a_union_and_its_one_employer_share_a_number(say, school, tree, system, today):
    one = school("TR-1", tree.leaf)
    say(one, 30)
    assert EmployeeCount.objects.get().organisation == tree.leaf
    assert unscoped_numbers([one.pk, tree.leaf.pk], on=today)[one.pk].total == 30
    # Said before there was a union, it is the union's number too.
    other = school("TR-2")
    EmployeeCount.objects.create(
        organisation=other, counted_on=MAY, total=8, source="ENTERED",
        noted_by_name="An", noted_at="2025-06-01T00:00+07:00",
    )  # fmt: skip
    api.link_counterpart(actor=system, union=tree.other_leaf, partner=other, on=date(2025, 7, 1))
    assert unscoped_numbers([tree.other_leaf.pk], on=date(2025, 6, 30)) == {}
    assert unscoped_numbers([tree.other_leaf.pk], on=today)[tree.other_leaf.pk].total == 8
    # Of two schools nobody knows which one is meant.
    api.link_counterpart(
        actor=system, union=tree.other_leaf, partner=school("TR-3"), on=date(2026, 1, 1)
    )
    assert unscoped_numbers([tree.other_leaf.pk], on=today) == {}


def test_only_the_branch_writes(say, minh, hoa, tree, today):
    say(tree.leaf, 9, actor=minh)
    with pytest.raises(NotAllowed):
        say(tree.other_leaf, 9, actor=minh)
    with pytest.raises(NotAllowed):
        say(tree.leaf, 9, date(2025, 6, 1), actor=hoa)


DAYS = [date(2025, 1, 1) + timedelta(days=30 * n) for n in range(14)]


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000))
def test_density_is_the_sums_on_every_date(seed, tree, system, join, now):
    """Density of a branch = Σ members / Σ employees of its units, whatever happened to them."""
    pick = random.Random(seed)  # noqa: S311 - not a secret
    with transaction.atomic():
        units = [tree.leaf, tree.other_leaf]
        said: dict[int, dict[date, int]] = {one.pk: {} for one in units}
        for day in DAYS[:-2]:
            act, unit = pick.choice(["join", "say", "say", "move"]), pick.choice(units)
            if act == "join":
                join(unit, pick.randint(1, 4), since=day)
            elif act == "say" and day not in said[unit.pk]:
                total = pick.randint(1, 40)
                stating.state_employees(
                    actor=system,
                    organisation=unit,
                    data=CountData(day, total),
                    on=DAYS[-1],
                    at=now,
                )
                said[unit.pk][day] = total
            elif act == "move":
                goal = pick.choice([tree.middle, tree.far_middle])
                try:
                    with transaction.atomic():
                        api.move_organisation(
                            actor=system, organisation=unit, parent=goal, on=day,
                            decision=PAPER, at=now,
                        )  # fmt: skip
                except Refusal:
                    continue
        for branch in (tree.middle, tree.far_middle, tree.province, tree.central):
            for day in DAYS:
                found = unscoped_density(branch.pk, on=day)
                expected = _by_hand(branch, day, said)
                assert found == expected, (branch, day)
        transaction.set_rollback(True)


def _by_hand(branch, day, said):
    parents = dict(
        Placement.objects.on(day).filter(hierarchy_id=1).values_list("child_id", "parent_id")
    )
    levels = dict(OrganisationProfile.objects.on(day).values_list("organisation_id", "level"))
    parts = []
    for pk, level in levels.items():
        above = pk
        while above in parents and above != branch.pk:
            above = parents[above]
        if above != branch.pk or not level.startswith("L4"):
            continue
        members = unscoped_counted_one_by_one(pk, on=day)
        known = {d: n for d, n in said.get(pk, {}).items() if d <= day}
        parts.append((members, known[max(known)] if known else None))
    return added_up(parts)


# --- pages ------------------------------------------------------------------------------------


def test_the_list_is_sorted_filtered_and_handed_out(say, signed_in, lan, tree, join):
    join(tree.leaf, 6)
    join(tree.other_leaf, 1)
    say(tree.leaf, 8)
    client, url = signed_in(lan), reverse("workforce:units")
    page = client.get(url).content.decode()
    assert "bao phủ: 1 của 2 đơn vị có số" in page
    assert "75,0" in page
    assert "chưa có số" in page
    only = client.get(url, {"loc": "chua-co"}).content.decode()
    assert reverse("workforce:place", args=[tree.other_leaf.pk]) in only
    assert reverse("workforce:place", args=[tree.leaf.pk]) not in only
    say(tree.other_leaf, 100)
    low = client.get(url, {"loc": "thap", "sap": "-ty-le"}).content.decode()
    assert reverse("workforce:place", args=[tree.leaf.pk]) not in low
    book = client.get(reverse("workforce:sheet"), {"loc": "thap"})
    assert book.status_code == 200
    assert book.content[:2] == b"PK"
    assert "Không có đơn vị nào khớp" in client.get(url, {"q": "zzz"}).content.decode()
    assert client.get(url, {"nhanh": tree.far_middle.pk}).status_code == 404
    for bad in ({"sap": "x"}, {"trang": "-1"}, {"loc": "x"}, {"don_vi": "abc"}):
        assert client.get(url, bad).status_code in {200, 422}


def test_a_number_is_written_corrected_and_withdrawn_on_the_pages(signed_in, minh, tree):
    client, url = signed_in(minh), reverse("workforce:place", args=[tree.leaf.pk])
    assert "Chưa ghi lần nào" in client.get(url).content.decode()
    wrong = client.post(url, {"counted_on": "31/05/2025", "total": "5", "women": "9"})
    assert wrong.status_code == 422
    assert "Số nữ không thể lớn hơn" in wrong.content.decode()
    client.post(url, {"counted_on": "31/05/2025", "total": "15", "women": "9", "once": "a"})
    made = EmployeeCount.objects.get()
    assert (made.total, made.women, made.noted_by_name) == (15, 9, "Nguyễn Văn Minh")
    again = client.post(url, {"counted_on": "31/05/2025", "total": "16", "once": "b"})
    assert "bấm “Sửa”" in again.content.decode()
    fix = reverse("workforce:correct", args=[made.pk])
    assert client.post(fix, {"counted_on": "31/05/2025", "total": "16"}).status_code == 422
    client.post(fix, {"counted_on": "31/05/2025", "total": "16", "reason": "Sót một", "once": "c"})
    page = client.get(url).content.decode()
    assert "<del>15</del>" in page
    assert "Sót một" in page
    client.post(reverse("workforce:carry", args=[tree.leaf.pk]), {"once": "d"})
    assert unscoped_numbers([tree.leaf.pk], on=date(2026, 3, 2))[tree.leaf.pk].source == "CARRIED"


def test_density_stands_on_the_pages_of_organisations_and_movement(say, signed_in, lan, tree, join):
    join(tree.leaf, 6)
    say(tree.leaf, 8)
    client = signed_in(lan)
    panel = reverse("workforce:panel", args=[tree.middle.pk])
    for page in (
        reverse("organisations:detail", args=[tree.middle.pk]),
        reverse("members:movement", args=[tree.middle.pk]),
    ):
        assert panel in client.get(page).content.decode()
    shown = client.get(panel, headers={"HX-Request": "true"}).content.decode()
    assert "Tỷ lệ đoàn viên 75,0%: 6 đoàn viên trên 8 lao động." in shown
    assert "Bao phủ: 1 của 2 đơn vị có số." in shown


def test_queries_do_not_grow_with_the_units(say, system, lan, tree, now, today):
    def asked():
        with CaptureQueriesContext(connection) as found:
            unscoped_listed(tree.middle.pk, on=today)
            unscoped_density(tree.middle.pk, on=today)
        return sum("rulebook_stamp" not in one["sql"] for one in found.captured_queries)

    before = asked()
    made = [
        api.establish_organisation(
            actor=system,
            new=api.NewOrganisation(
                f"CS-{n}", "UNION", api.ProfileData(f"CĐCS {n}", level="L4_GRASSROOTS"),
                date(2020, 1, 1), {1: tree.middle.code},
            ),
            decision=api.Decision(),
            at=now,
        )
        for n in range(3)
    ]  # fmt: skip
    for one in made:
        say(one, 9)
    assert asked() == before


# --- the list from a spreadsheet --------------------------------------------------------------

HEADS = ["Mã đơn vị", "Tổng số lao động", "Nữ", "Số của ngày", "Theo"]


@pytest.fixture
def send(tree, lan, now):
    def act(rows):
        batch = plan_import(
            actor=lan,
            kind=EMPLOYEES,
            organisation=tree.middle,
            upload=SimpleUploadedFile("ld.xlsx", workbook(rows, heads=HEADS)),
            options={"on": "2026-03-01", "decision_no": "7/BC"},
            at=now,
        )
        return batch, list(batch.rows.order_by("n"))

    return act


def test_a_sheet_is_judged_written_and_taken_back(send, say, lan, tree, school, now, today):
    lone = school("TR-9", tree.other_leaf)
    held = say(tree.leaf, 10, MAY)
    rows = [
        [tree.leaf.code, "1.012", "7", "31/05/2025", "Báo cáo"],
        [lone.code, "20", "", "", ""],
        [tree.other_leaf.code, "21", "", "", ""],
        [tree.far_leaf.code, "9", "", "", ""],
        [tree.leaf.code, "5", "6", "01/01/2025", ""],
        [tree.leaf.code, "x", "", "32/13/2025", ""],
        [tree.leaf.code, "8", "", "01/01/2027", ""],
    ]
    batch, judged = send(rows)
    assert [one.plan for one in judged] == ["UPDATE", "CREATE", *["ERROR"] * 5]
    assert "đã có ở dòng" in " ".join(problem_texts(judged[2].problems))
    commit_import(actor=lan, batch_id=batch.pk, at=now)
    numbers = unscoped_numbers([tree.leaf.pk, lone.pk], on=today)
    assert (numbers[tree.leaf.pk].total, numbers[lone.pk].total) == (1012, 20)
    assert numbers[lone.pk].said_by == "7/BC"
    batch.refresh_from_db()
    undo_import(actor=lan, batch_id=batch.pk, reason="Nhầm tệp", at=now)
    held.refresh_from_db()
    assert held.holds
    assert unscoped_numbers([lone.pk], on=today) == {}


def test_what_is_handed_out_and_sent_back_unchanged_changes_nothing(send, say, lan, tree, now):
    say(tree.leaf, 10, women=4)
    context = Context(lan, tree.middle.pk, {}, now)
    assert current_sheet(EMPLOYEES, context)[:2] == b"PK"
    cells = {row[0]: row for row in EMPLOYEES.current(context)}
    code, _name, total, women, day, _said = cells[tree.leaf.code]
    _batch, judged = send([[code, total, women, day, ""]])
    assert [one.plan for one in judged] == ["SKIP"]
    assert Organisation.objects.filter(code=code).exists()
