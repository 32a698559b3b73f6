"""A document orders work: what, until when, for whom; receivers report back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import DocumentState, IncomingState
from congdoan.areas.documents.models import Document, Incoming, Task, TaskReport
from congdoan.areas.documents.rules.refusals import (
    NeedsEvidence,
    NeedsReason,
    NotAmongAssignees,
    NotInThisState,
    NotWaiting,
    SentAlready,
    TaskDayIsPast,
)
from congdoan.areas.documents.selectors.documents import EVIDENCE
from congdoan.areas.documents.selectors.orders import is_assigned
from congdoan.areas.documents.services import telling
from congdoan.areas.documents.services.drafting import held
from congdoan.areas.documents.services.handling import acting_unit
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone
from congdoan.kernel.audit import api as audit
from congdoan.support.files.api import store_file

if TYPE_CHECKING:
    from django.core.files.base import File

#: Until it is sent, what it orders may change.
_UNSENT = (
    DocumentState.DRAFT,
    DocumentState.REVIEW,
    DocumentState.APPROVED,
    DocumentState.SIGNED,
    DocumentState.ISSUED,
)


@dataclass(frozen=True)
class TaskData:
    title: str
    due: date
    level: str = ""
    kind: str = ""
    evidence: bool = False


def _record(actor: Actor, verb: str, target: Document | Incoming, **changes: object) -> None:
    audit.record(
        actor=actor,
        verb=f"documents.{verb}",
        target=target,
        organisation_id=target.organisation_id,
        changes=changes,
    )


def _open(actor: Actor, document: Document) -> Document:
    """
    Hold a document whose orders may change.

    Once it was submitted they are part of what others approved: who issues it may change them.

    :raises SentAlready: once receivers have it
    """
    document = held(document)
    if document.state not in _UNSENT:
        raise SentAlready
    if document.state != DocumentState.DRAFT:
        actor.require(policies.ISSUE, on=document.organisation)
    return document


@transaction.atomic
def give_task(*, actor: Actor, document: Document, data: TaskData, on: date, at: datetime) -> Task:
    """:raises SentAlready, TaskDayIsPast: when it cannot be ordered any more, or not so."""
    actor.require(policies.DRAFT, on=document.organisation)
    document = _open(actor, document)
    if data.due < on:
        raise TaskDayIsPast
    made = Task.objects.create(
        document=document,
        title=data.title,
        due=data.due,
        level=data.level,
        kind=data.kind,
        evidence=data.evidence,
        by_name=actor.name,
        at=at,
    )
    _record(actor, "task_given", document, title=data.title, due=data.due)
    return made


@transaction.atomic
def drop_task(*, actor: Actor, task: Task) -> None:
    """:raises SentAlready: once receivers have it."""
    actor.require(policies.DRAFT, on=task.document.organisation)
    document = _open(actor, task.document)
    _record(actor, "task_dropped", document, title=task.title)
    task.delete()


@transaction.atomic
def report_task(
    *,
    actor: Actor,
    incoming: Incoming,
    task: Task,
    note: str,
    at: datetime,
    upload: "File[bytes] | None" = None,
) -> TaskReport:
    """
    Say that the unit has done it, with what proves it.

    :raises NotAmongAssignees, NotWaiting, NeedsEvidence, AlreadyDone: when it cannot be
    """
    unit = acting_unit(incoming, on=actor.today)
    actor.require(policies.REGISTER, on=unit)
    incoming = (
        Incoming.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=incoming.pk)
    )
    if incoming.state in (IncomingState.REFUSED, IncomingState.WITHDRAWN):
        raise NotWaiting(state=incoming.get_state_display())
    sent = task.document.sent_at.date() if task.document.sent_at else incoming.arrived_on
    if task.document_id != incoming.document_id or not is_assigned(
        task, incoming.organisation_id, on=sent
    ):
        raise NotAmongAssignees
    if TaskReport.objects.filter(task=task, organisation=incoming.organisation).exists():
        raise AlreadyDone
    if task.evidence and upload is None:
        raise NeedsEvidence
    file = None
    if upload is not None:
        file = store_file(actor=actor, organisation=unit, upload=upload, purpose=EVIDENCE, at=at)
    made = TaskReport.objects.create(
        task=task,
        incoming=incoming,
        organisation=incoming.organisation,
        note=note,
        file=file,
        at=at,
        by_name=actor.name,
    )
    telling.task_done(actor=actor, task=task, organisation=incoming.organisation_id, at=at)
    _record(actor, "task_reported", incoming, title=task.title)
    return made


@transaction.atomic
def return_report(*, actor: Actor, report: TaskReport, reason: str, at: datetime) -> None:
    """
    Ask for it again: what was reported is not enough; the unit owes it once more.

    :raises NotInThisState, NotWaiting: when the document was recalled, or the paper sent back
    """
    document = report.task.document
    actor.require(policies.ISSUE, on=document.organisation)
    if not reason:
        raise NeedsReason
    document = held(document)
    if document.state == DocumentState.RECALLED:
        raise NotInThisState(state=document.get_state_display())
    arrival = Incoming.objects.get(pk=report.incoming_id)
    if arrival.state in (IncomingState.REFUSED, IncomingState.WITHDRAWN):
        raise NotWaiting(state=arrival.get_state_display())
    _record(
        actor, "task_returned", document,
        title=report.task.title, unit=report.organisation_id, note=report.note, reason=reason,
    )  # fmt: skip
    telling.task_again(actor=actor, report=report, reason=reason, at=at)
    report.delete()
