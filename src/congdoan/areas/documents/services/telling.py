"""Work and notifications that follow from documents."""

from collections.abc import Collection
from datetime import date, datetime

from django.urls import reverse

from congdoan.areas.documents.enums import Urgency
from congdoan.areas.documents.models import Document, Incoming, Opinion, Routing, Task, TaskReport
from congdoan.areas.documents.selectors.orders import narrowed
from congdoan.areas.documents.selectors.signers import approvers
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office
from congdoan.kernel.periods.api import add_working_days
from congdoan.kernel.rulebook.api import NoRuleInForce, value
from congdoan.support.notifications.api import notify
from congdoan.support.worklist.api import (
    cancel_work,
    cancel_work_under,
    close_work,
    open_work,
    open_work_at,
    reopen_work,
)

OPINION = "documents.opinion"
APPROVE, ISSUE, ANSWER, ROUTED, TASK = (
    "documents.approve",
    "documents.issue",
    "documents.answer",
    "documents.routed",
    "documents.task",
)
#: Who keeps the registers of a unit, and who leads it.
DESK = (
    "PRESIDENT", "VICE_PRESIDENT", "CLERK",
    "DIRECTOR", "PRINCIPAL", "CHAIR", "OFFICE_HEAD", "ASSOCIATION_CHAIR", "FOCAL_POINT",
)  # fmt: skip


def _url(document: Document) -> str:
    return reverse("documents:detail", args=[document.pk])


def ask_approval(*, actor: Actor, document: Document, on: date, at: datetime) -> None:
    open_work(
        actor=actor,
        kind=APPROVE,
        key=f"documents.{document.pk}.approve.{at:%Y%m%d%H%M%S%f}",
        title=document.subject,
        organisation=document.organisation,
        on=on,
        source_label=document.subject,
        source_url=_url(document),
        position="PRESIDENT",
    )
    notify(
        actor=actor,
        kind="documents.submitted",
        key=f"documents.{document.pk}.submitted.{at.isoformat()}",
        at=at,
        people=approvers(document.organisation_id, on=on),
        context={"subject": document.subject, "name": document.drafter_name},
        url=_url(document),
    )


def ask_opinion(
    *, actor: Actor, document: Document, opinion: Opinion, on: date, at: datetime
) -> None:
    """Put the draft on the list of whom it was shown to, and tell them."""
    open_work(
        actor=actor,
        kind=OPINION,
        key=f"{OPINION}.{opinion.pk}",
        title=document.subject,
        organisation=document.organisation,
        on=on,
        due=opinion.due,
        why=opinion.note,
        source_label=document.subject,
        source_url=_url(document),
        assignee=opinion.person,
    )
    notify(
        actor=actor,
        kind="documents.opinion_asked",
        key=f"{OPINION}.{opinion.pk}",
        at=at,
        people=[opinion.person_id],
        context={
            "subject": document.subject,
            "name": actor.name,
            "due": f"{opinion.due:%d/%m/%Y}",
        },
        url=_url(document),
    )


def opinion_done(*, actor: Actor, document: Document, opinion: Opinion, at: datetime) -> None:
    close_work(actor=actor, key=f"{OPINION}.{opinion.pk}", at=at)
    if document.drafter_id is not None:
        notify(
            actor=actor,
            kind="documents.opinion_given",
            key=f"{OPINION}.{opinion.pk}.given",
            at=at,
            users=[document.drafter_id],
            context={"subject": document.subject, "name": actor.name},
            url=_url(document),
        )


def opinion_cancelled(*, actor: Actor, opinion: Opinion, at: datetime) -> None:
    cancel_work(actor=actor, key=f"{OPINION}.{opinion.pk}", at=at)


def close_approval(*, actor: Actor, document: Document, at: datetime) -> None:
    if document.submitted_at is not None:
        key = f"documents.{document.pk}.approve.{document.submitted_at:%Y%m%d%H%M%S%f}"
        close_work(actor=actor, key=key, at=at)


