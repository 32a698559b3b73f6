"""Files of cards to print: few at once, many in the background; logged, kept for some days."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from congdoan.areas.cards import policies
from congdoan.areas.cards.enums import Layout
from congdoan.areas.cards.models import Card, CardPrint
from congdoan.areas.cards.selectors.holding import unscoped_cards
from congdoan.areas.members.api import may_read_names
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import value
from congdoan.support.notifications.api import notify

#: Drawn while the officer waits; more are drawn in the background.
AT_ONCE = 40
#: One printing asked for; a union with more members prints in parts.
MOST = 5_000
#: A file that is not there after so long was lost with its machine; another may be asked for.
_LOST_AFTER = timedelta(minutes=30)

Told = Callable[[int], None]
#: Draws cards for a layout; hears how far it is.
Content = Callable[[Sequence[Card], Layout, datetime, Told], bytes]


class PrintWaits(Refusal):
    """Một tệp in thẻ bạn yêu cầu cho đơn vị này đang được lập; hãy chờ tệp đó xong."""


class TooManyToPrint(Refusal):
    """Một lần in nhiều nhất 5.000 thẻ; hãy lọc hẹp lại rồi in thành nhiều đợt."""


class NothingToPrint(Refusal):
    """Các thẻ này đã được thay hoặc thu hồi; hãy mở lại danh sách rồi chọn in lại."""


class PrintGone(Refusal):
    """Tệp này đã hết hạn giữ và được xóa; hãy in lại từ danh sách thẻ."""

    status = 410


@transaction.atomic
def ask_for_print(
    *, actor: Actor, unit: Organisation, cards: Sequence[int], layout: Layout, at: datetime
) -> CardPrint:
    """
    Have a file of cards made; many are drawn in the background (``is_small`` tells).

    :raises PrintWaits: while an earlier one of theirs waits
    :raises TooManyToPrint: more than one printing holds
    """
    _refuse(actor, unit, at)
    if actor.user_id is None:
        raise NotAllowed
    if len(cards) > MOST:
        raise TooManyToPrint
    waiting = CardPrint.objects.filter(
        organisation=unit, user_id=actor.user_id, made_at__isnull=True
    )
    waiting.filter(asked_at__lt=at - _LOST_AFTER).delete()
    if waiting.exists():
        raise PrintWaits
    made = CardPrint.objects.create(
        organisation=unit,
        user_id=actor.user_id,
        layout=layout,
        cards=list(cards),
        total=len(cards),
        asked_at=at,
    )
    if not is_small(made):
        enqueue("cards.print", printing=made.pk, key=f"cards.print.{made.pk}")
    return made


def is_small(printing: CardPrint) -> bool:
    return printing.total <= AT_ONCE


def is_lost(printing: CardPrint, *, at: datetime) -> bool:
    """Tell whether a file that is not there will not come any more."""
    return printing.made_at is None and printing.asked_at < at - _LOST_AFTER


def _refuse(actor: Actor, unit: Organisation, at: datetime) -> None:
    actor.require(policies.ISSUE, on=unit)
    if not may_read_names(actor, unit, below=False, at=at):
        raise NotAllowed


def make_print(*, actor: Actor, printing: CardPrint, content: Content, at: datetime) -> CardPrint:
    """
    Draw a file that was asked for, with the rights its person has now. Twice is once.

    Not one transaction: who waits sees how far it is.

    :raises NothingToPrint: when all its cards have ended since
    """
    _refuse(actor, printing.organisation, printing.asked_at)
    waiting = CardPrint.objects.filter(pk=printing.pk, made_at__isnull=True)
    cards = unscoped_cards(printing.cards)
    if not cards:
        raise NothingToPrint
    pdf = content(cards, Layout(printing.layout), at, lambda n: _move_on(printing.pk, n))
    with transaction.atomic():
        held = waiting.select_for_update(of=("self",)).first()
        if held is None:
            return CardPrint.objects.get(pk=printing.pk)
        return _keep(actor, held, len(cards), pdf, at)


def _move_on(printing: int, drawn: int) -> None:
    CardPrint.objects.filter(pk=printing).update(drawn=drawn)


def _keep(actor: Actor, held: CardPrint, count: int, pdf: bytes, at: datetime) -> CardPrint:
    unit, day = held.organisation, at.date()
    path = default_storage.save(f"cards/{secrets.token_urlsafe(24)}.pdf", ContentFile(pdf))
    held.path, held.drawn, held.total, held.made_at = path, count, count, at
    held.until = at + timedelta(days=int(value("member.rule.export_days", on=day)))
    held.save(update_fields=["path", "drawn", "total", "made_at", "until"])
    name = name_of(unit, on=day)
    record(
        actor=actor,
        verb="cards.printed",
        target=unit,
        organisation_id=unit.pk,
        changes={"cards": count, "layout": held.layout},
        label=name,
    )
    if not is_small(held):
        notify(
            actor=system_actor(today=day),
            kind="cards.printed",
            key=f"cards.print.{held.pk}",
            at=at,
            users=[held.user_id],
            context={
                "organisation": name,
                "count": str(count),
                "until": f"{held.until:%d/%m/%Y}",
            },
            url=reverse("cards:printing", args=[held.pk]),
        )
    return held


def clear_prints(*, at: datetime) -> int:
    """Throw away files that were kept long enough; return how many."""
    gone = list(CardPrint.objects.filter(until__lt=at).exclude(path=""))
    for one in gone:
        default_storage.delete(one.path)
        one.path = ""
        one.save(update_fields=["path"])
    return len(gone)
