"""Whatever two people hold: merging keeps the counts right, parting gives back every row."""

from datetime import date, timedelta
import itertools

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.areas.duplicates.api import Choice, merge_pair, part_pair
from congdoan.areas.duplicates.models import Pair
from congdoan.areas.duplicates.tests.test_merging import assert_counts, snapshot
from congdoan.areas.members.api import NewMember, RecordData, Stay, enrol_members, unscoped_overlaps
from congdoan.areas.members.models import Membership, MemberWork, Pause
from congdoan.foundation.valid_time import span
from congdoan.kernel.people.api import MergeRefused, OfficesTangled, PersonData
from congdoan.kernel.people.models import Office, Person

pytestmark = pytest.mark.django_db

START = date(2018, 1, 1)
YEARS = [START + timedelta(days=365 * n) for n in range(8)]
CODES = ["person.phone", "record.home_town", "record.member_no", "sealed.ETHNICITY"]
UNITS = ("leaf", "other_leaf", "middle")


@st.composite
def lines(draw):
    """Spans that follow each other, with a unit each; the last may be open."""
    cuts = sorted(draw(st.sets(st.integers(0, 7), min_size=2, max_size=5)))
    made = []
    for since, until in itertools.pairwise(cuts):
        if draw(st.booleans()) or not made:
            made.append((draw(st.sampled_from(UNITS)), YEARS[since], YEARS[until]))
    if draw(st.booleans()):
        made[-1] = (*made[-1][:2], None)
    return made


@st.composite
def lives(draw):
    return {
        "stays": draw(lines()),
        "pauses": [stay[1:] for stay in draw(lines())],
        "offices": draw(lines()),
        "phone": draw(st.sampled_from(["", "0912345678", "0987654321"])),
        "town": draw(st.sampled_from(["", "Huế", "Vinh"])),
        "sealed": draw(st.sampled_from([{}, {"ETHNICITY": "01"}, {"ETHNICITY": "02"}])),
        "number": draw(st.booleans()),
    }


def write(tree, life, mark):
    facts = PersonData("Lê Thị", "An", "F", date(1980, 5, 4), life["phone"])
    record = RecordData(member_no=f"AN-{mark}" if life["number"] else "", home_town=life["town"])
    stays = [
        Stay(getattr(tree, unit).pk, span(since, until)) for unit, since, until in life["stays"]
    ]
    [pk] = enrol_members([NewMember(facts, stays, record, sealed=life["sealed"])])
    for since, until in life["pauses"]:
        Pause.objects.create(person_id=pk, valid=span(since, until), reason="SICK")
        MemberWork.objects.create(person_id=pk, valid=span(since, until), job_title=mark)
    for unit, since, until in life["offices"]:
        Office.objects.create(
            person_id=pk,
            organisation=getattr(tree, unit),
            position="SPECIALIST",
            valid=span(since, until),
            appointment="APPOINTED",
        )
    return pk


def pair_of(tree, one, other, now):
    return Pair.objects.create(
        one_id=one,
        other_id=other,
        organisation=tree.central,
        score=80,
        keys=[],
        parts=[],
        found_at=now,
    )


def choice_of(pair, survivor, data):
    """Choose at random wherever an officer is asked."""
    yielding = {
        (clash.mine if data.draw(st.booleans()) else clash.theirs).pk
        for clash in unscoped_overlaps(pair.one_id, pair.other_id)
        if not clash.same_unit
    }
    return Choice(survivor, data.draw(st.sets(st.sampled_from(CODES))), yielding)


class Undone(Exception):
    """What an example wrote goes."""


SMALL = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


@settings(max_examples=40, **SMALL)
@given(first=lives(), second=lives(), data=st.data())
def test_merge_and_part_give_everything_back(tree, system, today, now, first, second, data):
    shared = {"actor": system, "on": today, "at": now}
    with pytest.raises(Undone), transaction.atomic():
        there_and_back(tree, [first, second], data, shared)


def there_and_back(tree, people, data, shared):
    days = [day + timedelta(days=30) for day in YEARS]
    one, other = (write(tree, life, str(n)) for n, life in enumerate(people))
    pair = pair_of(tree, one, other, shared["at"])
    before = snapshot()
    choice = choice_of(pair, data.draw(st.sampled_from([one, other])), data)
    try:
        with transaction.atomic():
            made = merge_pair(pair=pair, choice=choice, **shared)
    except (MergeRefused, OfficesTangled):
        # Posts in tangled pieces; both memberships of a day told to give way.
        assert snapshot() == before
        raise Undone from None
    assert_counts(tree, days)
    part_pair(merge=made, reason="nhầm", **shared)
    assert snapshot() == before
    assert_counts(tree, days)
    raise Undone


@settings(max_examples=6, **SMALL)
@given(people=st.lists(lives(), min_size=4, max_size=4), data=st.data())
def test_merges_of_different_people_commute(tree, system, today, now, people, data):
    shared = {"actor": system, "on": today, "at": now}
    taken = [data.draw(st.sets(st.sampled_from(CODES))) for _pair in range(2)]
    ends = []
    for order in ((0, 1), (1, 0)):
        with pytest.raises(Undone), transaction.atomic():
            merge_in(order, tree, people, taken, shared, ends)
    assert ends[0] == ends[1]


def merge_in(order, tree, people, taken, shared, ends):
    ids = [write(tree, life | {"offices": []}, str(n)) for n, life in enumerate(people)]
    pairs = [pair_of(tree, ids[n], ids[n + 1], shared["at"]) for n in (0, 2)]
    for n in order:
        clashes = unscoped_overlaps(pairs[n].one_id, pairs[n].other_id)
        theirs = {clash.theirs.pk for clash in clashes if not clash.same_unit}
        choice = Choice(pairs[n].one_id, taken[n], theirs)
        merge_pair(pair=pairs[n], choice=choice, **shared)
    ends.append(as_it_ended(ids[0]))
    raise Undone


def as_it_ended(first):
    """Everybody's facts and memberships, people numbered from the first of the example."""
    stays = Membership.objects.values_list("person_id", "organisation_id", "valid", "end_reason")
    people = Person.objects.filter(pk__gte=first).order_by("pk")
    return (
        sorted((pk - first, *map(str, rest)) for pk, *rest in stays),
        [(one.phone, one.merged_into_id and one.merged_into_id - first) for one in people],
    )
