"""Whom a task is handed down to, and what became of it at each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.fields import DateField
from django.db.models.functions import Coalesce, Upper

from congdoan.areas.documents.api import Rule, unscoped_receivers
from congdoan.areas.planning.enums import Answer, TaskState
from congdoan.areas.planning.models import Given, Task
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import names, profiles_on, superior_names
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import Grouping, Lineage, Organisation
from congdoan.kernel.rulebook.api import catalogue

Choices = list[tuple[str, str]]
#: Names shown before a task is handed down.
_SHOWN = 60


def below(unit: int, *, on: date) -> QuerySet[Lineage]:
    """Return the lines of command from a unit down, itself aside."""
    rows: QuerySet[Lineage] = Lineage.objects.on(on).filter(
        hierarchy_id=HierarchyId.COMMAND, ancestor=unit, depth__gt=0
    )
    return rows


def receivers(task: Task, rule: Rule, *, on: date) -> QuerySet[Organisation]:
    """Return the unions of the giver's branch the rule names and that have not been given it."""
    unit = task.plan.organisation_id
    rows = unscoped_receivers(unit, rule, on=on).filter(
        family=Family.UNION, pk__in=below(unit, on=on).values("descendant_id")
    )
    return rows.exclude(pk__in=Given.objects.filter(source=task).values("organisation_id"))


@dataclass(frozen=True)
class Preview:
    count: int
    names: list[tuple[str, str]]

    @property
    def more(self) -> int:
        return max(0, self.count - len(self.names))


def preview(task: Task, rule: Rule, *, on: date) -> Preview:
    """Count whom the rule names, and name the first with who stands above them."""
    found = receivers(task, rule, on=on)
    profiles = profiles_on(on).filter(organisation__in=found).order_by("sort_key")
    first = list(profiles.values_list("organisation_id", "name")[:_SHOWN])
    above = superior_names([pk for pk, _name in first], on=on)
    return Preview(found.count(), [(name, above.get(pk, "")) for pk, name in first])


def branches_of(giver: int, units: list[int], *, on: date) -> dict[int, int]:
    """Return for each unit the one directly below the giver it stands under."""
    children = below(giver, on=on).filter(depth=1).values("descendant_id")
    rows = Lineage.objects.on(on).filter(
        hierarchy_id=HierarchyId.COMMAND, ancestor__in=children, descendant__in=units
    )
    return dict(rows.values_list("descendant_id", "ancestor_id"))


def levels(*, on: date) -> Choices:
    return [(one.code, str(one.label)) for one in catalogue("organisation.level", on=on)]


def kinds(*, on: date) -> Choices:
    return [(one.code, str(one.label)) for one in catalogue("organisation.kind", on=on)]


def groupings(unit: Organisation, *, on: date) -> Choices:
    """Return the groupings the unit leads."""
    rows = Grouping.objects.on(on).filter(superior=unit).order_by("folded")[:200]
    return [(str(one.pk), one.name) for one in rows]


@dataclass(frozen=True)
class Progress:
    """How far a task is among the units it was handed down to."""

    name: str = ""
    total: int = 0
    accepted: int = 0
    declined: int = 0
    done: int = 0
    late: int = 0

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


def _counts(on: date) -> dict[str, Count]:
    done = Q(task__state=TaskState.DONE)
    late = Q(task__state=TaskState.OPEN, until__lt=on)
    return {
        "total": Count("pk"),
        "accepted": Count("pk", filter=Q(answer=Answer.ACCEPTED)),
        "declined": Count("pk", filter=Q(answer=Answer.DECLINED)),
        "done": Count("pk", filter=done),
        "late": Count("pk", filter=late),
    }


def given_out(tasks: Iterable[int], *, on: date) -> QuerySet[Given]:
    """Return what was handed down, not taken back, at units that live; each with ``until``."""
    last = Upper("task__plan__period__valid", output_field=DateField())
    lives = Q(task=None) | ~Q(task__state=TaskState.OPEN)
    lives |= Q(task__plan__organisation__valid__contains=on)
    rows = Given.objects.filter(source__in=list(tasks)).exclude(answer=Answer.WITHDRAWN)
    return rows.filter(lives).annotate(until=Coalesce("task__due", last))


def progress(task: Task, *, on: date) -> Progress:
    return Progress(**given_out([task.pk], on=on).aggregate(**_counts(on)))


def progress_by_branch(task: Task, *, on: date) -> list[Progress]:
    """Count by the units directly under the giver, as frozen; least done first."""
    rows = list(
        given_out([task.pk], on=on).values("branch").annotate(**_counts(on)).order_by("branch")
    )
    known = names([row["branch"] for row in rows], on=on)
    found = [Progress(known.get(row.pop("branch"), ""), **row) for row in rows]
    return sorted(found, key=lambda one: (one.percent, -one.total, one.name))


def progress_of(tasks: list[int], *, on: date) -> dict[int, Progress]:
    """Return the progress of many tasks, one query."""
    counted = given_out(tasks, on=on).values("source")
    return {
        row.pop("source"): Progress(**row)
        for row in counted.annotate(**_counts(on)).order_by("source")
    }


def units_of(task: Task) -> QuerySet[Given]:
    """Return the units a task was handed down to, with the name of the day it was."""
    rows = Given.objects.filter(source=task).select_related("task__plan", "handing")
    return rows.order_by("pk")


def get_given(task: Task, pk: int) -> Given:
    """:raises NotFound: when the task was not handed down so"""
    rows = Given.objects.filter(source=task)
    found = rows.select_related("handing", "organisation", "source__plan", "task__plan")
    one = found.filter(pk=pk).first()
    if one is None:
        raise NotFound
    return one
