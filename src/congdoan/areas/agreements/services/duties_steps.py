"""The common parts of what is done with a duty: lock, guard, step, evidence, work, telling."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import DutyState
from congdoan.areas.agreements.models import Agreement, Duty, DutyEvidence, DutyStep
from congdoan.areas.agreements.rules import duties as rules
from congdoan.areas.agreements.rules.duties import DutyAction
from congdoan.areas.agreements.selectors.duties import EVIDENCE, judges_of, seats_of
from congdoan.areas.agreements.selectors.evidence import find_record
from congdoan.areas.agreements.services.duties_work import sync_duty_work
from congdoan.areas.agreements.services.telling import tell
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.files.api import store_file

_NEWS_DAYS = 30
#: What a person wanted to do, for the sentence "… nên không {action} được".
WORDS = {
    DutyAction.REPORT: _("báo cáo"),
    DutyAction.WITHDRAW: _("rút báo cáo"),
    DutyAction.ACCEPT: _("xác nhận"),
    DutyAction.DISPUTE: _("trả lại"),
    DutyAction.WAIVE: _("miễn"),
    DutyAction.REINSTATE: _("yêu cầu lại"),
    DutyAction.REQUEST: _("yêu cầu"),
    DutyAction.LAPSE: _("kết thúc"),
    DutyAction.CARRY: _("chuyển tiếp"),
}


def write_step(
    duty: Duty,
    action: DutyAction,
    *,
    actor: Actor,
    organisation: Organisation | None,
    on: date,
    at: datetime,
    text: str = "",
) -> DutyStep:
    return DutyStep.objects.create(
        duty=duty,
        action=action,
        state=duty.state,
        organisation=organisation,
        on=on,
        at=at,
        by_name=actor.name,
        text=text,
    )


def held_duty(duty: Duty) -> Duty:
    """Return the duty locked until the transaction ends, as it is now."""
    return (
        Duty.objects.select_for_update(of=("self",))
        .select_related("obligation__agreement__drafting", "obligation__party")
        .get(pk=duty.pk)
    )


def demand_duty(duty: Duty, action: DutyAction) -> None:
    if not rules.allowed(duty.state, action):
        raise rules.DutyNotThere(state=DutyState(duty.state).label, action=WORDS[action])


def duty_to_judge(
    actor: Actor, duty: Duty, organisation: Organisation, action: DutyAction, *, on: date
) -> Duty:
    """Return the held duty when ``organisation`` is the other party and the action has a place."""
    actor.require(policies.ACCEPT_DUTY, on=organisation)
    duty = held_duty(duty)
    demand_duty(duty, action)
    if organisation.pk not in judges_of(duty, seats_of(duty.obligation.agreement)):
        raise rules.NotTheOtherParty(name=name_of(organisation, on=on))
    if duty.done_by_user_id is not None and duty.done_by_user_id == actor.user_id:
        raise rules.OwnReport
    return duty


def write_judgement(
    duty: Duty,
    action: DutyAction,
    actor: Actor,
    organisation: Organisation,
    text: str,
    *,
    on: date,
    at: datetime,
) -> DutyStep:
    duty.judged_by, duty.judged_on, duty.reason = organisation, on, text
    return move_duty(duty, action, actor, organisation, on=on, at=at, text=text)


def move_duty(
    duty: Duty,
    action: DutyAction,
    actor: Actor,
    organisation: Organisation,
    *,
    on: date,
    at: datetime,
    text: str = "",
) -> DutyStep:
    duty.state = rules.after(duty.state, action)
    duty.save(
        update_fields=[
            "state",
            "done_on",
            "done_by",
            "done_by_user",
            "result",
            "measured",
            "reason",
            "judged_by",
            "judged_on",
        ]
    )
    return write_step(duty, action, actor=actor, organisation=organisation, on=on, at=at, text=text)


def attach_evidence(
    duty: Duty,
    step: DutyStep,
    actor: Actor,
    organisation: Organisation,
    *,
    uploads: "Sequence[File[bytes]]",
    links: Sequence[str],
    at: datetime,
) -> None:
    for upload in uploads:
        stored = store_file(
            actor=actor, organisation=organisation, upload=upload, purpose=EVIDENCE, at=at
        )
        DutyEvidence.objects.create(duty=duty, step=step, file=stored, label=stored.name)
    for link in links:
        DutyEvidence.objects.create(duty=duty, step=step, link=link, label=link[:160])


def attach_records(
    duty: Duty, step: DutyStep, actor: Actor, records: Sequence[tuple[str, int]]
) -> None:
    """:raises RecordNotThere: for a record the actor may not open"""
    for code, pk in records:
        record = find_record(actor, code, pk)
        if record is None:
            raise rules.RecordNotThere
        DutyEvidence.objects.create(
            duty=duty, step=step, record_kind=code, record_id=pk, label=record.name[:160]
        )


def settle_duty(
    actor: Actor,
    duty: Duty,
    step: DutyStep,
    organisation: Organisation,
    *,
    on: date,
    at: datetime,
) -> None:
    """Let the work lists follow and write the audit row."""
    agreement: Agreement = duty.obligation.agreement
    sync_duty_work(actor=actor, agreement=agreement, on=on, at=at, duty=duty)
    record(
        actor=actor,
        verb=f"agreements.duty_{step.action}",
        target=duty,
        organisation_id=organisation.pk,
        changes={"state": duty.state, "on": on.isoformat(), "agreement": agreement.pk},
        reason=step.text,
        label=f"{duty.obligation.place}, {agreement.title}"[:200],
    )


def tell_parties(
    actor: Actor, duty: Duty, step: DutyStep, kind: str, organisations: Collection[int]
) -> None:
    if (step.at.date() - step.on).days > _NEWS_DAYS:
        # Work of the past that is being written down is no news.
        return
    tell(
        actor=actor,
        agreement=duty.obligation.agreement,
        kind=kind,
        on=step.on,
        at=step.at,
        once=f"{duty.pk}.{step.pk}",
        organisations=organisations,
        part=f"nhiem-vu/{duty.pk}/",
        context={"words": duty.obligation.words[:160], "reason": step.text},
    )
