"""Ending a membership with its reason; taking it back; pausing and resuming."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congdoan.areas.members import policies
from congdoan.areas.members.enums import (
    LEAVING,
    BeginOfMembership,
    EndOfMembership,
    PauseReason,
    TransferState,
)
from congdoan.areas.members.models import Leaving, Membership, Pause, Transfer
from congdoan.areas.members.rules.refusals import InTheFuture, SomethingCameAfter
from congdoan.areas.members.selectors.belonging import require_member
from congdoan.areas.members.services.writing import (
    NewMembership,
    begin_memberships,
    end_memberships,
    reopen_membership,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import EndsBeforeItBegins, cut, span
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person
from congdoan.support.worklist.api import cancel_work, sync_work


class NotALeavingReason(Refusal):
    """Lý do này do việc khác ghi (chuyển, kỷ luật, sắp xếp tổ chức); hãy chọn lý do trong danh sách."""  # noqa: E501


class NotPaused(Refusal):
    """Người này không đang tạm dừng sinh hoạt; hãy tải lại trang để xem tình trạng mới."""


class PausedAlready(Refusal):
    """Người này đang tạm dừng sinh hoạt trong thời gian đó; hãy ghi sinh hoạt lại trước."""


class PauseOutlivesMembership(Refusal):
    """Thời gian tạm dừng phải nằm trong thời gian là đoàn viên của đơn vị; hãy sửa ngày."""


class SameCategory(Refusal):
    """Người này đang ở đúng nhóm đó; không cần ghi lại."""


@dataclass(frozen=True)
class LeavingData:
    """``on`` is the first day without the membership."""

    on: date
    reason: EndOfMembership
    decision_no: str = ""
    note: str = ""
    honour: str = ""


@transaction.atomic
def let_leave(
    *,
    actor: Actor,
    organisation: Organisation,
    person: Person,
    data: LeavingData,
    today: date,
    at: datetime,
) -> Leaving:
    """
    End a membership: retired, left work, own wish, no longer takes part, died.

    :raises NotALeavingReason: a reason that follows from another act
    :raises NotAMemberHere: when there is no membership on the last day
    :raises InTheFuture: more than a year ahead
    """
    actor.require(policies.MANAGE, on=organisation)
    if data.reason not in LEAVING:
        raise NotALeavingReason
    if (data.on - today).days > 366 or (data.reason == EndOfMembership.DIED and data.on > today):
        raise InTheFuture
    person = locked(person)
    last = date.fromordinal(data.on.toordinal() - 1)
    membership = require_member(organisation, person.pk, on=last)
    made = end_with_paper(membership, data)
    stop_what_waits(actor, person, on=data.on, at=at)
    record(
        actor=actor,
        verb="members.left",
        target=person,
        organisation_id=organisation.pk,
        changes={"on": data.on.isoformat(), "end_reason": str(data.reason)},
        reason=data.decision_no,
    )
    return made


def locked(person: Person) -> Person:
    """Return the person, locked: two acts on one member wait for each other."""
    return Person.objects.select_for_update(of=("self",)).get(pk=person.pk)


def end_with_paper(membership: Membership, data: LeavingData) -> Leaving:
    """End a membership and keep its paper; the right to do so has been checked."""
    if data.on <= membership.valid.lower:
        raise EndsBeforeItBegins
    planned = membership.valid.upper
    if planned == data.on:
        raise SomethingCameAfter(name=membership.person.full_name)
    Leaving.objects.filter(membership=membership).delete()
    end_memberships([membership.pk], on=data.on, reason=data.reason)
    return Leaving.objects.create(
        membership=membership,
        reason=data.reason,
        decision_no=data.decision_no,
        note=data.note,
        honour=data.honour,
        planned_until=planned,
    )


def stop_what_waits(actor: Actor, person: Person, *, on: date, at: datetime) -> None:
    """End pauses and proposals of somebody whose membership ends on ``on``."""
    for pause in Pause.objects.filter(person=person, valid__contains=on):
        if pause.valid.lower >= on:
            pause.delete()
        else:
            pause.valid = cut(pause.valid, on=on)
            pause.save(update_fields=["valid"])
    Pause.objects.filter(person=person, valid__startswith__gt=on).delete()
    sync_work(actor=actor, prefix=f"members.pause.{person.pk}.", wanted=(), on=on, at=at)
    for transfer in Transfer.objects.filter(person=person, state=TransferState.PROPOSED):
        transfer.state = TransferState.WITHDRAWN
        transfer.save(update_fields=["state"])
        cancel_work(actor=actor, key=f"members.transfer.{transfer.pk}", at=at)


@transaction.atomic
def take_leaving_back(*, actor: Actor, leaving: Leaving, reason: str) -> None:
    """
    Undo an ending typed by mistake.

    :raises SomethingCameAfter: when the person belongs somewhere since
    """
    membership = Membership.objects.select_related("organisation", "person").get(
        pk=leaving.membership_id
    )
    actor.require(policies.MANAGE, on=membership.organisation)
    locked(membership.person)
    until = membership.valid.upper
    later = Membership.objects.filter(person=membership.person, valid__startswith__gte=until)
    if later.exists() or leaving.reason == EndOfMembership.EXPELLED:
        raise SomethingCameAfter(name=membership.person.full_name)
    reopen_membership(membership.pk, until=leaving.planned_until)
    leaving.delete()
    record(
        actor=actor,
        verb="members.leaving_taken_back",
        target=membership.person,
        organisation_id=membership.organisation_id,
        reason=reason,
    )


@transaction.atomic
def pause_member(
    *,
    actor: Actor,
    organisation: Organisation,
    person: Person,
    start: date,
    until: date | None,
    reason: PauseReason,
    note: str = "",
) -> Pause:
    """
    Let a member not take part for a while; they stay a member and are counted.

    :raises PauseOutlivesMembership: outside their days at this union
    :raises PausedAlready: when a pause is written down for some of the days
    """
    actor.require(policies.MANAGE, on=organisation)
    person = locked(person)
    membership = require_member(organisation, person.pk, on=start)
    end = membership.valid.upper
    if until is not None and end is not None and until > end:
        raise PauseOutlivesMembership
    valid = span(start, until or end)
    if Pause.objects.filter(person=person).during(valid).exists():
        raise PausedAlready
    made = Pause.objects.create(person=person, valid=valid, reason=reason, note=note)
    record(
        actor=actor,
        verb="members.paused",
        target=person,
        organisation_id=organisation.pk,
        changes={"from": start.isoformat(), "reason": str(reason)},
    )
    return made


@transaction.atomic
def resume_member(*, actor: Actor, organisation: Organisation, person: Person, on: date) -> None:
    """
    Let a member take part again: ``on`` is the first day without the pause.

    :raises NotPaused: when no pause holds on that day or the day before
    """
    actor.require(policies.MANAGE, on=organisation)
    person = locked(person)
    require_member(organisation, person.pk, on=on)
    pause = Pause.objects.filter(person=person, valid__contains=on).first()
    if pause is None:
        raise NotPaused
    if pause.valid.lower == on:
        pause.delete()
    else:
        pause.valid = cut(pause.valid, on=on)
        pause.save(update_fields=["valid"])
    record(
        actor=actor,
        verb="members.resumed",
        target=person,
        organisation_id=organisation.pk,
        changes={"on": on.isoformat()},
    )


@transaction.atomic
def change_category(
    *,
    actor: Actor,
    organisation: Organisation,
    person: Person,
    category: str,
    on: date,
    today: date,
) -> Membership:
    """
    Count a member in another group from a day on: the same membership in two pieces.

    :raises SameCategory: when they are counted so already
    """
    actor.require(policies.MANAGE, on=organisation)
    if on > today:
        raise InTheFuture
    person = locked(person)
    membership = require_member(organisation, person.pk, on=on)
    if membership.category == category:
        raise SameCategory
    if membership.valid.lower == on:
        Membership.objects.filter(pk=membership.pk).update(category=category)
        made = membership
    else:
        end = membership.valid.upper
        reason, ended_by = membership.end_reason, membership.ended_by_id
        end_memberships([membership.pk], on=on, reason=EndOfMembership.CONTINUED)
        made = begin_memberships(
            [
                NewMembership(
                    person.pk,
                    organisation.pk,
                    span(on, end),
                    category,
                    membership.gender,
                    membership.birth_year,
                    str(BeginOfMembership.CONTINUED),
                )
            ]
        )[0]
        Membership.objects.filter(pk=made.pk).update(end_reason=reason, ended_by=ended_by)
        Leaving.objects.filter(membership=membership).update(membership=made)
    record(
        actor=actor,
        verb="members.category_changed",
        target=person,
        organisation_id=organisation.pk,
        changes={"category": [membership.category, category], "from": on.isoformat()},
    )
    return made