def say_returned(*, actor: Actor, document: Document, at: datetime) -> None:
    close_approval(actor=actor, document=document, at=at)
    if document.drafter_id is not None:
        notify(
            actor=actor,
            kind="documents.returned",
            key=f"documents.{document.pk}.returned.{at.isoformat()}",
            at=at,
            users=[document.drafter_id],
            context={"subject": document.subject, "reason": document.returned},
            url=_url(document),
        )


def _number_due(document: Document, *, on: date) -> date | None:
    """Return the day by which a signed paper leaves; None where the table of days off ends."""
    key = "issue" if document.urgency == Urgency.NORMAL else "issue_urgent"
    try:
        days = int(value(f"documents.deadline.{key}", on=on, for_=document.organisation_id))
        return add_working_days(on, days) if days else on
    except NoRuleInForce:
        return None


def ask_number(*, actor: Actor, document: Document, on: date) -> None:
    open_work(
        actor=actor,
        kind=ISSUE,
        key=f"documents.{document.pk}.issue",
        title=document.subject,
        organisation=document.organisation,
        on=on,
        due=_number_due(document, on=on),
        source_label=document.subject,
        source_url=_url(document),
        position="CLERK",
    )


def close_number(*, actor: Actor, document: Document, at: datetime) -> None:
    close_work(actor=actor, key=f"documents.{document.pk}.issue", at=at)


def desk_of(
    organisations: Collection[int], *, on: date, positions: Collection[str] = ()
) -> set[int]:
    """Return who keeps the registers of these units, leads them, or holds ``positions`` there."""
    rows = Office.objects.on(on).filter(
        organisation__in=organisations,
        position__in=[*DESK, *positions],
        person__user__isnull=False,
    )
    return set(rows.values_list("person_id", flat=True))


def _named_offices(document: Document) -> list[str]:
    """Return the offices its receivers were chosen by: who holds them is told, too."""
    rows = document.sendings.values_list("rule__position", flat=True)
    return [one for one in rows if one]


def tell_receivers(
    *,
    actor: Actor,
    document: Document,
    what: str,
    turn: str = "",
    organisations: Collection[int],
    context: dict[str, str],
    at: datetime,
) -> None:
    """
    Tell the desks of receivers ``what`` happened (``arrived``, ``reminded``, ``asked_back``).

    One address leads everybody to the entry of their own register; ``turn`` tells one reminder
    from the next.
    """
    notify(
        actor=actor,
        kind=f"documents.{what}",
        key=f"documents.{document.pk}.{what}{turn}",
        at=at,
        people=desk_of(organisations, on=at.date(), positions=_named_offices(document)),
        context={"subject": document.subject, **context},
        url=reverse("documents:arrived_here", args=[document.pk]),
    )


def tell_exchanged(
    *, actor: Actor, incoming: Incoming, what: str, at: datetime, subject: str = ""
) -> None:
    """Tell the desk that something came by exchange, is asked back, or answers what was sent."""
    notify(
        actor=actor,
        kind=f"documents.{what}",
        key=f"documents.incoming.{incoming.pk}.{what}.{at.isoformat()}",
        at=at,
        people=desk_of([incoming.organisation_id], on=at.date()),
        context={
            "subject": subject or incoming.subject,
            "symbol": incoming.symbol,
            "sender": incoming.sender_name,
            "name": incoming.sender_name,
            "reason": incoming.asked_why,
        },
        url=reverse("documents:incoming", args=[incoming.pk]),
    )


def tell_answer(
    *, actor: Actor, asked: Document, answer: Document, name: str, at: datetime
) -> None:
    """Tell the sender's desk that a receiver has answered."""
    notify(
        actor=actor,
        kind="documents.answered",
        key=f"documents.{asked.pk}.answered.{answer.pk}",
        at=at,
        people=desk_of([asked.organisation_id], on=at.date()),
        context={"subject": asked.subject, "name": name},
        url=reverse("documents:answers", args=[asked.pk]),
    )


def routed(
    *, actor: Actor, routing: Routing, incoming: Incoming, organisation: Organisation, on: date
) -> None:
    """Put what was assigned on the list of whom it was assigned to."""
    open_work(
        actor=actor,
        kind=ROUTED,
        key=f"documents.routing.{routing.pk}",
        title=incoming.subject,
        organisation=organisation,
        on=on,
        due=routing.due,
        why=routing.opinion,
        source_label=f"{incoming.number_text} · {incoming.sender_name}",
        source_url=reverse("documents:incoming", args=[incoming.pk]),
        assignee=routing.person,
    )


