"""Who is told what, and whose work it is to sign."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from congdoan.foundation.actor import Actor
from congdoan.support.notifications.api import notify
from congdoan.support.signing.enums import Method, SlotState
from congdoan.support.signing.models import Packet, Signature, Slot
from congdoan.support.signing.selectors.mandates import unscoped_signatory_ids
from congdoan.support.signing.selectors.packets import owner_name, slots_of
from congdoan.support.worklist.api import Wanted, sync_work

#: Code of the kind of work (``wiring.py`` declares it).
WORK = "signing.sign"


def room(packet: Packet) -> str:
    return reverse("signing:room", args=[packet.pk])


def ask_to_sign(*, actor: Actor, packet: Packet, on: date, at: datetime) -> None:
    """Put signing on the work lists of whose turn it is, and tell who may sign for them."""
    slots = list(slots_of(packet))
    due = _due_slots(packet, slots)
    _list_work(actor, packet, slots, on=on, at=at)
    people = unscoped_signatory_ids([slot.organisation_id for slot in due], on=on)
    owner = owner_name(packet, on=on)
    for slot in due:
        notify(
            actor=actor,
            kind="signing.asked",
            key=f"signing.asked.{packet.pk}.{slot.pk}.{packet.deadline}",
            at=at,
            people=people[slot.organisation_id],
            context={
                "title": packet.title,
                "owner": owner,
                "party": slot.party_name,
                "deadline": _day(packet.deadline),
            },
            url=room(packet),
        )


def tell_signed(
    *, actor: Actor, packet: Packet, slot: Slot, signature: Signature, on: date, at: datetime
) -> None:
    """Tell the sender; in an ordered packet the next in turn are asked now."""
    waiting = packet.slots.filter(state=SlotState.WAITING).count()
    notify(
        actor=actor,
        kind="signing.signed",
        key=f"signing.signed.{packet.pk}.{slot.pk}",
        at=at,
        users=_sender(packet),
        context={
            "title": packet.title,
            "party": slot.party_name,
            "person": signature.person_name,
            "day": _day(signature.signed_on),
            "waiting": waiting,
        },
        url=room(packet),
    )
    if packet.ordered:
        ask_to_sign(actor=actor, packet=packet, on=on, at=at)
    else:
        list_work(actor=actor, packet=packet, on=on, at=at)


def tell_completed(*, actor: Actor, packet: Packet, at: datetime) -> None:
    _tell_all(actor, packet, "signing.completed", at=at, context={"title": packet.title})


def tell_returned(*, actor: Actor, packet: Packet, slot: Slot, at: datetime) -> None:
    context = {
        "title": packet.title,
        "party": slot.party_name,
        "person": slot.declined_by_name,
        "reason": slot.decline_reason,
        "owner": owner_name(packet, on=_local(at)),
    }
    _tell_all(actor, packet, "signing.returned", at=at, context=context)


def tell_voided(*, actor: Actor, packet: Packet, lost: list[str], at: datetime) -> None:
    context = {
        "title": packet.title,
        "reason": packet.close_reason,
        "collected": "; ".join(lost) or gettext("chưa có"),
    }
    _tell_all(actor, packet, "signing.voided", at=at, context=context)


def tell_expired(*, actor: Actor, packet: Packet, at: datetime) -> None:
    missing = packet.slots.filter(state=SlotState.WAITING).order_by("number")
    context = {
        "title": packet.title,
        "deadline": _day(packet.deadline),
        "missing": "; ".join(missing.values_list("party_name", flat=True)),
        "owner": owner_name(packet, on=_local(at)),
    }
    _tell_all(actor, packet, "signing.expired", at=at, context=context)


def list_work(*, actor: Actor, packet: Packet, on: date, at: datetime) -> None:
    """Make the work lists say what is still owed on this packet."""
    _list_work(actor, packet, list(slots_of(packet)), on=on, at=at)


def _tell_all(
    actor: Actor, packet: Packet, kind: str, *, at: datetime, context: Mapping[str, object]
) -> None:
    """Tell the sender, everybody who signed, and everybody who may sign for a party."""
    on = _local(at)
    slots = list(slots_of(packet))
    people = set().union(
        *unscoped_signatory_ids([slot.organisation_id for slot in slots], on=on).values()
    )
    people |= {slot.signed.person_id for slot in slots if slot.signed}
    notify(
        actor=actor,
        kind=kind,
        key=f"{kind}.{packet.pk}.{at.isoformat()}",
        at=at,
        people=people,
        users=_sender(packet),
        context=context,
        url=room(packet),
    )
    _list_work(actor, packet, slots, on=on, at=at)


def _list_work(
    actor: Actor, packet: Packet, slots: Iterable[Slot], *, on: date, at: datetime
) -> None:
    # Kept text is Vietnamese: it is read by others than who happened to cause it.
    with override("vi"):
        wanted = list(_wanted(packet, list(slots)))
    sync_work(actor=actor, prefix=f"signing.{packet.pk}.", wanted=wanted, on=on, at=at)


def _wanted(packet: Packet, slots: list[Slot]) -> Iterator[Wanted]:
    due = {slot.pk for slot in _due_slots(packet, slots)}
    for slot in slots:
        if slot.is_signed or slot.pk in due:
            yield Wanted(
                key=f"signing.{packet.pk}.sign.{slot.pk}",
                kind=WORK,
                title=gettext("Ký: {title}").format(title=packet.title)[:300],
                organisation_id=slot.organisation_id,
                source_label=packet.title[:300],
                source_url=room(packet),
                due=packet.deadline,
                done=slot.is_signed,
            )
        if slot.signed and slot.signed.method == Method.PAPER:
            title = gettext("Đính kèm bản quét chữ ký của {party}").format(party=slot.party_name)
            yield Wanted(
                key=f"signing.{packet.pk}.scan.{slot.pk}",
                kind=WORK,
                title=title[:300],
                organisation_id=packet.organisation_id,
                source_label=packet.title[:300],
                source_url=room(packet),
                done=slot.signed.scan_id is not None,
            )


def _due_slots(packet: Packet, slots: Iterable[Slot]) -> list[Slot]:
    """Return the slots that can be signed now: in an ordered packet, those of the present turn."""
    if not packet.is_open:
        return []
    waiting = [slot for slot in slots if slot.state == SlotState.WAITING]
    if not packet.ordered or not waiting:
        return waiting
    turn = min(slot.turn for slot in waiting)
    return [slot for slot in waiting if slot.turn == turn]


def _sender(packet: Packet) -> list[int]:
    return [packet.opened_by_id] if packet.opened_by_id else []


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else gettext("không có hạn")


def _local(at: datetime) -> date:
    return timezone.localtime(at).date()
