"""Whose files an actor may read; how many there are without a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from congdoan.areas.cadres import policies
from congdoan.areas.cadres.enums import StepKind, next_stage
from congdoan.areas.cadres.models import IntroductionStep, PartyIntroduction
from congdoan.areas.cadres.rules.voting import Verdict
from congdoan.areas.cadres.selectors.due import due_of
from congdoan.areas.cadres.selectors.votes import judged
from congdoan.areas.members.api import refuse_restricted
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import restricted_people

#: What the yearly table counts, in the order of its columns.
COUNTED = (StepKind.INTRODUCED, StepKind.CLASS, StepKind.ADMITTED, StepKind.OFFICIAL)

# Each step where the union that took it hung on its day.
_COUNTS = """
SELECT l.ancestor_id, extract(year FROM s.done_on)::int, s.kind, count(*)
FROM organisations_lineage l
JOIN cadres_introductionstep s ON s.organisation_id = l.descendant_id
  AND s.kind = ANY(%(kinds)s) AND s.done_on BETWEEN %(start)s AND %(until)s
WHERE l.hierarchy_id = 1 AND l.ancestor_id = ANY(%(ids)s::bigint[]) AND l.valid @> s.done_on
GROUP BY 1, 2, 3
"""
_BY_UNIT = """
SELECT s.organisation_id, s.kind, count(*)
FROM organisations_lineage l
JOIN cadres_introductionstep s ON s.organisation_id = l.descendant_id
  AND s.kind = ANY(%(kinds)s) AND s.done_on BETWEEN %(start)s AND %(until)s
WHERE l.hierarchy_id = 1 AND l.ancestor_id = ANY(%(ids)s::bigint[]) AND l.valid @> s.done_on
GROUP BY 1, 2
"""


def own_unit(actor: Actor) -> Organisation | None:
    """Return the union the actor works for now, if there is anything for them to read of it."""
    unit = Organisation.objects.filter(pk=actor.organisation_id or 0, family=Family.UNION).first()
    return unit if unit is not None and actor.may(policies.COUNT, on=unit) else None


def countable_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when there is no such union, or not even its totals are the actor's."""
    unit = Organisation.objects.filter(pk=pk, family=Family.UNION).first()
    if unit is None or not actor.may(policies.COUNT, on=unit):
        raise NotFound
    return unit


def get_introduction(actor: Actor, pk: int) -> PartyIntroduction:
    """
    Return a file.

    :raises NotFound: when there is none, or its person is not the actor's to know of
    :raises RecordRestricted: when nothing but keeping is allowed with the person's data
    """
    rows = PartyIntroduction.objects.select_related("person", "organisation")
    found = rows.filter(pk=pk).first()
    if found is None or not actor.may(policies.PARTY, on=found.organisation):
        raise NotFound
    refuse_restricted(found.person_id)
    return found


def introductions_of(unit: Organisation, *, on: date) -> list[PartyIntroduction]:
    """Return the files begun by a day, open ones first, then by name."""
    rows = PartyIntroduction.objects.filter(organisation=unit, nominated_on__lte=on)
    rows = rows.exclude(person__in=restricted_people())
    ordered = rows.select_related("person").prefetch_related("steps")
    return sorted(ordered, key=lambda one: (not one.is_open, one.person.sort_key, one.pk))


def kept_back(unit: Organisation, *, on: date) -> int:
    """Return how many files stand in no list, since their people's data may only be kept."""
    rows = PartyIntroduction.objects.filter(organisation=unit, nominated_on__lte=on)
    return rows.filter(person__in=restricted_people()).count()


@dataclass(frozen=True)
class Step:
    """A step as a page shows it."""

    row: IntroductionStep
    verdict: Verdict | None
    note: str = ""

    @property
    def abstained(self) -> int:
        row = self.row
        return (row.present or 0) - (row.in_favour or 0) - (row.against or 0)


@dataclass(frozen=True)
class File:
    """A file as its page shows it."""

    introduction: PartyIntroduction
    steps: list[Step]
    next: StepKind | None
    due: date | None


def file_of(introduction: PartyIntroduction, notes: dict[int, str] | None = None) -> File:
    rows = sorted(introduction.steps.all(), key=lambda step: step.pk)
    following = next_stage(introduction.stage)
    return File(
        introduction,
        [Step(row, judged(row), (notes or {}).get(row.pk, "")) for row in rows],
        StepKind(str(following)) if following and introduction.is_open else None,
        due_of(introduction),
    )


def own_files(person: int) -> list[PartyIntroduction]:
    """Return what is kept of somebody: theirs to read."""
    rows = PartyIntroduction.objects.filter(person_id=person).select_related("organisation")
    return list(rows.prefetch_related("steps").order_by("-pk"))


def unscoped_party_counts(
    units: Sequence[int], *, first: date, last: date
) -> dict[int, dict[tuple[int, str], int]]:
    """Return how many steps of each kind each branch took, by year; one query, no names."""
    answer: dict[int, dict[tuple[int, str], int]] = {pk: {} for pk in units}
    if last < first or not units:
        return answer
    for pk, year, kind, number in _ask(_COUNTS, units, first, last):
        answer[pk][year, kind] = number
    return answer


def counts_by_unit(unit: Organisation, *, first: date, last: date) -> dict[int, dict[str, int]]:
    """Return the same of each union of a branch in one span, those with any."""
    answer: dict[int, dict[str, int]] = {}
    for pk, kind, number in _ask(_BY_UNIT, [unit.pk], first, last):
        answer.setdefault(pk, {})[kind] = number
    return answer


def _ask(query: str, units: Sequence[int], first: date, last: date) -> list[tuple[Any, ...]]:
    given: dict[str, Any] = {
        "ids": list(units),
        "start": first,
        "until": last,
        "kinds": [str(kind) for kind in COUNTED],
    }
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return list(cursor.fetchall())
