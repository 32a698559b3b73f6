"""
Totals of branches follow the reports.

Who stands below whom in a round is written down when it opens (``Total.parent``, ``superior`` and
``beside`` of reports) and never changes: a merger later rewrites no total. A report that changes
leaves a row in ``Change`` within its own transaction; ``roll`` takes these rows away and counts the
branches around them anew, from below, in one transaction: killed in the middle, it has done
nothing, and counting twice gives the same. ADR 0035.

A total holds what the first line accepted, on both lines. The second line's acceptance is counted,
not waited for.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from functools import partial
import time
from typing import Any

from django.db import connection, transaction

from congdoan.areas.reporting.models import Change, Report, Round
from congdoan.areas.reporting.rules.rolling import second_line, summed_positions, weights
from congdoan.foundation.jobs import enqueue, is_waiting

#: The task that counts a round; named, since services do not import tasks.
ROLL = "reporting.roll"
#: Seconds between two countings of a round by one worker, well within the five that are owed.
GAP = 1.0
_rolled: dict[int, float] = {}
_gathering: set[int] = set()

_PREPARE = """
INSERT INTO reporting_total (round_id, hierarchy_id, organisation_id, parent_id, depth,
  values, owed, submitted, accepted, on_time)
SELECT %(round)s, %(hierarchy)s, known.id,
  (SELECT p.ancestor_id FROM organisations_lineage p
   WHERE p.hierarchy_id = %(hierarchy)s AND p.descendant_id = known.id AND p.depth = 1
     AND p.valid @> %(on)s::date AND known.id <> %(top)s),
  (SELECT max(p.depth) FROM organisations_lineage p
   WHERE p.hierarchy_id = %(hierarchy)s AND p.descendant_id = known.id
     AND p.valid @> %(on)s::date),
  '{}', 0, 0, 0, 0
FROM (
  SELECT DISTINCT up.ancestor_id AS id FROM reporting_report r
  JOIN organisations_lineage up ON up.hierarchy_id = %(hierarchy)s AND up.depth > 0
    AND up.descendant_id = r.organisation_id AND up.valid @> %(on)s::date
  WHERE r.round_id = %(round)s
) AS known
WHERE %(top)s = 0 OR EXISTS (
  SELECT 1 FROM organisations_lineage branch WHERE branch.hierarchy_id = %(hierarchy)s
    AND branch.ancestor_id = %(top)s AND branch.descendant_id = known.id
    AND branch.valid @> %(on)s::date)
ON CONFLICT (round_id, hierarchy_id, organisation_id) DO NOTHING
"""

_AROUND = """
WITH RECURSIVE up AS (
  SELECT t.organisation_id, t.parent_id, t.depth FROM reporting_total t
  WHERE t.round_id = %(round)s AND t.hierarchy_id = %(hierarchy)s AND t.organisation_id IN (
    SELECT unnest(%(changed)s::bigint[]) UNION
    SELECT r.{superior} FROM reporting_report r
    WHERE r.round_id = %(round)s AND r.organisation_id = ANY(%(changed)s::bigint[]))
  UNION
  SELECT t.organisation_id, t.parent_id, t.depth FROM up
  JOIN reporting_total t ON t.round_id = %(round)s AND t.hierarchy_id = %(hierarchy)s
    AND t.organisation_id = up.parent_id
)
SELECT organisation_id, depth FROM up
"""

_ALL = """
SELECT organisation_id, depth FROM reporting_total
WHERE round_id = %(round)s AND hierarchy_id = %(hierarchy)s
"""

# ``part``: what each wanted total is made of: reports (its own, and those right below that lead
# nobody) and the totals right below. Reports are weighed here, once.
_FOLD = """
WITH report AS (
  SELECT CASE WHEN r.organisation_id = ANY(%(wanted)s::bigint[]) THEN r.organisation_id
              ELSE r.{superior} END AS into_id, r.*
  FROM reporting_report r
  WHERE r.round_id = %(round)s AND (
    r.organisation_id = ANY(%(wanted)s::bigint[])
    OR (r.{superior} = ANY(%(wanted)s::bigint[]) AND NOT EXISTS (
      SELECT 1 FROM reporting_total own WHERE own.round_id = %(round)s
        AND own.hierarchy_id = %(hierarchy)s AND own.organisation_id = r.organisation_id)))
), below AS (
  SELECT t.parent_id AS into_id, t.values, t.owed, t.submitted, t.accepted, t.on_time
  FROM reporting_total t WHERE t.round_id = %(round)s AND t.hierarchy_id = %(hierarchy)s
    AND t.parent_id = ANY(%(wanted)s::bigint[])
), figure AS (
  SELECT report.into_id, u.place, CASE WHEN u.weight IS NULL THEN u.value
           ELSE u.value * report.entered[u.weight + 1] END AS value
  FROM report,
    unnest(report.entered, %(weights)s::int[]) WITH ORDINALITY AS u (value, weight, place)
  WHERE report.state = 'ACCEPTED'
  UNION ALL
  SELECT below.into_id, u.place, u.value
  FROM below, unnest(below.values) WITH ORDINALITY AS u (value, place)
  UNION ALL
  SELECT a.superior_id, a.position + 1, a.delta FROM reporting_adjustment a
  WHERE a.round_id = %(round)s AND a.superior_id = ANY(%(wanted)s::bigint[])
    AND a.withdrawn_at IS NULL
), summed AS (
  SELECT into_id, place, sum(value) AS value FROM figure
  WHERE place = ANY(%(places)s::int[]) GROUP BY into_id, place
), listed AS (
  SELECT one.id AS into_id, array_agg(s.value ORDER BY p.place) AS values
  FROM unnest(%(wanted)s::bigint[]) AS one (id)
  CROSS JOIN generate_series(1, %(cells)s) AS p (place)
  LEFT JOIN summed s ON s.into_id = one.id AND s.place = p.place
  GROUP BY one.id
), counted AS (
  SELECT into_id, sum(owed) AS owed, sum(submitted) AS submitted, sum(accepted) AS accepted,
    sum(on_time) AS on_time
  FROM (
    SELECT into_id, owed, submitted, accepted, on_time FROM below UNION ALL
    SELECT into_id, 1, (state IN ('SUBMITTED', 'ACCEPTED'))::int, {accepted}::int,
      (state IN ('SUBMITTED', 'ACCEPTED') AND NOT late)::int FROM report
  ) AS each GROUP BY into_id
)
UPDATE reporting_total t SET values = coalesce(l.values, '{{}}'), owed = coalesce(c.owed, 0),
  submitted = coalesce(c.submitted, 0), accepted = coalesce(c.accepted, 0),
  on_time = coalesce(c.on_time, 0)
