"""Handing a duty down to the units of a branch, and what they report."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.models import Agreement, Duty, HandDown, Obligation, UnitReport
from congdoan.areas.agreements.rules import duties as duty_rules
from congdoan.areas.agreements.rules import handing as rules
from congdoan.areas.agreements.selectors.duties import in_force_on, running_days
from congdoan.areas.agreements.selectors.handing import (
    open_duties,
    reported,
    running_hand_downs,
    units_below,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.foundation.vietnamese import nfc
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.worklist.api import Wanted, sync_work

UNIT_DOING = "agreements.unit_duty"


@transaction.atomic
def hand_down(
    *,
    actor: Actor,
    obligation: Obligation,
    organisation: Organisation,
    spread: str,
    level: str,
    words: str,
    on: date,
    at: datetime,
) -> HandDown:
    """
    Let the units below a party do their part of an obligation, from ``on`` on.

    The units find it in their work as soon as the background has come round to it.

    :raises NotYours: when another party owes it
    :raises NotInForce: outside the days of the agreement
    :raises NobodyBelow, HandedAlready: when there is nothing to hand down
    """
    actor.require(policies.HAND_DOWN, on=organisation)
    agreement = obligation.agreement
    if organisation.pk not in _bearers(obligation):
        raise rules.NotYours(name=name_of(organisation, on=on))
    if not in_force_on(agreement, on):
        raise duty_rules.NotInForce(day=f"{on:%d/%m/%Y}")
    standing = HandDown.objects.running().filter(obligation=obligation, organisation=organisation)
    for one in standing.select_for_update():
        raise rules.HandedAlready(day=f"{one.on:%d/%m/%Y}")
    if not units_below(organisation, spread=spread, level=level, on=on).exists():
        raise rules.NobodyBelow
    made = HandDown.objects.create(
        obligation=obligation,
        organisation=organisation,
        spread=spread,
        level=level,
        words=nfc(words).strip(),
        on=on,
        at=at,
        by_name=actor.name,
    )
    _record(actor, made, "handed_down", {"spread": spread, "level": level})
    enqueue("agreements.ask_units", hand_down=made.pk, key=f"agreements.ask_units.{made.pk}")
    return made


def _bearers(obligation: Obligation) -> set[int]:
    if obligation.party is not None:
        return {obligation.party.organisation_id}
    return set(obligation.agreement.parties.values_list("organisation_id", flat=True))


@transaction.atomic
def stop_handing_down(
    *, actor: Actor, hand_down: HandDown, on: date, at: datetime, reason: str
) -> HandDown:
    """
    Take a duty back from the units; what they reported stays.

    :raises WhyNeeded: the units are told why
    """
    actor.require(policies.HAND_DOWN, on=hand_down.organisation)
    words = nfc(reason).strip()
    if not words:
        raise duty_rules.WhyNeeded
    held = HandDown.objects.select_for_update(of=("self",)).get(pk=hand_down.pk)
    if held.ended_on is None:
        held.ended_on = on
        held.save(update_fields=["ended_on"])
        sync_unit_work(actor=actor, hand_down=held, on=on, at=at)
        _record(actor, held, "handing_stopped", {}, reason=words)
    return held


@transaction.atomic
def report_for_unit(
    *,
    actor: Actor,
    hand_down: HandDown,
    duty: Duty,
    organisation: Organisation,
    done_on: date,
    result: str,
    on: date,
    at: datetime,
    measured: Decimal | None = None,
) -> UnitReport:
    """
    Report a unit's part; reporting again replaces it while the duty is handed down.

    :raises NotHanded, NoLongerHanded: when nothing is asked of the unit
    :raises DoneOnWrong, ResultMissing: what the report lacks
    """
    actor.require(policies.DO_DUTY, on=organisation)
    held = HandDown.objects.select_for_update(of=("self",)).get(pk=hand_down.pk)
    if held.ended_on is not None:
        raise rules.NoLongerHanded(day=f"{held.ended_on:%d/%m/%Y}")
    if not reported(held, duty, on=on).filter(organisation=organisation).exists():
        raise rules.NotHanded(name=name_of(organisation, on=on))
    first, _last = running_days(duty.obligation.agreement)
    if not first <= done_on <= on:
        raise duty_rules.DoneOnWrong(first=f"{first:%d/%m/%Y}")
    text = nfc(result).strip()
    if not text:
        raise duty_rules.ResultMissing
    made, _new = UnitReport.objects.update_or_create(
        hand_down=held,
        duty=duty,
        organisation=organisation,
        defaults={
            "done_on": done_on,
            "result": text,
            "measured": measured,
            "at": at,
            "by_name": actor.name,
        },
    )
    sync_unit_work(actor=actor, hand_down=held, on=on, at=at, duty=duty, unit=organisation)
    record(
        actor=actor,
        verb="agreements.unit_reported",
        target=made,
        organisation_id=organisation.pk,
        changes={"duty": duty.pk, "done_on": done_on.isoformat()},
        label=f"{duty.obligation.place}, {duty.obligation.agreement.title}"[:200],
    )
    return made


def sync_unit_work(
    *,
    actor: Actor,
    hand_down: HandDown,
    on: date,
    at: datetime,
    duty: Duty | None = None,
    unit: Organisation | None = None,
) -> None:
    """Make the units' work say what is owed on ``on``: of all of them, or of one and one duty."""
    agreement = hand_down.obligation.agreement
    prefix = f"agreements.{agreement.pk}.unit.{hand_down.pk}."
    if duty is not None and unit is not None:
        prefix += f"{duty.pk}.{unit.pk}."
    with override("vi"):
        wanted = list(_wanted(agreement, hand_down, duty, unit, on))
    sync_work(actor=actor, prefix=prefix, wanted=wanted, on=on, at=at)


