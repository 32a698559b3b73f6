"""Until when the parties comment: all of them, or one."""

from datetime import date, datetime

from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.models import Agreement, Consultation, Extension, Party
from congdoan.areas.agreements.rules.refusals import DeadlinePassed, NoMoreTime
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.consultations import open_consultation, open_round_of
from congdoan.areas.agreements.services.states import demand, held
from congdoan.areas.agreements.services.telling import tell
from congdoan.areas.agreements.services.working import sync_work_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.vietnamese import nfc
from congdoan.kernel.audit.api import record


def refuse_early(due: date, on: date) -> None:
    if due < on:
        raise DeadlinePassed(day=f"{on:%d/%m/%Y}")


@transaction.atomic
def move_deadline(
    *, actor: Actor, agreement: Agreement, due: date, on: date, at: datetime
) -> Consultation:
    """
    Give the parties more (or less) time.

    :raises DeadlinePassed: when the new deadline lies before today
    """
    agreement = held(agreement)
    actor.require(policies.MANAGE, on=agreement.drafting)
    demand(agreement, Action.MOVE_DEADLINE)
    refuse_early(due, on)
    consultation = open_consultation(agreement)
    if consultation is None:
        raise NotFound
    before, consultation.due = consultation.due, due
    consultation.save(update_fields=["due"])
    record(
        actor=actor,
        verb="agreements.move_deadline",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={"due": [before.isoformat(), due.isoformat()]},
        label=agreement.title,
    )
    tell(
        actor=actor,
        agreement=agreement,
        kind="deadline_moved",
        on=on,
        at=at,
        once=f"{consultation.number}.{due}",
        part="gop-y/",
        context={"due": f"{due:%d/%m/%Y}"},
    )
    sync_work_of(actor=actor, agreement=agreement, on=on, at=at)
    return consultation


@transaction.atomic
def extend_for_party(
    *,
    actor: Actor,
    agreement: Agreement,
    party: Party,
    due: date,
    on: date,
    at: datetime,
    reason: str = "",
) -> Extension:
    """
    Give one party its own deadline; the others keep that of the round.

    :raises DeadlinePassed: when the new deadline lies before today
    :raises NoMoreTime: when it is not later than that of the round
    """
    agreement = held(agreement)
    actor.require(policies.MANAGE, on=agreement.drafting)
    demand(agreement, Action.MOVE_DEADLINE)
    refuse_early(due, on)
    consultation = open_round_of(agreement, party)
    if due <= consultation.due:
        raise NoMoreTime(day=f"{consultation.due:%d/%m/%Y}")
    own, _created = Extension.objects.update_or_create(
        consultation=consultation,
        organisation_id=party.organisation_id,
        defaults={"due": due, "reason": nfc(reason).strip(), "at": at, "by_name": actor.name},
    )
    record(
        actor=actor,
        verb="agreements.extend_for_party",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={"due": due.isoformat(), "party": party.organisation_id},
        reason=own.reason,
        label=agreement.title,
    )
    tell(
        actor=actor,
        agreement=agreement,
        kind="deadline_moved",
        on=on,
        at=at,
        once=f"{consultation.number}.{party.organisation_id}.{due}",
        organisations=[party.organisation_id],
        part="gop-y/",
        context={"due": f"{due:%d/%m/%Y}"},
    )
    sync_work_of(actor=actor, agreement=agreement, on=on, at=at)
    return own
