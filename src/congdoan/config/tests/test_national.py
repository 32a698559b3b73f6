"""The country of real size, at its smallest: what was loaded is what the services would write."""

from datetime import date

from django.db import connection, transaction
import pytest

from congdoan.areas.members.api import unscoped_counted_one_by_one, unscoped_member_counts
from congdoan.areas.members.models import BranchChange, MemberChange, Membership
from congdoan.config.cannot_start import CannotStart
from congdoan.config.national.build import seed
from congdoan.config.national.places import country
from congdoan.kernel.organisations.api import (
    Decision,
    end_organisation,
    move_organisation,
    rebuild_lineage,
    undo_event,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.organisations.models import (
    Lineage,
    Organisation,
    OrganisationEvent,
    OrganisationProfile,
    Placement,
)

pytestmark = pytest.mark.django_db

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
DAYS = (date(2015, 6, 1), date(2020, 5, 17), date(2025, 6, 14), BEFORE, AFTER, date(2026, 10, 1))


def _lineage(hierarchy):
    columns = ("ancestor_id", "descendant_id", "depth", "valid", "reach")
    rows = Lineage.objects.filter(hierarchy_id=hierarchy).values_list(*columns)
    return sorted(rows, key=lambda row: (row[0], row[1], row[3].lower))


def _level(level, day):
    return OrganisationProfile.objects.on(day).filter(level=level).count()


@pytest.fixture(scope="module")
def one_percent(django_db_setup, django_db_blocker):
    """Load the country once for this file; every test works on a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = _shape()
        seed(scale=0.01, say=lambda _line: None)
        yield before
        transaction.set_rollback(True)


@pytest.fixture
def loaded(one_percent, db):
    return one_percent


def _shape():
    """Return every index and key of the tables that are loaded bare."""
    tables = ("members_membership", "people_person", "organisations_lineage")
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = ANY(%s)", [list(tables)])
        indexes = sorted(cursor.fetchall())
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = ANY(%s::text[]::regclass[])",
            [list(tables)],
        )
        return indexes, sorted(cursor.fetchall())


def test_both_worlds_stand_and_the_services_agree(loaded, system, now):
    assert _level("L2_PROVINCE", BEFORE) == 63
    assert _level("L2_PROVINCE", AFTER) == 34
    assert _level("L3_DISTRICT", BEFORE) >= 63
    assert _level("L3_DISTRICT", AFTER) == _level("L3_LOCAL_SECTOR", AFTER) == 0
    assert _level("L3_COMMUNE", AFTER) >= 34
    assert not _level("L3_COMMUNE", BEFORE)
    assert not OrganisationEvent.objects.filter(decision_no="").exists()
    for hierarchy in (1, 2):
        # All that stands under nothing, with all that ever hung under it: everything.
        kept = _lineage(hierarchy)
        everything = {row[1] for row in kept}
        rebuild_lineage(hierarchy=hierarchy, organisations=everything)
        assert _lineage(hierarchy) == kept

    everyone = list(Organisation.objects.values_list("pk", flat=True))
    tops = list(Placement.objects.values_list("parent_id", flat=True).distinct())
    for day in DAYS:
        for hierarchy in (1, 2):
            counts = unscoped_member_counts(everyone, on=day, hierarchy=hierarchy)
            for pk in tops[:: max(1, len(tops) // 25)]:
                slow = unscoped_counted_one_by_one(pk, on=day, hierarchy=hierarchy)
                inside = Lineage.objects.filter(hierarchy=hierarchy, ancestor=pk).exists()
                assert counts[pk] == slow or not inside
    assert Membership.objects.exclude(end_reason="").filter(valid__endswith=None).count() == 0


def test_what_was_loaded_can_be_moved_ended_and_taken_back(loaded, system, now):
    day = date(2026, 10, 30)
    root = Organisation.objects.get(code="TLD")
    company = Organisation.objects.on(day).filter(
        profiles__kind="COMPANY", profiles__valid__contains=day
    )
    one, other = company.order_by("-pk")[:2]
    before = unscoped_member_counts([root.pk], on=day)
    paper = Decision(number="1/QĐ", exception="thử")
    move_organisation(actor=system, organisation=one, parent=root, on=day, decision=paper, at=now)
    ended = end_organisation(
        actor=system,
        organisation=other,
        reason=EndReason.DISSOLVED,
        on=day,
        decision=paper,
        at=now,
    )
    gone = unscoped_member_counts([root.pk], on=day)[root.pk]
    assert gone == unscoped_counted_one_by_one(root.pk, on=day) < before[root.pk]
    undo_event(actor=system, event=ended, reason="thử")
    assert unscoped_member_counts([root.pk], on=day) == before


def test_an_event_of_the_story_can_be_taken_back(loaded, system):
    """Its steps back were loaded with it: the newest of an organisation undoes cleanly."""
    ended = Organisation.objects.filter(end_reason=EndReason.DISSOLVED).order_by("-valid").first()
    event = OrganisationEvent.objects.get(units__organisation=ended, kind=EventKind.DISSOLVE)
    undo_event(actor=system, event=event, reason="thử")
    ended.refresh_from_db()
    assert ended.valid.upper is None
    assert OrganisationProfile.objects.on(event.effective_on).filter(organisation=ended).exists()
    count = unscoped_member_counts([ended.pk], on=event.effective_on)[ended.pk]
    assert count == unscoped_counted_one_by_one(ended.pk, on=event.effective_on)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_keys_and_indexes_are_there_again(loaded):
    assert _shape() == loaded
    assert MemberChange.objects.exists()
    assert BranchChange.objects.exists()


def test_a_database_in_use_is_left_alone(loaded):
    with pytest.raises(CannotStart):
        seed(scale=0.01, say=lambda _line: None)


def test_every_place_of_the_map_has_its_part():
    whole = country(1)
    assert len(whole.provinces) == 63
    assert len(whole.after) == 34
    assert sum(len(p.districts) for p in whole.provinces) == 696
    communes = [c for p in whole.provinces for d in p.districts for c in d.communes]
    assert len(communes) == 10_035
    assert len({new.code for _old, new in communes}) > 3_000
