"""The limit of a pause: the union is asked in time and decides; the program ends nothing."""

from datetime import date, datetime

from django.db import transaction

from congdoan.areas.members import policies
from congdoan.areas.members.models import Membership, Pause, PauseProlonging
from congdoan.areas.members.selectors.pauses import (
    PauseLimit,
    add_months,
    current_limit,
    is_near,
    limits_near,
)
from congdoan.areas.members.services.leaving import NotPaused, locked
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.audit.api import record
from congdoan.support.worklist.api import Wanted, sync_work

PAUSE_WORK = "members.pause"
#: A decision holds for so long at the most; then it is taken again.
_LONGEST_MONTHS = 60


class NotLonger(Refusal):
    """Ngày gia hạn phải sau hạn hiện nay ({day}); hãy chọn ngày muộn hơn."""


class TooFar(Refusal):
    """Mỗi lần chỉ gia hạn đến ngày {day}; hãy chọn ngày sớm hơn, sau đó xét lại."""


@transaction.atomic
def prolong_pause(
    *,
    actor: Actor,
    membership: Membership,
    until: date,
    reason: str,
    on: date,
    at: datetime,
) -> PauseProlonging:
    """
    Let a pause last longer than its limit, with the reason.

    :raises NotPaused: when no pause holds on that day
    :raises NotLonger: when the limit is later already
    """
    actor.require(policies.MANAGE, on=membership.organisation)
    locked(membership.person)
    limit = current_limit(membership, on=on)
    if limit is None:
        raise NotPaused
    if until <= limit.on:
        raise NotLonger(day=f"{limit.on:%d/%m/%Y}")
    farthest = add_months(on, _LONGEST_MONTHS)
    if until > farthest:
        raise TooFar(day=f"{farthest:%d/%m/%Y}")
    made = PauseProlonging.objects.create(
        pause=limit.pause,
        until=until,
        reason=reason,
        decided_on=on,
        decided_by=actor.name[:200],
    )
    sync_pause(actor=actor, membership=membership, on=on, at=at)
    record(
        actor=actor,
        verb="members.pause_prolonged",
        target=membership.person,
        organisation_id=membership.organisation_id,
        changes={"until": until.isoformat()},
        reason=reason,
    )
    return made


def sync_pause(*, actor: Actor, membership: Membership, on: date, at: datetime) -> None:
    """Make the work list say whether one member's pause awaits a decision."""
    limit = current_limit(membership, on=on)
    wanted = []
    if limit and is_near(limit, on=on, organisation_id=membership.organisation_id):
        wanted.append(_wanted(membership, limit))
    prefix = f"members.pause.{membership.person_id}."
    sync_work(actor=actor, prefix=prefix, wanted=wanted, on=on, at=at)


def sync_pauses(*, actor: Actor, on: date, at: datetime) -> None:
    """The same for everybody, by the calendar: people who moved, pauses that ended."""
    wanted = [_wanted(membership, limit) for membership, limit in limits_near(on=on)]
    sync_work(actor=actor, prefix="members.pause.", wanted=wanted, on=on, at=at)


def _wanted(membership: Membership, limit: PauseLimit) -> Wanted:
    reason = Pause(reason=limit.pause.reason).get_reason_display()
    return Wanted(
        key=f"members.pause.{membership.person_id}.{limit.pause.pk}",
        kind=PAUSE_WORK,
        title=f"Quyết định việc tạm dừng sinh hoạt của {membership.person.full_name}",
        organisation_id=membership.organisation_id,
        source_label=f"Tạm dừng từ {limit.pause.valid.lower:%d/%m/%Y}: {reason}",
        source_url=f"/doan-vien/nguoi/{membership.pk}/tam-dung/han/",
        due=limit.on,
        why="Sinh hoạt lại, cho thôi hoặc gia hạn kèm lý do; không có gì tự động.",
    )
