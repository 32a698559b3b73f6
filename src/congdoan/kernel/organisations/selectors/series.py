"""
Any count per organisation over the years, through the breaks that reorganisations make.

Three views of one figure, none of which rewrites it:

- ``then``: the branch as it was on each day — what was reported;
- ``today``: those that make up the branch on the last day, with all that went into them, wherever
  they hung — yesterday's figures in today's borders;
- ``alike`` (so cùng phạm vi): only circles of organisations that stood in the branch on every day.
  A circle is an organisation with those that events joined it to or divided it into: three schools
  that became one are one circle, so the figure compares like with like.

A report brings its own ``Counting`` and calls ``series_of``.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.foundation.actor import Actor
from congdoan.foundation.valid_time import contains
from congdoan.kernel.organisations.enums import IN_FORCE, EventKind
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile
from congdoan.kernel.organisations.selectors.comparing import members
from congdoan.kernel.organisations.selectors.lineage_graph import LINKING

#: Counts something over organisations (ids, all existing that day) as of a day.
Counting = Callable[[Collection[int], date], int]
#: Events named at a break; the others are counted.
NAMED = 4


@dataclass(frozen=True)
class Break:
    """An event that changed which organisations are counted, and how many of them."""

    event_id: int
    kind: EventKind
    on: date
    decision: str
    organisations: int


@dataclass(frozen=True)
class Point:
    """One day of a series: the figure on the three trees, and what broke it since the last day."""

    on: date
    then: int
    today: int
    alike: int
    entered: int = 0
    left: int = 0
    breaks: tuple[Break, ...] = ()
    more_breaks: int = 0


@dataclass
class Scope:
    """Which organisations each view counts on each day."""

    then: dict[date, set[int]] = field(default_factory=dict)
    today: dict[date, set[int]] = field(default_factory=dict)
    alike: dict[date, set[int]] = field(default_factory=dict)


def series_of(
    actor: Actor, branch: Organisation, *, days: Sequence[date], counting: Counting
) -> list[Point]:
    """
    Return ``counting`` for a branch on ``days``, oldest first.

    Only organisations the actor may see on the day are counted. The number of statements depends
    on the number of days alone (two each and what ``counting`` asks three times).
    """
    order = sorted(set(days))
    scope = scope_of(actor, branch.pk, order)
    broken = _breaks(scope.then, order)
    points = []
    for place, day in enumerate(order):
        previous = scope.then[order[place - 1]] if place else scope.then[day]
        found = broken.get(day, [])
        points.append(
            Point(
                on=day,
                then=counting(scope.then[day], day),
                today=counting(scope.today[day], day),
                alike=counting(scope.alike[day], day),
                entered=len(scope.then[day] - previous),
                left=len(previous - scope.then[day]),
                breaks=tuple(found[:NAMED]),
                more_breaks=max(0, len(found) - NAMED),
            )
        )
    return points


def scope_of(actor: Actor, branch: int, days: Sequence[date]) -> Scope:
    """
    Return which organisations of a branch the three views count on ``days`` (in order).

    What went into today's branch from elsewhere is counted without being shown: it is its past.
    """
    scope = Scope(then={day: members(actor, branch, on=day) for day in days})
    if not days:
        return scope
    inside = set().union(*scope.then.values())
    links = _links_around(inside, until=days[-1])
    lives = _lives(inside | {pk for link in links for pk in link[:2]})
    circles = _circles(link for link in links if days[0] < link.on <= days[-1])
    whole = _whole_circles(scope.then, circles, lives)
    makes_up, waiting = set(scope.then[days[-1]]), list(links)
    for day in reversed(days):
        while waiting and waiting[-1].on > day:
            link = waiting.pop()
            if link.target in makes_up:
                makes_up.add(link.source)
        scope.today[day] = {pk for pk in makes_up if contains(lives[pk], day)}
        scope.alike[day] = {pk for pk in scope.then[day] if circles.get(pk, pk) in whole}
    return scope


class _Link(NamedTuple):
    source: int
    target: int
    on: date


_LINKS = """
WITH RECURSIVE near (id) AS (
    SELECT unnest(%(ids)s::bigint[])
    UNION
    SELECT other.organisation_id
    FROM near
    JOIN organisations_organisationeventunit mine ON mine.organisation_id = near.id
    JOIN organisations_organisationevent e ON e.id = mine.event_id
      AND e.state = ANY(%(in_force)s) AND e.kind = ANY(%(kinds)s) AND e.effective_on <= %(until)s
    JOIN organisations_organisationeventunit other ON other.event_id = e.id
    WHERE mine.role IN ('ORIGINAL', 'RESULTING') AND other.role IN ('ORIGINAL', 'RESULTING')
)
SELECT m.organisation_id, r.organisation_id, e.effective_on
FROM near
JOIN organisations_organisationeventunit m ON m.organisation_id = near.id AND m.role = 'ORIGINAL'
JOIN organisations_organisationevent e ON e.id = m.event_id
  AND e.state = ANY(%(in_force)s) AND e.kind = ANY(%(kinds)s) AND e.effective_on <= %(until)s
