"""Who is told what, and whose work it is to sign."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from congdoan.foundation.actor import Actor
from congdoan.support.notifications.api import notify
from congdoan.support.signing.enums import Following, Method, SlotState
from congdoan.support.signing.models import Packet, Scan, Signature, Slot
from congdoan.support.signing.rules.rounds import earliest
from congdoan.support.signing.selectors.mandates import unscoped_signatory_ids
from congdoan.support.signing.selectors.packets import owner_name, slots_of
from congdoan.support.signing.selectors.parties import unscoped_follower_ids
from congdoan.support.signing.services.rounds import round_of
from congdoan.support.worklist.api import Wanted, sync_work

#: Code of the kind of work (``wiring.py`` declares it).
WORK = "signing.sign"


def room(packet: Packet) -> str:
    return reverse("signing:room", args=[packet.pk])


def ask_to_sign(
    *, actor: Actor, packet: Packet, on: date, at: datetime, again: bool = False
) -> None:
    """
    Put signing on the work lists of whose turn it is, and tell who may sign for them.

    Once per deadline, unless ``again``: after a refusal the same text is news.
    """
    slots = list(slots_of(packet))
    due = due_slots(packet, slots)
    _list_work(actor, packet, slots, on=on, at=at)
    turn = f"{packet.deadline}.{at.isoformat()}" if again else f"{packet.deadline}"
    _tell_slots(actor, packet, due, "signing.asked", once=turn, on=on, at=at)


def remind(*, actor: Actor, packet: Packet, slots: list[Slot], on: date, at: datetime) -> None:
    """Tell those whose turn it is once more."""
    _tell_slots(actor, packet, slots, "signing.reminded", once=at.isoformat(), on=on, at=at)


def _tell_slots(
    actor: Actor,
    packet: Packet,
    slots: list[Slot],
    kind: str,
    *,
    once: str,
    on: date,
    at: datetime,
) -> None:
    people = unscoped_signatory_ids([slot.organisation_id for slot in slots], on=on)
    owner = owner_name(packet, on=on)
    for slot in slots:
        notify(
            actor=actor,
            kind=kind,
            key=f"{kind}.{packet.pk}.{slot.pk}.{once}",
            at=at,
            people=people[slot.organisation_id],
            context={
                "title": packet.title,
                "owner": owner,
                "party": slot.party_name,
                "deadline": _day(earliest(packet.deadline, slot.deadline)),
            },
            url=room(packet),
        )


def tell_observers(*, actor: Actor, packet: Packet, on: date, at: datetime) -> None:
    """Tell who only watches that a text goes round."""
    people = unscoped_follower_ids(packet, Following.OBSERVER, on=on)
    context = {"title": packet.title, "owner": owner_name(packet, on=on)}
    _tell(actor, packet, "signing.watching", people=people, at=at, context=context)


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
    """Tell everybody; who gets a copy finds the finished text behind the link."""
    _tell_all(actor, packet, "signing.completed", at=at, context={"title": packet.title})
    copies = unscoped_follower_ids(packet, Following.COPY, on=_local(at))
    context = {"title": packet.title, "owner": owner_name(packet, on=_local(at))}
    _tell(actor, packet, "signing.copy", people=copies, at=at, context=context)


def tell_declined(*, actor: Actor, packet: Packet, slot: Slot, on: date, at: datetime) -> None:
    """Tell the sender that one of a group declined and the others go on."""
    context = {
        "title": packet.title,
        "party": slot.party_name,
        "person": slot.declined_by_name,
        "reason": slot.decline_reason,
    }
    _tell(actor, packet, "signing.declined", users=_sender(packet), at=at, context=context)
    list_work(actor=actor, packet=packet, on=on, at=at)


def tell_late(*, actor: Actor, packet: Packet, late: list[str], on: date, at: datetime) -> None:
    """Tell the sender whose own day has passed while the packet goes on."""
    context = {"title": packet.title, "late": "; ".join(late)}
    _tell(actor, packet, "signing.late", users=_sender(packet), at=at, context=context)
    list_work(actor=actor, packet=packet, on=on, at=at)


def tell_returned(*, actor: Actor, packet: Packet, slot: Slot, at: datetime) -> None:
    context = {
        "title": packet.title,
        "party": slot.party_name,
        "person": slot.declined_by_name,
        "reason": slot.decline_reason,
        "owner": owner_name(packet, on=_local(at)),
    }
    _tell_all(actor, packet, "signing.returned", at=at, context=context)


def tell_scan(*, actor: Actor, packet: Packet, scan: Scan, at: datetime) -> None:
    """Tell who sent a scan what became of it, when it was read later."""
    context = {"title": packet.title, "state": scan.get_state_display()}
    sender = [scan.uploaded_by_id] if scan.uploaded_by_id else []
    _tell(actor, packet, "signing.scan_read", users=sender, at=at, context=context)


def tell_voided(*, actor: Actor, packet: Packet, lost: list[str], at: datetime) -> None:
    context = {
        "title": packet.title,
        "reason": packet.close_reason,
        "collected": "; ".join(lost) or gettext("chưa có"),
    }
    _tell_all(actor, packet, "signing.voided", at=at, context=context)


def tell_expired(*, actor: Actor, packet: Packet, at: datetime) -> None:
    missing = packet.slots.filter(state__in=[SlotState.WAITING, SlotState.EXPIRED])
    context = {
        "title": packet.title,
        "deadline": _day(packet.deadline or _local(at)),
        "missing": "; ".join(missing.order_by("number").values_list("party_name", flat=True)),
        "owner": owner_name(packet, on=_local(at)),
    }
    _tell_all(actor, packet, "signing.expired", at=at, context=context)


def list_work(*, actor: Actor, packet: Packet, on: date, at: datetime) -> None:
    """Make the work lists say what is still owed on this packet."""
    _list_work(actor, packet, list(slots_of(packet)), on=on, at=at)


def _tell_all(
    actor: Actor, packet: Packet, kind: str, *, at: datetime, context: Mapping[str, object]
) -> None:
    """Tell the sender, who signed, who may sign for a party, and who watches."""
    on = _local(at)
    slots = list(slots_of(packet))
    people = set().union(
        *unscoped_signatory_ids([slot.organisation_id for slot in slots], on=on).values()
    )
    people |= {slot.signed.person_id for slot in slots if slot.signed}
    people |= unscoped_follower_ids(packet, Following.OBSERVER, on=on)
    _tell(actor, packet, kind, people=people, users=_sender(packet), at=at, context=context)
    _list_work(actor, packet, slots, on=on, at=at)


def _tell(
    actor: Actor,
    packet: Packet,
    kind: str,
    *,
    at: datetime,
    context: Mapping[str, object],
    people: Iterable[int] = (),
    users: Iterable[int] = (),
) -> None:
    notify(
        actor=actor,
        kind=kind,
        key=f"{kind}.{packet.pk}.{at.isoformat()}",
        at=at,
        people=people,
        users=users,
        context=context,
        url=room(packet),
    )


def _list_work(
    actor: Actor, packet: Packet, slots: Iterable[Slot], *, on: date, at: datetime
) -> None:
    # Kept text is Vietnamese: it is read by others than who happened to cause it.
    with override("vi"):
        wanted = list(_wanted(packet, list(slots)))
    sync_work(actor=actor, prefix=f"signing.{packet.pk}.", wanted=wanted, on=on, at=at)


def _wanted(packet: Packet, slots: list[Slot]) -> Iterator[Wanted]:
    due = {slot.pk for slot in due_slots(packet, slots)}
    for slot in slots:
        if slot.is_signed or slot.pk in due:
            yield Wanted(
                key=f"signing.{packet.pk}.sign.{slot.pk}",
                kind=WORK,
                title=gettext("Ký: {title}").format(title=packet.title)[:300],
                organisation_id=slot.organisation_id,
                source_label=packet.title[:300],
                source_url=room(packet),
                due=earliest(packet.deadline, slot.deadline),
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
                done=not slot.signed.owes_scan,
            )


def due_slots(packet: Packet, slots: list[Slot]) -> list[Slot]:
    """Return the slots that can be signed now: in an ordered packet, those of the present turn."""
    if not packet.is_open:
        return []
    due = round_of(packet, slots).due(ordered=packet.ordered)
    return [slot for slot in due if isinstance(slot, Slot)]


def _sender(packet: Packet) -> list[int]:
    return [packet.opened_by_id] if packet.opened_by_id else []


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else gettext("không có hạn")


def _local(at: datetime) -> date:
    return timezone.localtime(at).date()