def say_routed(*, actor: Actor, routing: Routing, incoming: Incoming) -> None:
    """Tell whom it was passed to, also who is only to know."""
    notify(
        actor=actor,
        kind="documents.routed",
        key=f"documents.routing.{routing.pk}",
        at=routing.at,
        people=[routing.person_id],
        context={"subject": incoming.subject, "name": actor.name, "opinion": routing.opinion},
        url=reverse("documents:incoming", args=[incoming.pk]),
    )


def routing_done(*, actor: Actor, routing: Routing, at: datetime) -> None:
    close_work(actor=actor, key=f"documents.routing.{routing.pk}", at=at)


def _answers_of(document: int) -> str:
    return f"documents.{document}.answer."


def ask_answers(
    *, actor: Actor, document: Document, sender: str, organisations: Collection[int], at: datetime
) -> None:
    """Put the answer a document asks for on the list of each receiver."""
    if document.answer_by is None:
        return
    open_work_at(
        actor=actor,
        kind=ANSWER,
        prefix=_answers_of(document.pk),
        title=document.subject,
        organisations=organisations,
        on=at.date(),
        source_label=f"{document.symbol} · {sender}",
        source_url=reverse("documents:arrived_here", args=[document.pk]),
        due=document.answer_by,
        position="CLERK",
    )


def answer_done(*, actor: Actor, incoming: Incoming, at: datetime) -> None:
    """Answered, refused or taken back: nothing is owed here any more."""
    if incoming.document_id is not None:
        key = f"{_answers_of(incoming.document_id)}{incoming.organisation_id}"
        close_work(actor=actor, key=key, at=at)


def answer_wanted_again(incoming: Incoming) -> None:
    if incoming.document_id is not None:
        reopen_work(key=f"{_answers_of(incoming.document_id)}{incoming.organisation_id}")


def nobody_answers(*, actor: Actor, document: Document, at: datetime) -> None:
    """A recalled document asks nobody for an answer, and orders nothing."""
    cancel_work_under(actor=actor, prefix=_answers_of(document.pk), at=at)
    cancel_work_under(actor=actor, prefix=f"documents.{document.pk}.task.", at=at)


def _task_key(task: Task) -> str:
    return f"documents.{task.document_id}.task.{task.pk}."


def ask_tasks(
    *, actor: Actor, document: Document, sender: str, organisations: list[int], at: datetime
) -> None:
    """Put what a document orders on the lists of the receivers it is for."""
    on = document.sent_at.date() if document.sent_at else at.date()
    for task in document.tasks.order_by("pk"):
        open_work_at(
            actor=actor,
            kind=TASK,
            prefix=_task_key(task),
            title=task.title,
            organisations=narrowed(task, organisations, on=on),
            on=at.date(),
            source_label=f"{document.symbol} · {sender}",
            source_url=reverse("documents:arrived_here", args=[document.pk]),
            due=task.due,
        )


def task_done(*, actor: Actor, task: Task, organisation: int, at: datetime) -> None:
    close_work(actor=actor, key=f"{_task_key(task)}{organisation}", at=at)


def tasks_not_owed(*, actor: Actor, incoming: Incoming, at: datetime) -> None:
    """Who sends a paper back owes nothing of what it orders."""
    for task in Task.objects.filter(document=incoming.document_id or 0):
        cancel_work(actor=actor, key=f"{_task_key(task)}{incoming.organisation_id}", at=at)


def task_again(*, actor: Actor, report: TaskReport, reason: str, at: datetime) -> None:
    """Tell who reported that it is owed again, and why."""
    reopen_work(key=f"{_task_key(report.task)}{report.organisation_id}")
    notify(
        actor=actor,
        kind="documents.task_returned",
        key=f"documents.task_report.{report.pk}.returned",
        at=at,
        people=desk_of([report.organisation_id], on=at.date()),
        context={"title": report.task.title, "reason": reason},
        url=reverse("documents:incoming", args=[report.incoming_id]),
    )
