"""How far plans are over a branch: by the units directly below, on the tree of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from congdoan.areas.planning import policies
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.periods.models import Period


@dataclass(frozen=True)
class Branch:
    """One unit directly below and everything under it; ``pk`` 0: the whole."""

    pk: int
    name: str
    units: int = 0
    drafts: int = 0
    adopted: int = 0
    closed: int = 0
    tasks: int = 0
    done: int = 0
    late: int = 0

    @property
    def planned(self) -> int:
        return self.adopted + self.closed

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.tasks) if self.tasks else 0


_SQL = """
WITH child AS (
  SELECT descendant_id AS id FROM organisations_lineage
  WHERE hierarchy_id = %(line)s AND ancestor_id = %(unit)s AND depth = 1 AND valid @> %(on)s::date
), member AS (
  SELECT l.ancestor_id AS branch, l.descendant_id AS id
  FROM organisations_lineage l JOIN child ON child.id = l.ancestor_id
  WHERE l.hierarchy_id = %(line)s AND l.valid @> %(on)s::date
), programme AS (
  SELECT DISTINCT ON (organisation_id) organisation_id, state FROM planning_plan
  WHERE period_id = %(period)s AND kind = 'PROGRAMME'
  ORDER BY organisation_id, state = 'CLOSED', id DESC
), work AS (
  SELECT p.organisation_id, count(*) AS tasks,
    count(*) FILTER (WHERE t.state = 'DONE') AS done,
    count(*) FILTER (WHERE t.state = 'OPEN' AND coalesce(t.due, %(last)s::date) < %(today)s::date)
      AS late
  FROM planning_plan p JOIN planning_task t ON t.plan_id = p.id
  LEFT JOIN planning_given g ON g.task_id = t.id
  WHERE p.period_id = %(period)s AND t.state <> 'DROPPED'
    AND (g.answer = 'ACCEPTED' OR (g.id IS NULL AND p.state <> 'DRAFT'))
  GROUP BY p.organisation_id
)
SELECT m.branch, count(*),
  count(*) FILTER (WHERE g.state = 'DRAFT'), count(*) FILTER (WHERE g.state = 'ADOPTED'),
  count(*) FILTER (WHERE g.state = 'CLOSED'),
  coalesce(sum(w.tasks), 0), coalesce(sum(w.done), 0), coalesce(sum(w.late), 0)
FROM member m
LEFT JOIN programme g ON g.organisation_id = m.id
LEFT JOIN work w ON w.organisation_id = m.id
GROUP BY m.branch
"""


def branches(unit: Organisation, period: Period, *, on: date, today: date) -> list[Branch]:
    """
    Return how far each branch is in a period, on the tree of ``on``; one statement.

    The caller has asked whether the actor sees the branch.
    """
    asked: dict[str, Any] = {
        "line": int(HierarchyId.COMMAND),
        "unit": unit.pk,
        "on": on,
        "period": period.pk,
        "last": period.last_day or period.planned_end,
        "today": today,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, asked)
        rows = [tuple(int(figure) for figure in row) for row in cursor.fetchall()]
    called = names([row[0] for row in rows], on=on)
    found = [Branch(row[0], called.get(row[0], ""), *row[1:]) for row in rows]
    return sorted(found, key=lambda one: (one.percent, -one.tasks, one.name))


def total(found: list[Branch]) -> Branch:
    """Return the sum of branches; units stand in one branch only."""
    fields = ("units", "drafts", "adopted", "closed", "tasks", "done", "late")
    return Branch(0, "", **{name: sum(getattr(one, name) for one in found) for name in fields})


def open_to(actor: Actor, units: Iterable[int]) -> set[int]:
    """Return those of some units whose plans the actor may open; one query."""
    return set(actor.reach(policies.VIEW).filter(pk__in=list(units)).values_list("pk", flat=True))
