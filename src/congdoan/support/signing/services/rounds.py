"""How a packet's round stands after each act."""

from django.db.models import QuerySet

from congdoan.support.signing.enums import SlotState
from congdoan.support.signing.models import Packet, Slot
from congdoan.support.signing.rules.rounds import Round, Standing


def round_of(packet: Packet, slots: "QuerySet[Slot] | list[Slot] | None" = None) -> Round:
    """Return the round of a packet; prefetch ``slots`` and ``groups`` in lists."""
    places = list(packet.slots.all() if slots is None else slots)
    grouped = any(slot.group_id for slot in places)
    needed = {group.pk: group.needed for group in packet.groups.all()} if grouped else {}
    return Round(places, needed)


def settle(packet: Packet) -> Standing:
    """Spare those who are not needed any more, and tell how the round stands."""
    going = round_of(packet)
    spared = [slot.pk for slot in going.spared() if isinstance(slot, Slot)]
    if spared:
        Slot.objects.filter(pk__in=spared).update(state=SlotState.NOT_NEEDED)
    return going.standing()
