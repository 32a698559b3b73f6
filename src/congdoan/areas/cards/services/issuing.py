"""Issuing, replacing and withdrawing cards; two officers at once wait at the person's row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
import secrets
from typing import Any

from django.db import transaction
from django.db.models import Max

from congdoan.areas.cards import policies
from congdoan.areas.cards.enums import ASKED_FOR, CardEnd, CardStanding
from congdoan.areas.cards.models import Card
from congdoan.areas.cards.rules.numbers import card_number
from congdoan.areas.cards.selectors.holding import keeper_of, unscoped_holding
from congdoan.areas.members.api import may_read_names
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person

_TOKEN_BYTES = 12


class NobodyToIssue(Refusal):
    """Không ai trong số này đang là đoàn viên của đơn vị; hãy tải lại danh sách rồi chọn lại."""


class NotAMemberNow(Refusal):
    """Người này không đang là đoàn viên của đơn vị nên không cấp được thẻ; hãy xem lại sổ đoàn viên."""  # noqa: E501


class CardEndedAlready(Refusal):
    """Thẻ này đã được thay hoặc thu hồi; hãy tải lại trang để xem thẻ hiện nay."""


class NotAReplacing(Refusal):
    """Hãy chọn lý do thay thẻ: mất thẻ hoặc thẻ hỏng; đổi họ tên, đơn vị thì dùng In lại."""


class NumberHeld(Refusal):
    """Mã số {number} đang in trên thẻ của {name}; hãy in lại hoặc thu hồi thẻ đó trước, hoặc sửa mã số trong hồ sơ."""  # noqa: E501


@dataclass(frozen=True)
class Ready:
    """Cards made ready to print, in the order of names."""

    cards: list[int]
    issued: int
    replaced: int


def _refuse(actor: Actor, unit: Organisation, at: datetime) -> None:
    actor.require(policies.ISSUE, on=unit)
    if not may_read_names(actor, unit, below=False, at=at):
        raise NotAllowed


@transaction.atomic
def make_ready(
    *, actor: Actor, unit: Organisation, people: Sequence[int], on: date, at: datetime
) -> Ready:
    """
    Let each of the people have a card that is true today.

    Who has none is issued one; one whose name, union or number has changed is replaced; all others
    keep theirs. Who is no member of the union today is left out. Twice is once.

    :raises NobodyToIssue: when nobody of them is a member there
    :raises NumberHeld: when a number stands on somebody else's open card
    """
    _refuse(actor, unit, at)
    _lock(people)
    rows = list(
        unscoped_holding(unit, on=on)
        .filter(person_id__in=people)
        .order_by("person__sort_key", "pk")
    )
    if not rows:
        raise NobodyToIssue
    stale = [row.card for row in rows if row.standing == CardStanding.STALE]
    missing = [row for row in rows if row.standing == CardStanding.NONE]
    Card.objects.filter(pk__in=stale).update(ended_on=on, end_reason=CardEnd.CHANGED)
    made = _create([row for row in rows if row.standing != CardStanding.CURRENT], unit, on)
    if made:
        record(
            actor=actor,
            verb="cards.issued",
            target=unit,
            organisation_id=unit.pk,
            changes={
                "issued": len(missing),
                "replaced": len(stale),
                "numbers": [card.number for card in made.values()],
            },
            label=name_of(unit, on=on),
        )
    cards = [made[row.person_id].pk if row.person_id in made else row.card for row in rows]
    return Ready(cards, len(missing), len(stale))


def _lock(people: Iterable[int]) -> None:
    rows = Person.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=people)
    list(rows.order_by("pk").values_list("pk", flat=True))


def _create(rows: Sequence[Any], unit: Organisation, on: date) -> dict[int, Card]:
    """Write new cards for rows of ``unscoped_holding`` that have no open one now."""
    people = [row.person_id for row in rows]
    before = dict(
        Card.objects.filter(person_id__in=people)
        .values_list("person_id")
        .annotate(last=Max("issue"))
    )
    numbers = {row.person_id: card_number(row.member_no, row.person_id) for row in rows}
    held = Card.objects.filter(number__in=numbers.values(), ended_on__isnull=True).first()
    if held is not None:
        raise NumberHeld(number=held.number, name=held.printed_name)
    printed_unit = name_of(unit, on=on)
    made = Card.objects.bulk_create(
        Card(
            person_id=row.person_id,
            organisation=unit,
            number=numbers[row.person_id],
            token=secrets.token_urlsafe(_TOKEN_BYTES),
            printed_name=row.full_name,
            printed_unit=printed_unit,
            issue=before.get(row.person_id, 0) + 1,
            issued_on=on,
        )
        for row in rows
    )
    return {card.person_id: card for card in made}


def _end(card: Card, reason: CardEnd, note: str, on: date) -> None:
    """:raises CardEndedAlready: when somebody was quicker"""
    held = Card.objects.select_for_update(of=("self",)).get(pk=card.pk)
    if held.ended_on is not None:
        raise CardEndedAlready
    held.ended_on, held.end_reason, held.note = on, reason, note
    held.save(update_fields=["ended_on", "end_reason", "note"])


@transaction.atomic
def replace_card(
    *, actor: Actor, card: Card, reason: CardEnd, note: str, on: date, at: datetime
) -> Card:
    """
    End a card that was lost or is damaged and issue another; the old one is invalid at once.

    :raises NotAReplacing: another reason
    :raises CardEndedAlready: when it was replaced or withdrawn meanwhile
    :raises NotAMemberNow: when the person belongs nowhere today
    """
    unit = keeper_of(card, on=on)
    _refuse(actor, unit, at)
    if reason not in ASKED_FOR:
        raise NotAReplacing
    _lock([card.person_id])
    row = unscoped_holding(unit, on=on).filter(person_id=card.person_id).first()
    if row is None:
        raise NotAMemberNow
    _end(card, reason, note, on)
    made = _create([row], unit, on)[card.person_id]
    record(
        actor=actor,
        verb="cards.replaced",
        target=card.person,
        organisation_id=unit.pk,
        changes={"end_reason": str(reason), "issue": made.issue},
        reason=note,
    )
    return made


@transaction.atomic
def withdraw_card(*, actor: Actor, card: Card, reason: str, on: date, at: datetime) -> None:
    """
    Take a card back; it is invalid at once. Another may be issued later.

    :raises CardEndedAlready: when it was replaced or withdrawn meanwhile
    """
    unit = keeper_of(card, on=on)
    _refuse(actor, unit, at)
    _lock([card.person_id])
    _end(card, CardEnd.WITHDRAWN, reason, on)
    record(
        actor=actor,
        verb="cards.withdrawn",
        target=card.person,
        organisation_id=unit.pk,
        changes={"number": card.number},
        reason=reason,
    )
