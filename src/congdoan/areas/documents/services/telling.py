"""Work and notifications that follow from documents."""

from collections.abc import Collection
from datetime import date, datetime

from django.urls import reverse

from congdoan.areas.documents.enums import Urgency
from congdoan.areas.documents.models import Document, Incoming, Routing
from congdoan.areas.documents.selectors.signers import approvers
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office
from congdoan.kernel.periods.api import add_working_days
from congdoan.kernel.rulebook.api import NoRuleInForce, value
from congdoan.support.notifications.api import notify
from congdoan.support.worklist.api import close_work, open_work

APPROVE, ISSUE, ANSWER, ROUTED = (
    "documents.approve",
    "documents.issue",
    "documents.answer",
    "documents.routed",
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


def desk_of(organisations: Collection[int], *, on: date) -> set[int]:
    """Return the persons who keep the registers of these units, or lead them."""
    rows = Office.objects.on(on).filter(
        organisation__in=organisations, position__in=DESK, person__user__isnull=False
    )
    return set(rows.values_list("person_id", flat=True))


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
        people=desk_of(organisations, on=at.date()),
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
    """Put what was assigned on the list of whom it was assigned to, and tell them."""
    url = reverse("documents:incoming", args=[incoming.pk])
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
        source_url=url,
        assignee=routing.person,
    )
    notify(
        actor=actor,
        kind="documents.routed",
        key=f"documents.routing.{routing.pk}",
        at=routing.at,
        people=[routing.person_id],
        context={"subject": incoming.subject, "name": actor.name, "opinion": routing.opinion},
        url=url,
    )


def routing_done(*, actor: Actor, routing: Routing, at: datetime) -> None:
    close_work(actor=actor, key=f"documents.routing.{routing.pk}", at=at)