JOIN organisations_organisationeventunit r
  ON r.event_id = e.id AND r.role = 'RESULTING' AND r.organisation_id <> m.organisation_id
ORDER BY e.effective_on, e.id
"""


def _links_around(organisations: set[int], *, until: date) -> list[_Link]:
    """Return every link between organisations that events tie to these, oldest first."""
    values: dict[str, Any] = {
        "ids": sorted(organisations),
        "in_force": [str(one) for one in IN_FORCE],
        "kinds": LINKING,
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, values)
        return [_Link(*row) for row in cursor.fetchall()]


def _lives(organisations: set[int]) -> dict[int, DateRange]:
    rows = Organisation.objects.filter(pk__in=organisations)
    return dict(rows.values_list("pk", "valid"))


def _circles(links: Iterable[_Link]) -> dict[int, int]:
    """Return for each organisation of a link the one that stands for its circle (union-find)."""
    parent: dict[int, int] = {}

    def top(pk: int) -> int:
        while parent.setdefault(pk, pk) != pk:
            parent[pk] = parent[parent[pk]]
            pk = parent[pk]
        return pk

    for link in links:
        parent[top(link.source)] = top(link.target)
    return {pk: top(pk) for pk in list(parent)}


def _whole_circles(
    then: Mapping[date, set[int]], circles: Mapping[int, int], lives: Mapping[int, DateRange]
) -> set[int]:
    """Return the circles that stood in the branch on every day, with all who lived that day."""
    there = [{circles.get(pk, pk) for pk in inside} for inside in then.values()]
    whole = set.intersection(*there)
    for day, inside in then.items():
        whole -= {
            circle
            for pk, circle in circles.items()
            if pk not in inside and contains(lives[pk], day)
        }
    return whole


_BREAKS = """
SELECT place, e.id, e.kind, e.effective_on, e.decision_no, count(DISTINCT changed.id)
FROM unnest(%(places)s::int[], %(ids)s::bigint[], %(since)s::date[], %(until)s::date[])
  AS changed (place, id, since, until)
JOIN organisations_organisationeventunit u ON u.organisation_id = changed.id
JOIN organisations_organisationevent e ON e.id = u.event_id AND e.state = ANY(%(in_force)s)
  AND e.effective_on > since AND e.effective_on <= until AND e.kind <> ALL(%(quiet)s)
GROUP BY place, e.id
ORDER BY place, count(DISTINCT changed.id) DESC, e.effective_on, e.id
"""
#: Kinds after which the same organisations are counted.
_QUIET = [EventKind.RENAME.value, EventKind.CHANGE_LEVEL.value, EventKind.CHANGE_PROFILE.value]


def _breaks(then: Mapping[date, set[int]], days: Sequence[date]) -> dict[date, list[Break]]:
    """Return, by day, the events since the day before that changed who is counted; one query."""
    changed = [
        (place, pk, before, after)
        for place, (before, after) in enumerate(pairwise(days), start=1)
        for pk in sorted(then[before] ^ then[after])
    ]
    if not changed:
        return {}
    places, ids, since, until = (list(column) for column in zip(*changed, strict=True))
    values = {
        "places": places,
        "ids": ids,
        "since": since,
        "until": until,
        "in_force": [str(one) for one in IN_FORCE],
    }
    with connection.cursor() as cursor:
        cursor.execute(_BREAKS, {**values, "quiet": _QUIET})
        rows = cursor.fetchall()
    found: dict[date, list[Break]] = {}
    for place, event, kind, on, decision, count in rows:
        found.setdefault(days[place], []).append(Break(event, EventKind(kind), on, decision, count))
    return found


def unit_counting(level: str = "") -> Counting:
    """Return how to count the organisations themselves, of one level or of all."""
    if not level:
        return lambda organisations, _day: len(organisations)

    def of_level(organisations: Collection[int], day: date) -> int:
        rows = OrganisationProfile.objects.on(day).filter(organisation_id__in=organisations)
        return rows.filter(level=level).count()

    return of_level
