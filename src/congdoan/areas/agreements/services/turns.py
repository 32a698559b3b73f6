"""Letting another party host one review: proposed with a reason, agreed by both it concerns."""

from datetime import date, datetime

from django.db import transaction

from congdoan.areas.agreements.enums import ReviewState, TurnState
from congdoan.areas.agreements.models import HostChange, Review
from congdoan.areas.agreements.rules import rota
from congdoan.areas.agreements.selectors.turns import change_awaits
from congdoan.areas.agreements.services.reviews_planning import sync_review_work
from congdoan.areas.agreements.services.reviews_steps import (
    held_review,
    open_review,
    record_review,
    tell_of_review,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import nfc
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


@transaction.atomic
def propose_host(
    *,
    actor: Actor,
    review: Review,
    organisation: Organisation,
    host: Organisation,
    reason: str,
    on: date,
    at: datetime,
) -> HostChange:
    """
    Propose that another party hosts one review; whose turn it is and who takes it both agree.

    :raises HostNotAParty, SameHost, HostReasonNeeded, ReviewHeld, HostChangeAsked: see there
    """
    review = open_review(actor, review, organisation)
    if not review.agreement.parties.staying().filter(organisation=host).exists():
        raise rota.HostNotAParty
    if host.pk == review.host_id:
        raise rota.SameHost
    words = nfc(reason).strip()
    if not words:
        raise rota.HostReasonNeeded
    if review.host_changes.filter(state=TurnState.ASKED).exists():
        raise rota.HostChangeAsked
    change = HostChange.objects.create(
        review=review,
        proposer=organisation,
        before_id=review.host_id,
        host=host,
        reason=words,
        asked_on=on,
        at=at,
        by_name=actor.name,
    )
    changes: dict[str, object] = {"host": [review.host_id, host.pk]}
    record_review(actor, review, organisation, "review_host_proposed", changes, reason=words)
    if change_awaits(change):
        sync_review_work(actor=actor, agreement=review.agreement, on=on, at=at)
        _tell(actor, change, "host_asked", on=on, at=at)
    else:
        _settle(actor, change, organisation, on=on, at=at)
    return change


@transaction.atomic
def answer_host(
    *,
    actor: Actor,
    change: HostChange,
    organisation: Organisation,
    agree: bool,
    reason: str,
    on: date,
    at: datetime,
) -> HostChange:
    """
    Agree to a change of host for a party, or refuse with a reason; the turn then stays.

    :raises NotAsked: only the two parties the turn passes between answer
    :raises HostReasonNeeded: a refusal says why
    """
    change = _held(actor, change, organisation)
    if organisation.pk not in change_awaits(change):
        raise rota.NotAsked
    if (
        agree
        and not change.review.agreement.parties.staying()
        .filter(organisation=change.host_id)
        .exists()
    ):
        raise rota.HostNotAParty
    words = nfc(reason).strip()
    if not agree and not words:
        raise rota.HostReasonNeeded
    if agree:
        change.agreed.add(organisation)
        if change_awaits(change):
            record_review(actor, change.review, organisation, "review_host_agreed", {})
            sync_review_work(actor=actor, agreement=change.review.agreement, on=on, at=at)
        else:
            _settle(actor, change, organisation, on=on, at=at)
        return change
    _close(actor, change, TurnState.REFUSED, words, on=on)
    record_review(actor, change.review, organisation, "review_host_refused", {}, reason=words)
    sync_review_work(actor=actor, agreement=change.review.agreement, on=on, at=at)
    _tell(actor, change, "host_refused", on=on, at=at, why=words)
    return change


@transaction.atomic
def withdraw_host(*, actor: Actor, change: HostChange, on: date, at: datetime) -> HostChange:
    """Take one's own proposal back while it waits."""
    change = _held(actor, change, change.proposer)
    _close(actor, change, TurnState.WITHDRAWN, "", on=on)
    record_review(actor, change.review, change.proposer, "review_host_withdrawn", {})
    sync_review_work(actor=actor, agreement=change.review.agreement, on=on, at=at)
    return change


def _held(actor: Actor, change: HostChange, organisation: Organisation) -> HostChange:
    """:raises HostChangeSettled, ReviewHeld: when there is nothing to answer any more"""
    review = held_review(actor, change.review, organisation)
    found = HostChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    found.review = review
    if found.state != TurnState.ASKED:
        raise rota.HostChangeSettled
    if review.state == ReviewState.HELD:
        raise rota.ReviewHeld
    return found


def _settle(
    actor: Actor, change: HostChange, organisation: Organisation, *, on: date, at: datetime
) -> None:
    review = change.review
    review.host, review.host_reason = change.host, change.reason
    review.save(update_fields=["host", "host_reason"])
    _close(actor, change, TurnState.AGREED, "", on=on)
    changes: dict[str, object] = {"host": [change.before_id, change.host_id]}
    record_review(actor, review, organisation, "review_host_changed", changes, reason=change.reason)
    sync_review_work(actor=actor, agreement=review.agreement, on=on, at=at)
    _tell(actor, change, "host_changed", on=on, at=at)


def _close(actor: Actor, change: HostChange, state: TurnState, reason: str, *, on: date) -> None:
    change.state, change.closed_on = state, on
    change.closed_by_name, change.closed_reason = actor.name, reason
    change.save(update_fields=["state", "closed_on", "closed_by_name", "closed_reason"])


def _tell(
    actor: Actor, change: HostChange, kind: str, *, on: date, at: datetime, **words: object
) -> None:
    tell_of_review(
        actor,
        change.review,
        kind,
        on=on,
        at=at,
        once=str(change.pk),
        host=name_of(change.host, on=on),
        reason=change.reason,
        **words,
    )
