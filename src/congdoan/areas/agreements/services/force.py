"""Coming into force and going out of it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.core.files.base import File
from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import EndGround, EndingState, State
from congdoan.areas.agreements.models import Agreement, Ending, StateChange
from congdoan.areas.agreements.rules import states
from congdoan.areas.agreements.rules.refusals import SignedInTheFuture
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.files import SCAN
from congdoan.areas.agreements.services.expiry import end_expiry_work, sync_expiry_work
from congdoan.areas.agreements.services.freezing import seal
from congdoan.areas.agreements.services.states import demand, held, move
from congdoan.areas.agreements.services.telling import tell
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.audit.api import record
from congdoan.kernel.rulebook.api import value
from congdoan.support.files.api import store_file

#: The rulebook lets nobody warn earlier than a year ahead.
_LONGEST_WARNING = 366
_NEWS_DAYS = 30


def settle_signed(
    *, actor: Actor, agreement: Agreement, signed_on: date, on: date, at: datetime
) -> None:
    """
    Write that all parties have signed a held agreement; let it run if its day has come.

    Without a chosen day it is in force from the day of signing, but not before its period.
    """
    agreement.signed_on = signed_on
    chosen = agreement.effective_on or agreement.first_day
    agreement.effective_on = max(chosen, signed_on)
    move(
        actor=actor,
        agreement=agreement,
        action=Action.COMPLETE_SIGNING
        if states.allowed(agreement.state, Action.COMPLETE_SIGNING)
        else Action.RECORD_PAPER,
        on=signed_on,
        at=at,
        changes={"signed_on": signed_on.isoformat()},
        save=("signed_on", "effective_on", "signed_place", "number", "shared_on"),
    )
    _told(actor, agreement, "signed", day=agreement.effective_on, on=on, at=at)
    bring_up_to(actor=actor, agreement=agreement, on=on, at=at)


def bring_up_to(*, actor: Actor, agreement: Agreement, on: date, at: datetime) -> None:
    """Let a held agreement enter force and expire as the days up to ``on`` ask for."""
    begins = agreement.effective_on
    ending = agreement.endings.agreed().filter(wanted_on__lte=on).first()
    if ending is not None:
        ending.agreement = agreement
    if ending and agreement.state == State.SIGNED and ending.wanted_on <= (begins or on):
        end_as_agreed(actor=actor, ending=ending, on=on, at=at)
    if agreement.state == State.SIGNED and begins is not None and begins <= on:
        move(actor=actor, agreement=agreement, action=Action.ENTER_FORCE, on=begins, at=at)
        _told(actor, agreement, "in_force", day=begins, on=on, at=at)
        _supersede_predecessor(actor, agreement, on=begins, at=at)
    if ending and agreement.state == State.EFFECTIVE:
        end_as_agreed(actor=actor, ending=ending, on=on, at=at)
    if agreement.state == State.EFFECTIVE and agreement.last_day < on:
        ends = agreement.valid.upper
        move(actor=actor, agreement=agreement, action=Action.EXPIRE, on=ends, at=at)
        end_expiry_work(actor=actor, agreement=agreement, on=on, at=at)
        _told(actor, agreement, "expired", day=agreement.last_day, on=on, at=at)


def _told(
    actor: Actor, agreement: Agreement, kind: str, *, day: date, on: date, at: datetime
) -> None:
    """Tell the parties, unless a paper of the past is being written down: that is no news."""
    if (on - day).days > _NEWS_DAYS:
        return
    context = {"day": f"{day:%d/%m/%Y}"}
    tell(
        actor=actor,
        agreement=agreement,
        kind=kind,
        on=on,
        at=at,
        once=day.isoformat(),
        context=context,
    )


def _supersede_predecessor(actor: Actor, agreement: Agreement, *, on: date, at: datetime) -> None:
    """
    Let the new text replace the old one.

    One that has run out but was not summed up yet waits for that (``close_review``).
    """
    if agreement.predecessor_id is None:
        return
    before = Agreement.objects.select_for_update().get(pk=agreement.predecessor_id)
    if before.state in {State.EFFECTIVE, State.REVIEWED}:
        move(actor=actor, agreement=before, action=Action.SUPERSEDE, on=on, at=at)


@transaction.atomic
def follow_the_calendar(*, actor: Actor, agreement: Agreement, on: date, at: datetime) -> str:
    """Do for one agreement what the day asks for; return its state. Safe to run twice."""
    agreement = held(agreement)
    bring_up_to(actor=actor, agreement=agreement, on=on, at=at)
    if agreement.state == State.EFFECTIVE:
        _alert(actor, agreement, on=on, at=at)
    return agreement.state


def _alert(actor: Actor, agreement: Agreement, *, on: date, at: datetime) -> None:
    """Tell the parties that the end is near, once per step of the rulebook (180, 90, 30 days)."""
    left = (agreement.last_day - on).days
    steps = value("agreement.alert.expiring_days", on=on, for_=agreement.drafting_id)
    sync_expiry_work(actor=actor, agreement=agreement, steps=steps, on=on, at=at)
    come = [step for step in steps if left <= step]
    if come:
        tell(
            actor=actor,
            agreement=agreement,
            kind="expiring",
            on=on,
            at=at,
            once=f"{agreement.last_day}.{min(come)}",
            context={"days": left, "day": f"{agreement.last_day:%d/%m/%Y}"},
        )


def due_by_calendar(*, on: date) -> Iterator[Agreement]:
    """Return what a day may change: what begins, what all agreed to end, whose end is near."""
    agreed = Ending.objects.agreed().filter(wanted_on__lte=on).values("agreement")
    ends = Agreement.objects.filter(pk__in=agreed, state__in=[State.SIGNED, State.EFFECTIVE])
    rows = Agreement.objects.filter(state=State.SIGNED, effective_on__lte=on)
    running = Agreement.objects.filter(
        state=State.EFFECTIVE, valid__endswith__lte=on + timedelta(days=_LONGEST_WARNING)
    )
    yield from ends.order_by("pk").iterator()
    yield from rows.order_by("pk").iterator()
    yield from running.order_by("pk").iterator()


def end_as_agreed(*, actor: Actor, ending: Ending, on: date, at: datetime) -> None:
    """End a held agreement on the day all parties agreed to; the caller saw that it has come."""
    agreement = ending.agreement
    ending.state, ending.closed_on = EndingState.DONE, on
    ending.save(update_fields=["state", "closed_on"])
    agreement.ended_on, agreement.end_reason = ending.wanted_on, ending.reason
    agreement.end_ground = EndGround(ending.ground)
    move(
        actor=actor,
        agreement=agreement,
        action=Action.TERMINATE,
        on=ending.wanted_on,
        at=at,
        reason=agreement.end_reason,
        changes={"ending": ending.pk},
        save=("ended_on", "end_reason", "end_ground"),
    )
    end_expiry_work(actor=actor, agreement=agreement, on=on, at=at)
    tell(
        actor=actor,
        agreement=agreement,
        kind="terminated",
        on=on,
        at=at,
        once=ending.wanted_on.isoformat(),
        context={"day": f"{ending.wanted_on:%d/%m/%Y}", "reason": agreement.end_reason},
    )


def close_review(*, actor: Actor, agreement: Agreement, on: date, at: datetime) -> None:
    """
    Say that a held agreement that is over has been summed up (the final review is closed).

    Its successor in force then takes its place. The caller has authorised.
    """
    move(actor=actor, agreement=agreement, action=Action.CLOSE_REVIEW, on=on, at=at)
    if agreement.successors.filter(state=State.EFFECTIVE).exists():
        move(actor=actor, agreement=agreement, action=Action.SUPERSEDE, on=on, at=at)


@transaction.atomic
def record_paper(
    *,
    actor: Actor,
    agreement: Agreement,
    signed_on: date,
    place: str,
    on: date,
    at: datetime,
    number: str = "",
) -> Agreement:
    """
    Take an agreement that was signed on paper before into the register.

    Its history begins on the day of signing, so that lists of that time show it.

    :raises SignedInTheFuture: when the day of signing lies ahead
    """
    agreement = held(agreement)
    actor.require(policies.MANAGE, on=agreement.drafting)
    demand(agreement, Action.RECORD_PAPER)
    if signed_on > on:
        raise SignedInTheFuture
    seal(agreement, on=signed_on, at=at)
    agreement.signed_place = tidy(place)[:160]
    agreement.number = tidy(number)[:60] or agreement.number
    agreement.shared_on = signed_on
    StateChange.objects.filter(agreement=agreement).update(on=signed_on)
    settle_signed(actor=actor, agreement=agreement, signed_on=signed_on, on=on, at=at)
    return agreement


@transaction.atomic
def attach_scan(
    *, actor: Actor, agreement: Agreement, upload: "File[bytes]", at: datetime
) -> Agreement:
    """
    Keep the scan of the signed original with the agreement.

    :raises FileTooLarge, FileTypeRefused, …: a file that is none (see files)
    """
    agreement = held(agreement)
    actor.require(policies.DRAFT, on=agreement.drafting)
    demand(agreement, Action.ATTACH_SCAN)
    agreement.scan = store_file(
        actor=actor, organisation=agreement.drafting, upload=upload, purpose=SCAN, at=at
    )
    agreement.save(update_fields=["scan"])
    record(
        actor=actor,
        verb="agreements.attach_scan",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={"sha256": agreement.scan.sha256},
        label=agreement.title,
    )
    return agreement