FROM listed l LEFT JOIN counted c ON c.into_id = l.into_id
WHERE t.round_id = %(round)s AND t.hierarchy_id = %(hierarchy)s AND t.organisation_id = l.into_id
"""

_FIRST_LINE = {"superior": "superior_id", "accepted": "(state = 'ACCEPTED')"}
_SECOND_LINE = {
    "superior": "beside_id",
    "accepted": "(state IN ('SUBMITTED', 'ACCEPTED') AND second_accepted_at IS NOT NULL)",
}


@transaction.atomic
def prepare_totals(found: Round) -> None:
    """Write down who stands below whom in a round just opened, and count what is owed."""
    for hierarchy in (found.hierarchy_id, second_line(found.hierarchy_id)):
        first = hierarchy == found.hierarchy_id
        _execute(
            _PREPARE,
            {
                "round": found.pk,
                "hierarchy": hierarchy,
                "on": found.on,
                # The round goes no higher than who opened it; the second line knows no such top.
                "top": found.organisation_id if first else 0,
            },
        )
    roll_all(found)


def mark_dirty(report: Report, *, at: datetime) -> None:
    """Say, in the transaction that changes a report, that the totals above it must follow."""
    mark_dirty_at(report.round, report.organisation_id, at=at)


def mark_dirty_at(found: Round, organisation_id: int, *, at: datetime) -> None:
    """Say that what an organisation contributes to a round has changed."""
    Change.objects.create(round=found, organisation_id=organisation_id, at=at)
    # Once it is committed: a job already waiting then surely sees the row.
    transaction.on_commit(partial(_wake, found.pk))


def _wake(round_id: int) -> None:
    key = f"{ROLL}.{round_id}"
    if not is_waiting(key):
        enqueue(ROLL, key=key, round_id=round_id)


def roll_in_turn(round_id: int) -> None:
    """
    Let a round follow, once in ``GAP`` seconds at most: on the last day hundreds are added up at
    once. A job that comes while another waits here leaves its changes to that one.
    """
    if round_id in _gathering:
        return
    wait = _rolled.get(round_id, -GAP) + GAP - time.monotonic()
    if wait > 0:
        _gathering.add(round_id)
        time.sleep(wait)
        _gathering.discard(round_id)
    roll_waiting(round_id)
    _rolled[round_id] = time.monotonic()


def roll_waiting(round_id: int | None = None) -> None:
    """Let the totals of a round (of every round) follow what has changed; each by itself."""
    waiting = Round.objects.filter(pk__in=Change.objects.values("round_id"))
    if round_id is not None:
        waiting = waiting.filter(pk=round_id)
    for found in waiting.select_related("version"):
        roll(found)


@transaction.atomic
def roll(found: Round) -> int:
    """Count the totals around every change of a round that waits; return how many changes."""
    _take_turn(found)
    rows = Change.objects.filter(round=found)
    waiting = dict(rows.values_list("pk", "organisation_id"))
    rows.filter(pk__in=waiting).delete()
    if waiting:
        _fold(found, _AROUND, changed=sorted(set(waiting.values())))
    return len(waiting)


@transaction.atomic
def roll_all(found: Round) -> None:
    """Count every total of a round from the reports alone."""
    _take_turn(found)
    Change.objects.filter(round=found).delete()
    _fold(found, _ALL, changed=[])


def _take_turn(found: Round) -> None:
    _execute("SELECT pg_advisory_xact_lock(hashtext('reporting.roll'), %(round)s)", {
        "round": found.pk
    })  # fmt: skip


def _fold(found: Round, which: str, *, changed: Collection[int]) -> None:
    """Fold the chosen totals level by level, the deepest first; both lines."""
    cells = list(found.version.cells.order_by("position"))
    given: dict[str, Any] = {
        "round": found.pk,
        "changed": list(changed),
        "cells": len(cells),
        "weights": weights(cells),
        "places": [position + 1 for position in summed_positions(cells)],
    }
    for hierarchy in (found.hierarchy_id, second_line(found.hierarchy_id)):
        line = _FIRST_LINE if hierarchy == found.hierarchy_id else _SECOND_LINE
        given["hierarchy"] = hierarchy
        levels: dict[int, list[int]] = defaultdict(list)
        for organisation, depth in _rows(which.format(**line), given):
            levels[depth].append(organisation)
        for depth in sorted(levels, reverse=True):
            _execute(_FOLD.format(**line), {**given, "wanted": sorted(levels[depth])})


def _execute(statement: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