def _wanted(
    agreement: Agreement,
    hand_down: HandDown,
    duty: Duty | None,
    unit: Organisation | None,
    on: date,
) -> Iterator[Wanted]:
    if hand_down.ended_on is not None:
        return
    why = _("{superior} giao cấp dưới thực hiện văn bản phối hợp.").format(
        superior=name_of(hand_down.organisation, on=on)
    )
    for one in [duty] if duty is not None else open_duties(hand_down, on=on):
        rows = reported(hand_down, one, on=on)
        if unit is not None:
            rows = rows.filter(organisation=unit)
        for pk, done in rows.values_list("organisation_id", "has_reported"):
            yield Wanted(
                key=f"agreements.{agreement.pk}.unit.{hand_down.pk}.{one.pk}.{pk}.do",
                kind=UNIT_DOING,
                title=one.obligation.words[:300],
                organisation_id=pk,
                source_label=agreement.title,
                source_url=f"/phoi-hop/giao/{hand_down.pk}/{one.pk}/don-vi/{pk}/",
                due=one.due,
                why=why,
                escalate_to_id=hand_down.organisation_id,
                done=done,
            )


def ask_units(*, actor: Actor, agreement: Agreement, on: date, at: datetime) -> None:
    """Bring the work of every unit up to date; the caller is the calendar."""
    for one in running_hand_downs(agreement):
        with transaction.atomic():
            sync_unit_work(actor=actor, hand_down=one, on=on, at=at)


def _record(
    actor: Actor, one: HandDown, verb: str, changes: dict[str, object], *, reason: str = ""
) -> None:
    agreement = one.obligation.agreement
    record(
        actor=actor,
        verb=f"agreements.{verb}",
        target=agreement,
        organisation_id=one.organisation_id,
        changes={"obligation": one.obligation_id, "on": one.on.isoformat(), **changes},
        reason=reason,
        label=f"{one.obligation.place}, {agreement.title}"[:200],
    )
