"""
Receivers and senders outside the platform that are reached by exchange (liên thông).

The slice above carries packages (edXML, federation); it is asked by these hooks and comes back
through these services, so states, books and rights are the very ones of inside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import (
    Asked,
    Channel,
    DocumentState,
    IncomingState,
    ReceiverState,
)
from congdoan.areas.documents.models import ArrivedFile, Document, Incoming, Receiver
from congdoan.areas.documents.selectors.documents import ARRIVED
from congdoan.areas.documents.services import telling
from congdoan.areas.documents.services.registering import Arrival
from congdoan.foundation import vietnamese
from congdoan.foundation.actor import Actor
from congdoan.foundation.hooks import Hook
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.files.api import StoredFile, store_file
from congdoan.support.numbering.api import Register, Shelf, take_number
from congdoan.support.texts.api import ask_reading

_GOING_ON = (
    ReceiverState.QUEUED,
    ReceiverState.ARRIVED,
    ReceiverState.ACCEPTED,
    ReceiverState.ASSIGNED,
    ReceiverState.IN_PROGRESS,
)


@dataclass(frozen=True)
class Left:
    """A document was sent: who is reached by exchange is to get it."""

    document: Document
    actor: Actor
    at: datetime


@dataclass(frozen=True)
class Recalled:
    """A document was recalled: receivers outside are to give it back."""

    document: Document
    actor: Actor
    reason: str
    at: datetime


@dataclass(frozen=True)
class Moved:
    """What came by exchange went on here: its sender is to be told the state."""

    incoming: Incoming
    state: str
    note: str
    actor: Actor
    at: datetime


#: Is this address one of exchange (a mã định danh we are connected with)?
is_exchanged: Hook[str, bool] = Hook("documents.is_exchanged")
left: Hook[Left, bool] = Hook("documents.left")
recalled: Hook[Recalled, bool] = Hook("documents.recalled")
moved: Hook[Moved, bool] = Hook("documents.moved")


def channel_to(address: str, *, by_mail: bool) -> str:
    """Return how an outsider is reached."""
    if address and any(is_exchanged.ask(address)):
        return Channel.GATEWAY
    return Channel.EMAIL if by_mail else Channel.PAPER


def tell_outside(
    incoming: Incoming, state: ReceiverState, *, actor: Actor, at: datetime, note: str = ""
) -> None:
    """Tell the sender outside what happened here; steps only go on, never back."""
    if incoming.channel != Channel.GATEWAY:
        return
    if state in _GOING_ON and incoming.told >= state:
        return
    if state == ReceiverState.DONE and incoming.told == ReceiverState.TAKEN_BACK:
        return  # the sender waits for a yes or no, which can still be said
    incoming.told = state
    fields = ["told"]
    if state in (ReceiverState.AGREED, ReceiverState.KEPT):
        fields.append("asked_why")
    incoming.save(update_fields=fields)
    moved.ask(Moved(incoming=incoming, state=state, note=note, actor=actor, at=at))


@dataclass(frozen=True)
class ExchangedArrival:
    """A line of the book as a package says it, with its files, the text itself first."""

    line: Arrival
    sender_code: str
    files: Sequence[tuple[str, bytes]] = ()
    replies_to: Document | None = None


@transaction.atomic
def enter_exchanged(
    *, actor: Actor, organisation: Organisation, came: ExchangedArrival, at: datetime
) -> Incoming:
    """
    Enter what came by exchange: the next number of the book, nobody has taken it up yet.

    That it arrived is told by the caller, who carries it.

    :raises Refusal: what ``store_file`` refuses of its files
    """
    actor.require(policies.REGISTER, on=organisation)
    files = _stored(actor, organisation, came.files, at)
    number = take_number(
        actor=actor,
        shelf=Shelf(organisation.pk, Register.INCOMING),
        subject="documents.exchanged",
        on=at.date(),
        at=at,
    )
    line = came.line
    made = Incoming.objects.create(
        organisation=organisation,
        number=number,
        arrival_no=number.number,
        arrival_suffix=number.suffix,
        arrived_on=at.date(),
        channel=Channel.GATEWAY,
        sender_name=line.sender_name,
        sender_code=came.sender_code,
        symbol=line.symbol,
        dated_on=line.dated_on,
        type=line.type,
        urgency=line.urgency,
        due=line.due,
        note=line.note,
        replies_to=came.replies_to,
        told=ReceiverState.ARRIVED,
        registered_at=at,
        registered_by_name=actor.name,
        **_words(line),
    )
    _keep(made, files)
    telling.tell_exchanged(actor=actor, incoming=made, what="arrived", at=at)
    _record(actor, "exchanged", made)
    return made


def _words(line: Arrival) -> dict[str, str]:
    subject = vietnamese.tidy(line.subject)[:500]
    folded = vietnamese.fold(f"{line.symbol} {subject} {line.sender_name}")[:1000]
    return {"subject": subject, "folded": folded}


def _stored(
    actor: Actor, unit: Organisation, files: Sequence[tuple[str, bytes]], at: datetime
) -> list[StoredFile]:
    kept = [
        store_file(
            actor=actor,
            organisation=unit,
            upload=ContentFile(content, name=name),
            purpose=ARRIVED,
            at=at,
        )
        for name, content in files
    ]
    ask_reading(kept, at=at)
    return list({one.pk: one for one in kept}.values())


def _keep(incoming: Incoming, files: list[StoredFile]) -> None:
    """Let the newest stand first; what was accepted and answered before stays readable beside."""
    former = [incoming.file_id, *incoming.more_files.values_list("file_id", flat=True)]
    incoming.file = files[0] if files else None
    incoming.save(update_fields=["file"])
    incoming.more_files.all().delete()
    beside = dict.fromkeys([*(one.pk for one in files[1:]), *former])
    ArrivedFile.objects.bulk_create(
        ArrivedFile(incoming=incoming, file_id=pk)
        for pk in beside
        if pk is not None and pk != incoming.file_id
    )


def _record(actor: Actor, verb: str, incoming: Incoming, reason: str = "") -> None:
    audit.record(
        actor=actor,
        verb=f"documents.{verb}",
        target=incoming,
        organisation_id=incoming.organisation_id,
        reason=reason,
    )


def _held(incoming: Incoming) -> Incoming:
    rows = Incoming.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=incoming.pk)


@transaction.atomic
def ask_arrival_back(
    *, actor: Actor, incoming: Incoming, what: str, reason: str, at: datetime
) -> bool:
    """
    The sender outside wants it back, renewed or replaced: return whether that is done at once.

    As inside: where nobody has taken it up it is given at once, else the unit is asked. What was
    refused, or taken back already, is answered with yes: it is not here any more.
    """
    actor.require(policies.REGISTER, on=incoming.organisation)
    incoming = _held(incoming)
    incoming.asked, incoming.asked_why = what, (reason or "—")[:500]
    gone = incoming.state in (IncomingState.REFUSED, IncomingState.WITHDRAWN)
    at_once = gone or incoming.accepted_at is None
    fields = ["asked", "asked_why"]
    if at_once and not gone and what != Asked.UPDATE:
        incoming.state, incoming.done_at = IncomingState.WITHDRAWN, at
        fields += ["state", "done_at"]
    if not at_once:
        incoming.told = ReceiverState.TAKEN_BACK
        fields.append("told")
    incoming.save(update_fields=fields)
    if at_once:
        tell_outside(incoming, ReceiverState.AGREED, actor=actor, at=at)
    telling.tell_exchanged(actor=actor, incoming=incoming, what="asked_back", at=at)
    _record(actor, "asked_outside", incoming, reason)
    return at_once


@transaction.atomic
def renew_arrival(
    *, actor: Actor, incoming: Incoming, came: ExchangedArrival, at: datetime
) -> None:
    """Write the sender's corrected words and files into the line; its number stays."""
    actor.require(policies.REGISTER, on=incoming.organisation)
    incoming = _held(incoming)
    files = _stored(actor, incoming.organisation, came.files, at)
    words, line = _words(came.line), came.line
    before = incoming.subject
    incoming.subject, incoming.folded = words["subject"], words["folded"]
    incoming.due, incoming.dated_on = line.due, line.dated_on
    incoming.note = line.note
    incoming.save(update_fields=["subject", "folded", "due", "dated_on", "note"])
    if files:
        _keep(incoming, files)
    audit.record(
        actor=actor,
        verb="documents.renewed",
        target=incoming,
        organisation_id=incoming.organisation_id,
        changes={"subject": [before, incoming.subject]},
    )


