"""Doing duties: reported by who bears them, judged by the other party."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Cadence, Evidence
from congdoan.areas.agreements.models import Duty, Obligation
from congdoan.areas.agreements.rules import duties as rules
from congdoan.areas.agreements.rules.duties import DutyAction
from congdoan.areas.agreements.selectors.duties import (
    bearers_of,
    in_force_on,
    judges_of,
    requesters_of,
    running_days,
    seats_of,
)
from congdoan.areas.agreements.services.duties_steps import (
    attach_evidence,
    attach_records,
    demand_duty,
    duty_to_judge,
    held_duty,
    move_duty,
    settle_duty,
    tell_parties,
    write_judgement,
    write_step,
)
from congdoan.areas.agreements.services.states import held as held_agreement
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import nfc
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


@transaction.atomic
def report_duty(
    *,
    actor: Actor,
    duty: Duty,
    organisation: Organisation,
    done_on: date,
    result: str,
    on: date,
    at: datetime,
    measured: Decimal | None = None,
    uploads: "Sequence[File[bytes]]" = (),
    links: Sequence[str] = (),
    records: Sequence[tuple[str, int]] = (),
) -> Duty:
    """
    Report for ``organisation`` that a duty was done, with its evidence.

    After a dispute the new report is the answer to it; earlier evidence stays. ``records`` are
    records of the platform (kind and id) the actor may open.

    :raises NotTheBearer: when the duty is not that organisation's
    :raises DutyNotThere: when it was reported or released meanwhile
    :raises NotBegunYet: before the days it is owed for
    :raises DoneOnWrong, ResultMissing, EvidenceMissing, LinkWrong: what the report lacks
    """
    actor.require(policies.DO_DUTY, on=organisation)
    duty = held_duty(duty)
    agreement = duty.obligation.agreement
    if organisation.pk not in bearers_of(duty, seats_of(agreement)):
        raise rules.NotTheBearer(name=name_of(organisation, on=on))
    demand_duty(duty, DutyAction.REPORT)
    if on < duty.starts:
        raise rules.NotBegunYet(day=f"{duty.starts:%d/%m/%Y}")
    text = nfc(result).strip()
    kept = len(uploads) + len(records)
    _check_report(duty, done_on=done_on, text=text, links=links, on=on, files=kept)
    duty.done_on, duty.done_by, duty.result = done_on, organisation, text
    duty.done_by_user_id = actor.user_id
    duty.measured = measured
    step = move_duty(duty, DutyAction.REPORT, actor, organisation, on=on, at=at, text=text)
    attach_evidence(duty, step, actor, organisation, uploads=uploads, links=links, at=at)
    attach_records(duty, step, actor, records)
    settle_duty(actor, duty, step, organisation, on=on, at=at)
    tell_parties(actor, duty, step, "duty_reported", judges_of(duty, seats_of(agreement)))
    return duty


def _check_report(
    duty: Duty, *, done_on: date, text: str, links: Sequence[str], on: date, files: int
) -> None:
    first, _last = running_days(duty.obligation.agreement)
    if not first <= done_on <= on:
        raise rules.DoneOnWrong(first=f"{first:%d/%m/%Y}")
    if not text:
        raise rules.ResultMissing
    for link in links:
        if not rules.is_link(link):
            raise rules.LinkWrong(link=link[:80])
    nothing_kept = not duty.evidence.exists()
    if duty.obligation.evidence == Evidence.REQUIRED and not links and not files and nothing_kept:
        raise rules.EvidenceMissing


@transaction.atomic
def withdraw_report(
    *, actor: Actor, duty: Duty, organisation: Organisation, on: date, at: datetime
) -> Duty:
    """Take a report back before it is judged; what was written stays in the history."""
    actor.require(policies.DO_DUTY, on=organisation)
    duty = held_duty(duty)
    demand_duty(duty, DutyAction.WITHDRAW)
    if organisation.pk != duty.done_by_id:
        raise rules.NotTheBearer(name=name_of(organisation, on=on))
    duty.done_on = duty.done_by = duty.done_by_user = duty.measured = None
    duty.result = ""
    step = move_duty(duty, DutyAction.WITHDRAW, actor, organisation, on=on, at=at)
    settle_duty(actor, duty, step, organisation, on=on, at=at)
    return duty


@transaction.atomic
def accept_duty(
    *,
    actor: Actor,
    duty: Duty,
    organisation: Organisation,
    on: date,
    at: datetime,
    remark: str = "",
) -> Duty:
    """
    Confirm for the other party that a duty was done.

    :raises NotTheOtherParty: who did it does not confirm it
    :raises OwnReport: nor does the person who reported it, in whichever office
    """
    duty = duty_to_judge(actor, duty, organisation, DutyAction.ACCEPT, on=on)
    step = write_judgement(
        duty, DutyAction.ACCEPT, actor, organisation, nfc(remark).strip(), on=on, at=at
    )
    settle_duty(actor, duty, step, organisation, on=on, at=at)
    tell_parties(actor, duty, step, "duty_accepted", [duty.done_by_id or 0])
    return duty


@transaction.atomic
def dispute_duty(
    *, actor: Actor, duty: Duty, organisation: Organisation, reason: str, on: date, at: datetime
) -> Duty:
    """
    Send a report back with the reason; the duty is owed again, by its old due day.

    :raises WhyNeeded: a report is never sent back without a word (peers P59)
    """
    duty = duty_to_judge(actor, duty, organisation, DutyAction.DISPUTE, on=on)
    text = nfc(reason).strip()
    if not text:
        raise rules.WhyNeeded
    step = write_judgement(duty, DutyAction.DISPUTE, actor, organisation, text, on=on, at=at)
    settle_duty(actor, duty, step, organisation, on=on, at=at)
    tell_parties(actor, duty, step, "duty_disputed", [duty.done_by_id or 0])
    return duty


@transaction.atomic
def waive_duty(
    *, actor: Actor, duty: Duty, organisation: Organisation, reason: str, on: date, at: datetime
) -> Duty:
    """Release the bearer from a duty of one period, with the reason (a flood, a merged school)."""
    duty = duty_to_judge(actor, duty, organisation, DutyAction.WAIVE, on=on)
    text = nfc(reason).strip()
    if not text:
        raise rules.WhyNeeded
    step = write_judgement(duty, DutyAction.WAIVE, actor, organisation, text, on=on, at=at)
    settle_duty(actor, duty, step, organisation, on=on, at=at)
    tell_parties(
        actor, duty, step, "duty_waived", bearers_of(duty, seats_of(duty.obligation.agreement))
    )
    return duty


@transaction.atomic
def reinstate_duty(
    *, actor: Actor, duty: Duty, organisation: Organisation, reason: str, on: date, at: datetime
) -> Duty:
    """Ask again for a duty that was waived, with the reason."""
    duty = duty_to_judge(actor, duty, organisation, DutyAction.REINSTATE, on=on)
    agreement = duty.obligation.agreement
    if not in_force_on(agreement, on):
        raise rules.NotInForce(day=f"{on:%d/%m/%Y}")
    text = nfc(reason).strip()
    if not text:
        raise rules.WhyNeeded
    step = write_judgement(duty, DutyAction.REINSTATE, actor, organisation, text, on=on, at=at)
    settle_duty(actor, duty, step, organisation, on=on, at=at)
    tell_parties(actor, duty, step, "duty_requested", bearers_of(duty, seats_of(agreement)))
    return duty


@transaction.atomic
def request_duty(
    *,
    actor: Actor,
    obligation: Obligation,
    organisation: Organisation,
    text: str,
    due: date,
    on: date,
    at: datetime,
) -> Duty:
    """
    Ask for what is owed on request ("khi có yêu cầu"): a duty of the other parties.

    :raises NotOnRequest: for what is due by itself
    :raises NotInForce: outside the days of the agreement
    :raises RequestDueWrong: when it would be due in the past or after the end
    """
    actor.require(policies.ACCEPT_DUTY, on=organisation)
    agreement = held_agreement(obligation.agreement)
    if obligation.cadence not in {Cadence.ON_REQUEST, Cadence.NONE}:
        raise rules.NotOnRequest
    seats = seats_of(agreement)
    if organisation.pk not in requesters_of(obligation.party, seats):
        raise rules.NotTheOtherParty(name=name_of(organisation, on=on))
    if not in_force_on(agreement, on):
        raise rules.NotInForce(day=f"{on:%d/%m/%Y}")
    _first, last = running_days(agreement)
    if not on <= due <= last:
        raise rules.RequestDueWrong(last=f"{last:%d/%m/%Y}")
    words = nfc(text).strip()
    if not words:
        raise rules.WhyNeeded
    number = (obligation.duties.aggregate(n=Max("number"))["n"] or 0) + 1
    duty = Duty.objects.create(
        obligation=obligation,
        number=number,
        starts=on,
        due=due,
        requested_by=organisation,
        request=words,
    )
    step = write_step(
        duty, DutyAction.REQUEST, actor=actor, organisation=organisation, on=on, at=at, text=words
    )
    settle_duty(actor, duty, step, organisation, on=on, at=at)
    tell_parties(actor, duty, step, "duty_requested", bearers_of(duty, seats))
    return duty
