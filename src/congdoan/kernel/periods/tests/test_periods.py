"""Periods tile the years; terms follow congresses."""

from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
import pytest

from congdoan.foundation.refusal import AlreadyDone, NotAllowed
from congdoan.foundation.valid_time import span
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.periods import api as periods
from congdoan.kernel.periods.enums import PeriodKind
from congdoan.kernel.periods.models import Period
from congdoan.kernel.periods.rules.tiling import calendar_stretches, school_years
from congdoan.kernel.periods.services import load, terms
from congdoan.kernel.periods.services.load import Loaded, load_periods

CONGRESS = date(2023, 10, 15)


@pytest.fixture
def counted(law):
    load_periods()


def start(actor, organisation, **changes):
    said = {"ordinal": "XI", "start": CONGRESS, "decision": "Nghị quyết đại hội"}
    return terms.start_term(actor=actor, organisation=organisation, **{**said, **changes})


@given(st.integers(1950, 2150), st.integers(0, 6))
def test_each_kind_tiles_the_years_without_gap_or_overlap(first, more):
    last = first + more
    stretches = list(calendar_stretches(first, last))
    kinds = {stretch.kind for stretch in stretches}

    assert len(kinds) == 4
    for kind in kinds:
        tiles = [stretch for stretch in stretches if stretch.kind == kind]
        assert tiles[0].start == date(first, 1, 1)
        assert tiles[-1].until == date(last + 1, 1, 1)
        for tile, following in pairwise(tiles):
            assert tile.start < tile.until == following.start


@given(st.integers(1950, 2150))
def test_parts_lie_within_their_parent(year):
    by_code = {stretch.code: stretch for stretch in calendar_stretches(year, year)}

    assert len(by_code) == 1 + 2 + 4 + 12
    for stretch in by_code.values():
        if stretch.parent:
            parent = by_code[stretch.parent]
            assert parent.start <= stretch.start
            assert stretch.until <= parent.until


@given(st.integers(1950, 2150), st.integers(0, 6), st.dates(date(2023, 1, 1), date(2023, 12, 31)))
def test_school_years_tile_whatever_the_boundary(first, more, boundary):
    tiles = list(school_years(first, first + more, lambda year: boundary.replace(year=year)))

    assert tiles[0].start <= date(first, 1, 1) or boundary == date(2023, 1, 1)
    assert tiles[-1].until > date(first + more, 12, 31)
    for tile, following in pairwise(tiles):
        assert tile.start < tile.until == following.start


def test_loading_twice_changes_nothing(counted):
    assert load_periods() == Loaded(added=0, changed=0, unchanged=461)


@pytest.mark.parametrize(
    ("kind", "day", "code"),
    [
        (PeriodKind.CALENDAR_YEAR, date(2024, 2, 29), "2024"),
        (PeriodKind.HALF_YEAR, date(2024, 6, 30), "2024-H1"),
        (PeriodKind.HALF_YEAR, date(2024, 7, 1), "2024-H2"),
        (PeriodKind.QUARTER, date(2024, 12, 31), "2024-Q4"),
        (PeriodKind.MONTH, date(2024, 2, 29), "2024-02"),
        (PeriodKind.SCHOOL_YEAR, date(2019, 8, 12), "NH2018-2019"),
        (PeriodKind.SCHOOL_YEAR, date(2019, 9, 1), "NH2019-2020"),
        (PeriodKind.SCHOOL_YEAR, date(2013, 1, 1), "NH2012-2013"),
        (PeriodKind.SCHOOL_YEAR, date(2035, 12, 31), "NH2035-2036"),
    ],
)
def test_day_finds_its_period(counted, kind, day, code):
    assert periods.period_of(kind, day).code == code


def test_february_of_a_leap_year_ends_on_the_29th(counted):
    assert periods.period_of(PeriodKind.MONTH, date(2024, 2, 10)).last_day == date(2024, 2, 29)


def test_periods_between_hold_the_first_and_the_last_day(counted):
    found = periods.periods_between(PeriodKind.SCHOOL_YEAR, date(2023, 9, 1), date(2025, 9, 1))

    assert [period.code for period in found] == ["NH2023-2024", "NH2024-2025", "NH2025-2026"]


def test_changed_boundary_moves_every_school_year_at_once(counted, monkeypatch):
    monkeypatch.setattr(load, "school_year_begins", lambda year: date(year, 8, 1))

    assert load_periods().changed == 24
    assert periods.school_year_of(date(2019, 8, 12)).code == "NH2019-2020"


