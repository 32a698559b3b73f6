"""What a receiver does with what arrived: accept, acknowledge, route, finish, send back."""

from datetime import date, datetime

from django.db import transaction

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import (
    WAITING,
    Asked,
    IncomingState,
    ReceiverState,
    RoutingKind,
)
from congdoan.areas.documents.models import (
    Acknowledgement,
    Document,
    Incoming,
    Reader,
    Routing,
)
from congdoan.areas.documents.rules.refusals import (
    NeedsReason,
    NotAskedBack,
    NotHere,
    NotWaiting,
    NotYours,
    RoutedAlready,
)
from congdoan.areas.documents.services import telling
from congdoan.areas.documents.services.outside import tell_outside
from congdoan.areas.documents.services.reopening import reopen_asked
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import AlreadyDone
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.api import name_of, unscoped_heirs
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import unscoped_offices_of
from congdoan.kernel.people.models import Person


def acting_unit(incoming: Incoming, *, on: date) -> Organisation:
    """Return who deals with it today: the receiver, or its successor once it has ended."""
    receiver = incoming.organisation
    if receiver.exists_on(on):
        return receiver
    found = unscoped_heirs([receiver.pk], on=on).get(receiver.pk)
    heirs = Organisation.objects.filter(pk__in=found.heirs if found else []).order_by("pk")
    return heirs.first() or receiver


def _held(incoming: Incoming, *states: str) -> Incoming:
    found = (
        Incoming.objects.select_for_update(of=("self",))
        .select_related("organisation", "document__organisation", "receiver")
        .get(pk=incoming.pk)
    )
    if found.state not in (states or WAITING):
        raise NotWaiting(state=found.get_state_display())
    return found


def _step(
    incoming: Incoming, state: ReceiverState, *, actor: Actor, at: datetime, note: str = ""
) -> None:
    """Show the sender what happened here; steps only go on, never back."""
    receiver = incoming.receiver
    if receiver is None:
        tell_outside(incoming, state, actor=actor, at=at, note=note)
        return
    going_on = state in (ReceiverState.ACCEPTED, ReceiverState.ASSIGNED, ReceiverState.IN_PROGRESS)
    if going_on and receiver.state >= state:
        return
    if state == ReceiverState.DONE and receiver.state == ReceiverState.TAKEN_BACK:
        return  # the sender waits for a yes or no, which can still be said
    receiver.state, receiver.changed_at = state, at
    if receiver.accepted_at is None and state != ReceiverState.REFUSED:
        receiver.accepted_at = at
    receiver.save(update_fields=["state", "changed_at", "accepted_at"])
    receiver.steps.create(state=state, at=at, by_name=actor.name, note=note)


def _accept(incoming: Incoming, *, actor: Actor, at: datetime) -> None:
    if incoming.accepted_at is None:
        incoming.accepted_at, incoming.accepted_by_name = at, actor.name
        incoming.save(update_fields=["accepted_at", "accepted_by_name"])
    _step(incoming, ReceiverState.ACCEPTED, actor=actor, at=at)


def _record(actor: Actor, verb: str, incoming: Incoming, reason: str = "") -> None:
    audit.record(
        actor=actor,
        verb=f"documents.{verb}",
        target=incoming,
        organisation_id=incoming.organisation_id,
        reason=reason,
    )


@transaction.atomic
def acknowledge(*, actor: Actor, incoming: Incoming, at: datetime) -> None:
    """
    Say that one has read it, oneself; the unit has accepted it by that.

    :raises AlreadyDone: the second time
    """
    actor.require(policies.VIEW, on=incoming.organisation)
    require_oneself(actor)
    incoming = _held(incoming, *WAITING, IncomingState.DONE)
    _read, new = Acknowledgement.objects.get_or_create(
        incoming=incoming, user_id=actor.user_id, defaults={"name": actor.name, "at": at}
    )
    if not new:
        raise AlreadyDone
    Reader.objects.filter(
        incoming=incoming, person_id=actor.person_id or 0, read_at__isnull=True
    ).update(read_at=at)
    _accept(incoming, actor=actor, at=at)
    _record(actor, "acknowledged", incoming)


@transaction.atomic
def refuse_arrival(*, actor: Actor, incoming: Incoming, reason: str, at: datetime) -> None:
    """Send it back: not for us. The line stays in the book."""
    actor.require(policies.REGISTER, on=acting_unit(incoming, on=actor.today))
    incoming = _held(incoming, IncomingState.REGISTERED)
    if not incoming.can_be_sent_back:
        raise NotWaiting(state=incoming.get_channel_display())
    if not reason:
        raise NeedsReason
    incoming.state, incoming.note, incoming.done_at = IncomingState.REFUSED, reason, at
    incoming.save(update_fields=["state", "note", "done_at"])
    _step(incoming, ReceiverState.REFUSED, actor=actor, at=at, note=reason)
    telling.answer_done(actor=actor, incoming=incoming, at=at)
    telling.tasks_not_owed(actor=actor, incoming=incoming, at=at)
    _record(actor, "refused", incoming, reason)


