"""Going from one union to another: one side proposes, the other confirms, both change at once."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from congdoan.areas.members import policies
from congdoan.areas.members.enums import (
    BeginOfMembership,
    EndOfMembership,
    Side,
    TransferState,
)
from congdoan.areas.members.models import MemberRecord, Membership, Transfer
from congdoan.areas.members.rules.refusals import MembershipLater, NoQueueHere
from congdoan.areas.members.selectors.belonging import next_membership, require_member
from congdoan.areas.members.services.leaving import locked
from congdoan.areas.members.services.writing import (
    NewMembership,
    begin_memberships,
    end_memberships,
)
from congdoan.foundation import vietnamese
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import contains, span
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import restricted_people
from congdoan.kernel.people.models import Person
from congdoan.kernel.rulebook.api import value
from congdoan.support.worklist.api import cancel_work, close_work, open_work


class GoesNowhere(Refusal):
    """Nơi đi và nơi đến là cùng một đơn vị; hãy chọn đơn vị khác."""


class TransferWaits(Refusal):
    """Người này đang có một đề nghị chuyển chờ trả lời; hãy chờ trả lời hoặc rút đề nghị đó trước."""  # noqa: E501


class TransferTooFar(Refusal):
    """Ngày chuyển phải trong vòng một năm trước hoặc ba tháng sau hôm nay; hãy sửa ngày."""


class AnsweredAlready(Refusal):
    """Đề nghị chuyển này đã được trả lời hoặc đã rút; hãy tải lại trang để xem kết quả."""


class NobodyOfThatName(Refusal):
    """Không tìm thấy đoàn viên đúng họ tên và ngày sinh (hoặc mã số đoàn viên) đó ở đơn vị đã chọn; hãy kiểm tra lại với người đó."""  # noqa: E501


@dataclass(frozen=True)
class TransferData:
    """From when they take part at the other union, and until when dues are paid here."""

    effective_on: date
    dues_until: date | None = None
    note: str = ""


def find_member_elsewhere(
    *, organisation: Organisation, full_name: str, birth_date: date | None, member_no: str, on: date
) -> Person:
    """
    Return the one member of another union whom the asker can name exactly.

    :raises NobodyOfThatName: none, or several: nothing is shown of who is there
    """
    there = Membership.objects.on(on).filter(organisation=organisation)
    there = there.exclude(person__in=restricted_people())
    found = Person.objects.filter(pk__in=there.values("person_id"))
    if member_no:
        owners = MemberRecord.objects.filter(member_no=vietnamese.tidy(member_no))
        found = found.filter(pk__in=owners.values("person_id"))
    elif birth_date:
        found = found.filter(birth_date=birth_date)
    else:
        raise NobodyOfThatName
    wanted = vietnamese.tidy(full_name).lower()
    same = [person for person in found if person.full_name.lower() == wanted]
    if len(same) != 1:
        raise NobodyOfThatName
    return same[0]


@transaction.atomic
def propose_transfer(
    *,
    actor: Actor,
    person: Person,
    sender: Organisation,
    receiver: Organisation,
    asked_by: Side,
    data: TransferData,
    on: date,
) -> Transfer:
    """
    Propose that a member goes on at another union; nothing changes before it confirms.

    :raises GoesNowhere: both are the same union
    :raises TransferWaits: another proposal waits for an answer
    :raises TransferTooFar: a day long past or far ahead
    """
    own, other = (sender, receiver) if asked_by == Side.SENDER else (receiver, sender)
    actor.require(policies.MANAGE, on=own)
    if sender.pk == receiver.pk:
        raise GoesNowhere
    if not -366 <= (data.effective_on - on).days <= 92:
        raise TransferTooFar
    person = locked(person)
    _refuse_impossible(person, sender, receiver, data.effective_on)
    if Transfer.objects.filter(person=person, state=TransferState.PROPOSED).exists():
        raise TransferWaits
    made = Transfer.objects.create(
        person=person,
        sender=sender,
        receiver=receiver,
        asked_by=asked_by,
        effective_on=data.effective_on,
        dues_until=data.dues_until,
        note=data.note,
        asked_on=on,
    )
    _ask_other_side(actor, made, other, on=on)
    record(
        actor=actor,
        verb="members.transfer_proposed",
        target=person,
        organisation_id=own.pk,
        changes={"sender": sender.pk, "receiver": receiver.pk},
    )
    return made


def _refuse_impossible(
    person: Person, sender: Organisation, receiver: Organisation, day: date
) -> None:
    last = date.fromordinal(day.toordinal() - 1)
    require_member(sender, person.pk, on=last)
    if not contains(receiver.valid, day):
        raise NoQueueHere
    later = next_membership(person.pk, after=last)
    if later is not None:
        raise MembershipLater(name=person.full_name, day=f"{later.valid.lower:%d/%m/%Y}")


def _ask_other_side(actor: Actor, transfer: Transfer, other: Organisation, *, on: date) -> None:
    days = int(value("member.rule.transfer_days", on=on, for_=other.pk))
    open_work(
        actor=actor,
        kind="members.transfer",
        key=f"members.transfer.{transfer.pk}",
        title=f"Trả lời chuyển sinh hoạt: {transfer.person.full_name}",
        organisation=other,
        on=on,
        source_label=name_of(
            transfer.sender if transfer.asked_by == Side.SENDER else transfer.receiver, on=on
        ),
        source_url=reverse("members:transfer", args=[transfer.pk]),
        due=date.fromordinal(on.toordinal() + days),
    )


def sides_of(transfer: Transfer) -> tuple[Organisation, Organisation]:
    """Return who asked and who is to answer."""
    if transfer.asked_by == Side.SENDER:
        return transfer.sender, transfer.receiver
    return transfer.receiver, transfer.sender


def _locked_open(transfer: Transfer) -> Transfer:
    rows = Transfer.objects.select_for_update(of=("self",))
    found = rows.select_related("person", "sender", "receiver").get(pk=transfer.pk)
    if found.state != TransferState.PROPOSED:
        raise AnsweredAlready
    return found


@transaction.atomic
def confirm_transfer(
    *, actor: Actor, transfer: Transfer, on: date, at: datetime
) -> list[Membership]:
    """
    Agree as the other side: the membership ends there and begins here on the same day.

    :raises AnsweredAlready: when it was answered or withdrawn meanwhile
    :raises NotAMemberHere: when the person left the sender meanwhile
    """
    _asker, other = sides_of(transfer)
    actor.require(policies.MANAGE, on=other)
    locked(transfer.person)
    transfer = _locked_open(transfer)
    day = transfer.effective_on
    _refuse_impossible(transfer.person, transfer.sender, transfer.receiver, day)
    last = date.fromordinal(day.toordinal() - 1)
    before = require_member(transfer.sender, transfer.person_id, on=last)
    end_memberships([before.pk], on=day, reason=EndOfMembership.TRANSFERRED)
    begun = begin_memberships(
        [
            NewMembership(
                transfer.person_id,
                transfer.receiver_id,
                span(day),
                before.category,
                before.gender,
                before.birth_year,
                str(BeginOfMembership.TRANSFERRED),
            )
        ]
    )
    _answer(transfer, TransferState.DONE, "", on)
    close_work(actor=actor, key=f"members.transfer.{transfer.pk}", at=at)
    _told(actor, transfer, "members.transferred", other)
    return begun


@transaction.atomic
def refuse_transfer(
    *, actor: Actor, transfer: Transfer, reason: str, on: date, at: datetime
) -> None:
    """Say no as the other side, with the reason the asker reads."""
    _asker, other = sides_of(transfer)
    actor.require(policies.MANAGE, on=other)
    transfer = _locked_open(transfer)
    _answer(transfer, TransferState.REFUSED, reason, on)
    close_work(actor=actor, key=f"members.transfer.{transfer.pk}", at=at)
    _told(actor, transfer, "members.transfer_refused", other)


@transaction.atomic
def withdraw_transfer(*, actor: Actor, transfer: Transfer, on: date, at: datetime) -> None:
    """Take a proposal back before it is answered."""
    asker, _other = sides_of(transfer)
    actor.require(policies.MANAGE, on=asker)
    transfer = _locked_open(transfer)
    _answer(transfer, TransferState.WITHDRAWN, "", on)
    cancel_work(actor=actor, key=f"members.transfer.{transfer.pk}", at=at)
    _told(actor, transfer, "members.transfer_withdrawn", asker)


def _answer(transfer: Transfer, state: TransferState, reason: str, on: date) -> None:
    transfer.state, transfer.answer, transfer.answered_on = state, reason, on
    transfer.save(update_fields=["state", "answer", "answered_on"])


def _told(actor: Actor, transfer: Transfer, verb: str, own: Organisation) -> None:
    record(
        actor=actor,
        verb=verb,
        target=transfer.person,
        organisation_id=own.pk,
        changes={"sender": transfer.sender_id, "receiver": transfer.receiver_id},
        reason=transfer.answer,
    )