def test_day_without_a_period_is_refused_with_its_day(counted):
    with pytest.raises(periods.NoPeriod, match="01/01/2050"):
        periods.school_year_of(date(2050, 1, 1))


def test_titles_are_said_in_the_readers_language(counted):
    title = periods.period_of(PeriodKind.QUARTER, date(2024, 5, 1)).title

    assert title == "Quý II năm 2024"
    assert periods.school_year_of(date(2024, 1, 1)).title == "Năm học 2023–2024"


def test_command_prints_counts_and_refuses_odd_years(law):
    Period.objects.update(parent=None)
    Period.objects.all().delete()
    out = StringIO()
    call_command("load_periods", first=2024, last=2024, stdout=out)
    assert "thêm 21" in out.getvalue()

    with pytest.raises(CommandError):
        call_command("load_periods", first=2030, last=2024)


def test_database_refuses_two_terms_at_once(lan, tree):
    term = start(lan, tree.middle)
    twin = Period(
        kind=PeriodKind.TERM,
        code="x",
        label="x",
        valid=span(CONGRESS + timedelta(days=9)),
        organisation=tree.middle,
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    assert term.organisation == tree.middle


def test_term_is_as_long_as_the_rule_says(lan, tree):
    term = start(lan, tree.middle)

    assert term.planned_end == date(2028, 10, 14)
    assert term.last_day is None
    assert term.label == "Nhiệm kỳ 2023–2028, khóa XI"
    assert AuditEntry.objects.get(verb="periods.term_started").reason == "Nghị quyết đại hội"


def test_term_that_began_on_the_leap_day_ends_with_february(law, tree):
    assert periods.usual_end(organisation_id=tree.middle.pk, start=date(2024, 2, 29)) == date(
        2029, 2, 28
    )


def test_new_term_ends_the_one_before_it_the_day_before(lan, tree):
    old = start(lan, tree.middle, ordinal="X", start=date(2018, 3, 1))
    new = start(lan, tree.middle)

    old.refresh_from_db()
    assert old.last_day == CONGRESS - timedelta(days=1)
    assert periods.term_of(tree.middle.pk, CONGRESS) == new
    assert periods.term_of(tree.middle.pk, date(2023, 10, 14)) == old


def test_term_cut_short_keeps_its_planned_end(lan, tree):
    term = start(lan, tree.middle)
    terms.end_term(actor=lan, term=term, last_day=date(2025, 6, 30), reason="Sắp xếp 2025")

    term.refresh_from_db()
    assert (term.planned_end, term.last_day) == (date(2028, 10, 14), date(2025, 6, 30))
    with pytest.raises(AlreadyDone):
        terms.end_term(actor=lan, term=term, last_day=date(2025, 7, 1), reason="Lại")


def test_term_does_not_begin_before_one_that_is_on_record(lan, tree):
    start(lan, tree.middle)

    with pytest.raises(terms.TermAlreadyThere, match="15/10/2023"):
        start(lan, tree.middle, start=date(2022, 1, 1))
    with pytest.raises(terms.TermAlreadyThere):
        start(lan, tree.middle)


def test_term_needs_an_organisation_that_was_there(lan, tree):
    with pytest.raises(terms.OrganisationWasNotThere):
        start(lan, tree.middle, start=date(2010, 1, 1))


def test_planned_end_stands_after_the_start(lan, tree):
    with pytest.raises(terms.PlannedEndTooEarly):
        start(lan, tree.middle, planned_end=CONGRESS)


def test_term_does_not_end_before_its_first_day(lan, tree):
    term = start(lan, tree.middle)

    with pytest.raises(terms.EndsBeforeItsFirstDay):
        terms.end_term(actor=lan, term=term, last_day=date(2023, 10, 14), reason="x")


def test_superior_records_terms_below_and_nobody_outside_their_branch(lan, minh, hoa, tree):
    term = start(lan, tree.leaf)

    for actor, organisation in ((lan, tree.far_leaf), (minh, tree.middle), (hoa, tree.leaf)):
        with pytest.raises(NotAllowed):
            start(actor, organisation)
    with pytest.raises(NotAllowed):
        terms.end_term(actor=hoa, term=term, last_day=date(2024, 1, 1), reason="x")


def test_terms_are_seen_within_reach_only(lan, minh, tree, system):
    start(lan, tree.leaf)
    start(system, tree.far_leaf)

    assert {term.organisation for term in periods.visible_terms(lan)} == {tree.leaf}
    assert {term.organisation for term in periods.visible_terms(minh)} == {tree.leaf}