@transaction.atomic
def route(
    *,
    actor: Actor,
    incoming: Incoming,
    person: Person,
    kind: str,
    opinion: str,
    due: date | None,
    on: date,
    at: datetime,
) -> Routing:
    """
    Assign it (bút phê): who leads, who helps, until when.

    :raises NotHere, RoutedAlready, NotWaiting: when it cannot be
    """
    unit = acting_unit(incoming, on=on)
    actor.require(policies.ROUTE, on=unit)
    incoming = _held(incoming)
    if not unscoped_offices_of(person.pk, on=on).filter(organisation=unit).exists():
        raise NotHere
    if incoming.routings.filter(person=person).exists():
        raise RoutedAlready
    made = Routing.objects.create(
        incoming=incoming,
        kind=kind,
        person=person,
        opinion=opinion,
        due=due,
        by_name=actor.name,
        at=at,
    )
    incoming.state = IncomingState.ROUTED
    incoming.save(update_fields=["state"])
    _accept(incoming, actor=actor, at=at)
    _step(incoming, ReceiverState.ASSIGNED, actor=actor, at=at)
    if kind != RoutingKind.INFORM:
        telling.routed(actor=actor, routing=made, incoming=incoming, organisation=unit, on=on)
    telling.say_routed(actor=actor, routing=made, incoming=incoming)
    _record(actor, "routed", incoming, opinion)
    return made


@transaction.atomic
def report_done(*, actor: Actor, routing: Routing, note: str, at: datetime) -> None:
    """
    Say what came of what was assigned; the last one who leads ends the matter.

    :raises NotYours: for another's work, unless one may route
    """
    incoming = _held(routing.incoming)
    unit = acting_unit(incoming, on=actor.today)
    if actor.person_id != routing.person_id and not actor.may(policies.ROUTE, on=unit):
        raise NotYours(name=routing.person.full_name)
    actor.require(policies.VIEW, on=incoming.organisation)
    routing = Routing.objects.select_for_update(of=("self",)).get(pk=routing.pk)
    if routing.done_at is not None:
        raise AlreadyDone
    routing.done_at, routing.done_note, routing.done_by_name = at, note, actor.name
    routing.save(update_fields=["done_at", "done_note", "done_by_name"])
    telling.routing_done(actor=actor, routing=routing, at=at)
    open_ones = incoming.routings.filter(done_at__isnull=True).exclude(kind=RoutingKind.INFORM)
    if open_ones.exists():
        incoming.state = IncomingState.IN_PROGRESS
        incoming.save(update_fields=["state"])
        _step(incoming, ReceiverState.IN_PROGRESS, actor=actor, at=at)
    elif incoming.due is None:
        _finish(incoming, actor=actor, at=at)
    else:
        _step(incoming, ReceiverState.IN_PROGRESS, actor=actor, at=at)
    _record(actor, "routing_done", incoming, note)


@transaction.atomic
def close_incoming(*, actor: Actor, incoming: Incoming, note: str, at: datetime) -> None:
    """Say that nothing more is to be done about it."""
    actor.require(policies.REGISTER, on=acting_unit(incoming, on=actor.today))
    incoming = _held(incoming)
    incoming.note = note or incoming.note
    incoming.save(update_fields=["note"])
    _accept(incoming, actor=actor, at=at)
    _finish(incoming, actor=actor, at=at, note=note)
    _record(actor, "closed", incoming, note)


def _finish(incoming: Incoming, *, actor: Actor, at: datetime, note: str = "") -> None:
    incoming.state, incoming.done_at = IncomingState.DONE, at
    incoming.save(update_fields=["state", "done_at"])
    _step(incoming, ReceiverState.DONE, actor=actor, at=at, note=note)
    telling.answer_done(actor=actor, incoming=incoming, at=at)
    for routing in incoming.routings.filter(done_at__isnull=True):
        telling.routing_done(actor=actor, routing=routing, at=at)


def finish(*, actor: Actor, incoming: Incoming, answer: Document, at: datetime) -> None:
    """The answer left: the matter is done here and answered there (a step of sending)."""
    incoming = Incoming.objects.select_related(
        "organisation", "document__organisation", "receiver"
    ).get(pk=incoming.pk)
    receiver = incoming.receiver
    if receiver is not None and receiver.answered_at is None:
        receiver.answered_at = at
        receiver.save(update_fields=["answered_at"])
    if incoming.waits:
        _accept(incoming, actor=actor, at=at)
        _finish(incoming, actor=actor, at=at, note=answer.symbol)
    if incoming.document is not None:
        name = name_of(answer.organisation, on=at.date())
        telling.tell_answer(actor=actor, asked=incoming.document, answer=answer, name=name, at=at)


@transaction.atomic
def answer_request_back(
    *, actor: Actor, incoming: Incoming, agree: bool, reason: str, at: datetime
) -> None:
    """
    Agree or not that the sender takes it back; the line stays in the book, marked.

    :raises NotAskedBack: when the sender does not want it back; NeedsReason for a no
    """
    actor.require(policies.REGISTER, on=acting_unit(incoming, on=actor.today))
    incoming = _held(incoming, *WAITING, IncomingState.DONE)
    standing = incoming.receiver.state if incoming.receiver else incoming.told
    if standing != ReceiverState.TAKEN_BACK:
        raise NotAskedBack
    if not agree and not reason:
        raise NeedsReason
    if agree and incoming.asked != Asked.UPDATE:
        incoming.state, incoming.done_at = IncomingState.WITHDRAWN, at
        incoming.save(update_fields=["state", "done_at"])
        for routing in incoming.routings.filter(done_at__isnull=True):
            telling.routing_done(actor=actor, routing=routing, at=at)
        if incoming.document is not None:
            reopen_asked(
                actor=actor, answer=incoming.document, asker=incoming.organisation_id, at=at
            )
    _step(
        incoming,
        ReceiverState.AGREED if agree else ReceiverState.KEPT,
        actor=actor,
        at=at,
        note=reason,
    )
    _record(actor, "given_back" if agree else "kept", incoming, reason)
