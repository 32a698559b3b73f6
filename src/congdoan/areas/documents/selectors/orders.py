"""What documents order: who is to do it, who has, by branch."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import IncomingState, ReceiverState
from congdoan.areas.documents.models import Document, Incoming, Receiver, Task, TaskReport
from congdoan.areas.documents.selectors.matrix import receivers_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile

_GONE = (ReceiverState.REFUSED, ReceiverState.AGREED)


def narrowed(task: Task, units: list[int], *, on: date) -> list[int]:
    """Return those of ``units`` a task is for, by what they were on a day."""
    asked = {name: value for name, value in (("level", task.level), ("kind", task.kind)) if value}
    if not asked:
        return units
    rows = OrganisationProfile.objects.on(on).filter(organisation__in=units, **asked)
    return list(rows.values_list("organisation_id", flat=True))


def assignees(task: Task, *, on: date) -> QuerySet[Receiver]:
    """Return the receivers a task is for, with ``did``; ``on`` is the day it was sent."""
    rows = task.document.receivers.filter(organisation__isnull=False).exclude(state__in=_GONE)
    asked = {name: value for name, value in (("level", task.level), ("kind", task.kind)) if value}
    if asked:
        fits = OrganisationProfile.objects.on(on).filter(**asked)
        rows = rows.filter(organisation__in=fits.values("organisation_id"))
    reports = TaskReport.objects.filter(task=task, organisation=OuterRef("organisation"))
    return rows.annotate(did=Exists(reports))


def is_assigned(task: Task, organisation: int, *, on: date) -> bool:
    return bool(narrowed(task, [organisation], on=on))


@dataclass(frozen=True)
class Progress:
    name: str
    total: int
    done: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


_COUNTS = {"total": Count("pk"), "done": Count("pk", filter=Q(did=True))}


def progress(task: Task, *, on: date) -> Progress:
    return Progress(task.title, **assignees(task, on=on).aggregate(**_COUNTS))


def progress_by_branch(task: Task, *, on: date) -> list[Progress]:
    """Count by the units directly under the sender; those outside its branch come last."""
    rows = list(assignees(task, on=on).values("branch").annotate(**_COUNTS).order_by("branch"))
    known = names([row["branch"] for row in rows if row["branch"]], on=on)
    found = [Progress(known.get(row["branch"], ""), row["total"], row["done"]) for row in rows]
    return sorted(found, key=lambda one: (not one.name, one.percent, -one.total))


def units_of(task: Task, *, on: date) -> QuerySet[Receiver]:
    """Return the units a task is for, by name, with what they reported."""
    reports = TaskReport.objects.filter(task=task, organisation=OuterRef("organisation"))
    return (
        receivers_of(task.document, on=on)
        .filter(pk__in=assignees(task, on=on).values("pk"))
        .annotate(
            report=Subquery(reports.values("pk")[:1]),
            report_at=Subquery(reports.values("at")[:1]),
            report_note=Subquery(reports.values("note")[:1]),
            report_file=Subquery(reports.values("file")[:1]),
        )
    )


def get_task(document: Document, pk: int) -> Task:
    """:raises NotFound: when the document orders no such thing."""
    found = document.tasks.select_related("document__organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def get_report(task: Task, pk: int) -> TaskReport:
    """:raises NotFound: when nobody reported so."""
    found = task.reports.select_related("incoming", "organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Owed:
    """A task at one receiver, and its report when it is done."""

    task: Task
    report: TaskReport | None


def owed_by(incoming: Incoming) -> list[Owed]:
    """Return what a paper orders the unit it came to."""
    document = incoming.document
    if document is None:
        return []
    tasks = list(document.tasks.order_by("due", "pk"))
    on = document.sent_at.date() if document.sent_at else incoming.arrived_on
    reports = {
        one.task_id: one
        for one in TaskReport.objects.filter(
            task__in=tasks, organisation=incoming.organisation_id
        ).select_related("file")
    }
    return [
        Owed(task, reports.get(task.pk))
        for task in tasks
        if is_assigned(task, incoming.organisation_id, on=on)
    ]


@dataclass(frozen=True)
class UnitOrder:
    """What a document that arrived orders a unit to do, and whether it has."""

    incoming: int
    task: int
    title: str
    due: date
    paper: str
    done: bool


def orders_at(
    actor: Actor, unit: Organisation, *, first: date, last: date, most: int
) -> list[UnitOrder]:
    """Return what documents order a unit to do within some days; nothing without the right."""
    if not actor.may(policies.VIEW, on=unit):
        return []
    arrivals = Incoming.objects.filter(
        organisation=unit, document__tasks__due__range=(first, last)
    ).exclude(state__in=(IncomingState.REFUSED, IncomingState.WITHDRAWN))
    rows = arrivals.annotate(
        ordered=F("document__tasks"),
        title=F("document__tasks__title"),
        due_day=F("document__tasks__due"),
        only_level=F("document__tasks__level"),
        only_kind=F("document__tasks__kind"),
        reported=Exists(
            TaskReport.objects.filter(task=OuterRef("document__tasks"), organisation=unit)
        ),
    ).filter(due_day__range=(first, last))
    here = OrganisationProfile.objects.on(min(last, actor.today)).filter(organisation=unit).first()
    return [
        UnitOrder(
            row.pk, row.ordered, row.title, row.due_day, row.symbol or row.subject, row.reported
        )
        for row in rows.order_by("due_day", "pk")[:most]
        if row.only_level in ("", here.level if here else "")
        and row.only_kind in ("", here.kind if here else "")
    ]
