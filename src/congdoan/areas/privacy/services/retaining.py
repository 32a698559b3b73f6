"""
Facts of leavers go after the months the rulebook gives: announced, held if somebody says why, gone.

Two workers may run at once: each person is locked, and what another one did is found done.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from congdoan.areas.members.api import unscoped_belongs, unscoped_leavers
from congdoan.areas.privacy import policies
from congdoan.areas.privacy.enums import RetentionState
from congdoan.areas.privacy.models import RetentionCase
from congdoan.areas.privacy.rules.months import months_after, months_before
from congdoan.areas.privacy.rules.refusals import ErasedAlready, HeldIntoThePast, HeldTooLong
from congdoan.areas.privacy.selectors.keeping import unscoped_heir
from congdoan.areas.privacy.services.erasing import erase_facts
from congdoan.areas.privacy.services.work import sync_retention
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import unscoped_offices_of
from congdoan.kernel.people.models import Person
from congdoan.kernel.rulebook.api import value

#: People looked at in one night: a reorganisation of half the country drains over some nights.
A_NIGHT = 2000
_OPEN = (RetentionState.ANNOUNCED, RetentionState.HELD)


def announce_leavers(*, actor: Actor, on: date, at: datetime, limit: int = A_NIGHT) -> int:
    """Say ahead whose facts are to go; return how many are announced now."""
    months = int(value("privacy.rule.keep_months", on=on))
    notice = timedelta(days=int(value("privacy.rule.notice_days", on=on)))
    left_by = months_before(on + notice, months)
    known = RetentionCase.objects.filter(state__in=_OPEN).values("person_id")
    found = 0
    for person, unit, left_on in unscoped_leavers(left_by=left_by, besides=known, limit=limit):
        erase_on = max(months_after(left_on, months), on + notice)
        found += _announce(actor, person, unit, left_on, erase_on, on=on, at=at)
    return found


@transaction.atomic
def _announce(
    actor: Actor, person_id: int, unit_id: int, left_on: date, erase_on: date, *, on: date,
    at: datetime,
) -> bool:  # fmt: skip
    Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    rows = RetentionCase.objects.filter(person_id=person_id)
    if rows.filter(state__in=_OPEN).exists() or unscoped_belongs(person_id, on=on):
        return False
    unit = Organisation.objects.get(pk=unit_id)
    made = RetentionCase.objects.create(
        person_id=person_id,
        organisation=unit,
        keeper=unscoped_heir(unit, on=on),
        left_on=left_on,
        erase_on=erase_on,
        announced_at=at,
    )
    sync_retention(actor=actor, case=made, on=on, at=at)
    return True


def erase_due(
    *,
    actor: Actor,
    on: date,
    at: datetime,
    limit: int = A_NIGHT,
    tick: Callable[[int], None] = lambda _n: None,
) -> int:
    """
    Erase what was announced and not held; each person in a transaction of their own.

    Killed in the middle, what is done stays done and the next run goes on. Return how many.
    """
    due = RetentionCase.objects.filter(
        Q(state=RetentionState.ANNOUNCED, erase_on__lte=on)
        | Q(state=RetentionState.HELD, held_until__lte=on)
    )
    erased = 0
    for pk in list(due.order_by("erase_on", "pk").values_list("pk", flat=True)[:limit]):
        erased += _erase(actor, pk, on=on, at=at)
        tick(erased)
    return erased


@transaction.atomic
def _erase(actor: Actor, pk: int, *, on: date, at: datetime) -> bool:
    rows = RetentionCase.objects.select_for_update(of=("self",), skip_locked=True)
    case = rows.select_related("person", "organisation", "keeper").filter(pk=pk).first()
    if case is None or case.state not in _OPEN:
        return False
    if unscoped_belongs(case.person_id, on=on):
        _close(actor, case, RetentionState.CANCELLED, on=on, at=at)
        return False
    if case.state == RetentionState.HELD and (case.held_until is None or case.held_until > on):
        return False
    if unscoped_offices_of(case.person_id, on=on).exists():
        return False
    case.erased = erase_facts(person=case.person, on=on, at=at)
    _close(actor, case, RetentionState.ERASED, on=on, at=at)
    record(
        actor=actor,
        verb="privacy.erased",
        target=case.person,
        organisation_id=case.keeper_id,
        changes={"classes": case.erased},
    )
    return True


def _close(
    actor: Actor, case: RetentionCase, state: RetentionState, *, on: date, at: datetime
) -> None:
    case.state, case.closed_at = state, at
    case.save(update_fields=["state", "closed_at", "erased"])
    sync_retention(actor=actor, case=case, on=on, at=at)


@transaction.atomic
def hold_facts(
    *, actor: Actor, case: RetentionCase, reason: str, until: date, on: date, at: datetime
) -> None:
    """
    Keep somebody's facts longer, for a reason that is written down.

    :raises ErasedAlready: the night was faster
    :raises HeldIntoThePast, HeldTooLong: a day the rulebook does not allow
    """
    actor.require(policies.ANSWER, on=case.keeper)
    case = _locked(case)
    months = int(value("privacy.rule.hold_months", on=on))
    if until <= on:
        raise HeldIntoThePast
    if until > months_after(on, months):
        raise HeldTooLong(months=months)
    case.state, case.hold_reason, case.held_until = RetentionState.HELD, reason, until
    case.held_by_name = actor.name[:120]
    case.save(update_fields=["state", "hold_reason", "held_until", "held_by_name"])
    sync_retention(actor=actor, case=case, on=on, at=at)
    record(
        actor=actor,
        verb="privacy.held",
        target=case.person,
        organisation_id=case.keeper_id,
        changes={"until": until.isoformat()},
        reason=reason,
    )


@transaction.atomic
def release_facts(*, actor: Actor, case: RetentionCase, on: date, at: datetime) -> None:
    """Let a hold go: the facts go on the day announced, or the next night."""
    actor.require(policies.ANSWER, on=case.keeper)
    case = _locked(case)
    if case.state != RetentionState.HELD:
        return
    case.state, case.held_until = RetentionState.ANNOUNCED, None
    case.erase_on = max(case.erase_on, on + timedelta(days=1))
    case.save(update_fields=["state", "held_until", "erase_on"])
    sync_retention(actor=actor, case=case, on=on, at=at)
    record(
        actor=actor,
        verb="privacy.released",
        target=case.person,
        organisation_id=case.keeper_id,
    )


def _locked(case: RetentionCase) -> RetentionCase:
    rows = RetentionCase.objects.select_for_update(of=("self",))
    found = rows.select_related("person", "organisation", "keeper").get(pk=case.pk)
    if found.state not in _OPEN:
        raise ErasedAlready
    return found
