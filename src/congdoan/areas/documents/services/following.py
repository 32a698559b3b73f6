"""What the sender does after sending: remind, take back."""

from datetime import datetime

from django.db import transaction

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import DocumentState, IncomingState, ReceiverState
from congdoan.areas.documents.models import Document, Incoming, Receiver, ReceiverStep
from congdoan.areas.documents.rules.refusals import NeedsReason, NobodyLeftToRemind
from congdoan.areas.documents.selectors.matrix import unanswered
from congdoan.areas.documents.services import telling
from congdoan.areas.documents.services.drafting import held, require_state
from congdoan.areas.documents.services.outside import Recalled, recalled
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.api import name_of


@transaction.atomic
def take_back(*, actor: Actor, document: Document, reason: str, at: datetime) -> tuple[int, int]:
    """
    Recall a document that was issued: return how many gave it back at once, how many are asked.

    Where nobody has taken it up, it is taken out at once (the line stays, marked); who has taken it
    up is asked for consent. Those who answered are asked, too: their answer stays.
    """
    actor.require(policies.ISSUE, on=document.organisation)
    if not reason:
        raise NeedsReason
    document = held(document)
    require_state(
        document,
        DocumentState.ISSUED,
        DocumentState.SENT,
        DocumentState.CORRECTED,
        DocumentState.REPLACED,
    )
    document.state, document.withdrawn = DocumentState.RECALLED, reason
    document.save(update_fields=["state", "withdrawn"])
    at_once, asked = _ask_back(actor, document, reason=reason, at=at)
    recalled.ask(Recalled(document=document, actor=actor, reason=reason, at=at))
    audit.record(
        actor=actor,
        verb="documents.recalled",
        target=document,
        organisation_id=document.organisation_id,
        reason=reason,
        changes={"at_once": at_once, "asked": asked},
    )
    return at_once, asked


def _ask_back(actor: Actor, document: Document, *, reason: str, at: datetime) -> tuple[int, int]:
    rows = Receiver.objects.filter(document=document, organisation__isnull=False)
    untouched = list(rows.filter(state=ReceiverState.ARRIVED).values_list("pk", "organisation_id"))
    touched = list(
        rows.exclude(
            state__in=[ReceiverState.ARRIVED, ReceiverState.QUEUED, ReceiverState.REFUSED]
        ).values_list("pk", "organisation_id")
    )
    # What is still on its way does not leave any more.
    rows.filter(state=ReceiverState.QUEUED).update(
        state=ReceiverState.AGREED, changed_at=at, delivered_at=at
    )
    _move([pk for pk, _unit in untouched], ReceiverState.AGREED, actor, reason, at)
    Incoming.objects.filter(receiver__in=[pk for pk, _unit in untouched]).update(
        state=IncomingState.WITHDRAWN, done_at=at
    )
    _move([pk for pk, _unit in touched], ReceiverState.TAKEN_BACK, actor, reason, at)
    sender = name_of(document.organisation, on=at.date())
    telling.tell_receivers(
        actor=actor,
        document=document,
        what="asked_back",
        organisations=[unit for _pk, unit in (*untouched, *touched) if unit],
        context={"sender": sender, "reason": document.withdrawn},
        at=at,
    )
    return len(untouched), len(touched)


def _move(keys: list[int], state: ReceiverState, actor: Actor, note: str, at: datetime) -> None:
    Receiver.objects.filter(pk__in=keys).update(state=state, changed_at=at)
    ReceiverStep.objects.bulk_create(
        [
            ReceiverStep(receiver_id=pk, state=state, at=at, by_name=actor.name, note=note)
            for pk in keys
        ],
        batch_size=2000,
    )


@transaction.atomic
def remind(*, actor: Actor, document: Document, at: datetime) -> int:
    """Remind who has not answered (or, where no answer is wanted, not accepted); once a day."""
    actor.require(policies.ISSUE, on=document.organisation)
    rows = unanswered(document)
    waiting = [
        row
        for row in rows.filter(organisation__isnull=False)
        if row.reminded_at is None or row.reminded_at.date() < at.date()
    ]
    if not waiting:
        raise NobodyLeftToRemind
    Receiver.objects.filter(pk__in=[row.pk for row in waiting]).update(reminded_at=at)
    sender = name_of(document.organisation, on=at.date())
    telling.tell_receivers(
        actor=actor,
        document=document,
        what="reminded",
        turn=f".{at:%Y%m%d}",
        organisations=[row.organisation_id for row in waiting if row.organisation_id],
        context={"symbol": document.symbol, "sender": sender},
        at=at,
    )
    audit.record(
        actor=actor,
        verb="documents.reminded",
        target=document,
        organisation_id=document.organisation_id,
        changes={"count": len(waiting)},
    )
    return len(waiting)