@transaction.atomic
def note_outside(*, actor: Actor, receiver: Receiver, state: str, note: str, at: datetime) -> bool:
    """Write down what a receiver outside said; return False for what changes nothing."""
    receiver = (
        Receiver.objects.select_for_update(of=("self",))
        .select_related("document__organisation")
        .get(pk=receiver.pk)
    )
    actor.require(policies.ISSUE, on=receiver.document.organisation)
    if receiver.channel != Channel.GATEWAY or not _follows(receiver.state, state):
        return False
    receiver.state, receiver.changed_at = state, at
    if receiver.delivered_at is None and state != ReceiverState.TAKEN_BACK:
        receiver.delivered_at = at
    taken = (*_GOING_ON[2:], ReceiverState.DONE)
    if receiver.accepted_at is None and state in taken:
        receiver.accepted_at = at
    receiver.save(update_fields=["state", "changed_at", "delivered_at", "accepted_at"])
    receiver.steps.create(state=state, at=at, by_name=actor.name[:120], note=note[:500])
    audit.record(
        actor=actor,
        verb="documents.told_outside",
        target=receiver.document,
        organisation_id=receiver.document.organisation_id,
        changes={"receiver": receiver.name, "state": state, "note": note[:500]},
    )
    return True


def _follows(before: str, after: str) -> bool:
    """Tell whether one state may follow another: on, never back; a yes or no only when asked."""
    if after == ReceiverState.AGREED:
        return before == ReceiverState.TAKEN_BACK
    if after == ReceiverState.KEPT:  # an update or a replacement may be declined, too
        return before in (*_GOING_ON[:2], ReceiverState.TAKEN_BACK)
    if after == ReceiverState.TAKEN_BACK:
        return before not in (ReceiverState.REFUSED, ReceiverState.AGREED)
    if after == ReceiverState.REFUSED:
        return before in (ReceiverState.QUEUED, ReceiverState.ARRIVED, ReceiverState.ACCEPTED)
    return before in _GOING_ON and after > before


@transaction.atomic
def cancel_outside(*, actor: Actor, receiver: Receiver, note: str, at: datetime) -> None:
    """What has not left yet does not leave any more (a step of recalling)."""
    actor.require(policies.ISSUE, on=receiver.document.organisation)
    receiver.state, receiver.changed_at = ReceiverState.AGREED, at
    receiver.save(update_fields=["state", "changed_at"])
    receiver.steps.create(state=receiver.state, at=at, by_name=actor.name, note=note[:500])


@transaction.atomic
def note_reply(*, actor: Actor, receiver: Receiver, incoming: Incoming, at: datetime) -> None:
    """A receiver outside answered: the sender sees it, the answer stands in the incoming book."""
    document = receiver.document
    actor.require(policies.REGISTER, on=document.organisation)
    if receiver.answered_at is None:
        receiver.answered_at = at
        receiver.save(update_fields=["answered_at"])
    telling.tell_exchanged(
        actor=actor, incoming=incoming, what="answered", at=at, subject=document.subject
    )


def can_leave(document: Document) -> bool:
    """Tell whether a document is still to go out: it was not recalled meanwhile."""
    return document.state != DocumentState.RECALLED
