"""Packets: what an actor may see of them, and what services ask."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.people.api import unscoped_offices_of
from congdoan.kernel.people.models import Person
from congdoan.support.signing import policies
from congdoan.support.signing.enums import Following, Method, PacketState, SlotState
from congdoan.support.signing.models import Follower, Packet, Signature, Slot

if TYPE_CHECKING:
    from congdoan.support.signing.models.packet import PacketQuerySet


def visible_packets(actor: Actor) -> "PacketQuerySet":
    """Return the packets of the organisations the actor sees or signs for, as owner or party."""
    seen = Q(organisation__in=actor.reach(policies.VIEW))
    mine = Slot.objects.filter(packet=OuterRef("pk")).filter(
        Q(organisation__in=actor.reach(policies.VIEW))
        | Q(organisation__in=actor.reach(policies.SIGN))
    )
    found = Packet.objects.filter(seen | Exists(mine) | _followed(actor))
    # Who looks at a past day has the branch of that day: not what the branch did after leaving.
    return found if actor.as_of >= actor.today else found.filter(opened_at__date__lte=actor.as_of)


def _followed(actor: Actor) -> Q:
    """Keep what the actor follows: a copy receiver opens it when all have signed."""
    whole = Q(person=None, organisation__in=actor.reach(policies.VIEW))
    mine = whole | Q(person=actor.person_id) if actor.person_id else whole
    followers = Follower.objects.filter(mine, packet=OuterRef("pk"))
    return Q(Exists(followers.filter(kind=Following.OBSERVER))) | Q(
        Exists(followers.filter(kind=Following.COPY)), state=PacketState.COMPLETE
    )


def counted(packets: "PacketQuerySet") -> "PacketQuerySet":
    """Add ``signed`` and ``total`` slots, for lists."""
    signed = Count("slots", filter=Q(slots__state=SlotState.SIGNED))
    return packets.annotate(signed=signed, total=Count("slots"))


def held_among(
    actor: Actor, capability: Capability, organisations: Iterable[int]
) -> frozenset[int]:
    """Return on which of ``organisations`` the actor holds a capability; one query for all."""
    held = actor.reach(capability).filter(pk__in=set(organisations))
    return frozenset(held.values_list("pk", flat=True))


def awaited_packets(actor: Actor) -> "PacketQuerySet":
    """Return the open packets in which a party the actor signs for has not signed."""
    waiting = Slot.objects.filter(
        packet=OuterRef("pk"),
        state=SlotState.WAITING,
        organisation__in=actor.reach(policies.SIGN),
    )
    return Packet.objects.open().filter(Exists(waiting))


def awaited_from_others(actor: Actor) -> "PacketQuerySet":
    """Return the open packets the actor sees in which only others still have to sign."""
    mine = awaited_packets(actor).values("pk")
    return visible_packets(actor).open().exclude(pk__in=mine)


def packets_to_remind(actor: Actor, *, most: int = 200) -> list[Packet]:
    """Return the open packets the actor sent round, the most pressing first, with their places."""
    rows = visible_packets(actor).open().filter(organisation__in=actor.reach(policies.MANAGE))
    pressing = rows.order_by(F("deadline").asc(nulls_last=True), "pk")
    return list(pressing.select_related("organisation").prefetch_related("slots", "groups")[:most])


def get_packet(actor: Actor, pk: int) -> Packet:
    """:raises NotFound: when there is none the actor may see"""
    packet = visible_packets(actor).select_related("organisation").filter(pk=pk).first()
    if packet is None:
        raise NotFound
    return packet


def get_slot(actor: Actor, pk: int) -> Slot:
    """:raises NotFound: when there is none in a packet the actor may see"""
    slot = (
        Slot.objects.filter(pk=pk, packet__in=visible_packets(actor))
        .select_related("packet__organisation", "organisation", "group", "signature__paper_scan")
        .first()
    )
    if slot is None:
        raise NotFound
    return slot


def get_slot_to_sign(actor: Actor, pk: int) -> Slot:
    """
    Return a slot for its signing page.

    Beside those who see the packet, who once held office at the party gets there: the page tells
    them why they cannot sign any more, and shows nothing else.

    :raises NotFound: to anybody else
    """
    slot = (
        Slot.objects.filter(pk=pk)
        .select_related("packet__organisation", "organisation", "group", "signature")
        .first()
    )
    if slot is None or actor.person_id is None:
        raise NotFound
    if visible_packets(actor).filter(pk=slot.packet_id).exists():
        return slot
    if unscoped_offices_of(actor.person_id).filter(organisation=slot.organisation_id).exists():
        return slot
    raise NotFound


def slots_of(packet: Packet) -> QuerySet[Slot]:
    """Return a packet's slots with their signatures, in the order of signing."""
    rows = packet.slots.select_related(
        "organisation", "group", "signature__scan", "signature__paper_scan"
    )
    return rows.order_by("turn", "number")


def unscoped_packets_about(subject_type: str, subject_id: int) -> "PacketQuerySet":
    """Return every packet of a subject, newest first; the slice above has checked the subject."""
    return Packet.objects.about(subject_type, subject_id).order_by("-opened_at", "-pk")


def find_packet_by_token(token: str) -> Packet | None:
    return Packet.objects.filter(token=token).first()


def find_packet_by_hash(digest: str) -> Packet | None:
    """Return the packet of this text; the one in force before withdrawn ones, then the newest."""
    found = Packet.objects.filter(text_hash=digest).order_by("-opened_at", "-pk")
    return found.filter(state=PacketState.COMPLETE).first() or found.first()


def unscoped_overdue_packets(*, on: date) -> "PacketQuerySet":
    """Return the open packets whose day has passed, or the day of one of their parties."""
    late = Slot.objects.filter(packet=OuterRef("pk"), state=SlotState.WAITING, deadline__lt=on)
    return Packet.objects.open().filter(Q(deadline__lt=on) | Exists(late)).order_by("pk")


def collected(packet: Packet) -> list[str]:
    """Return "person (party), day" for each signature of the packet."""
    rows = Signature.objects.filter(slot__packet=packet).select_related("slot")
    return [
        f"{row.person_name} ({row.slot.party_name}), {row.signed_on:%d/%m/%Y}"
        for row in rows.order_by("slot__number")
    ]


def last_on_paper(packet: Packet) -> dict[str, object]:
    """Return day and place of the last paper signature: at a conference all have the same."""
    last = (
        Signature.objects.filter(slot__packet=packet, method=Method.PAPER)
        .order_by("-recorded_at", "-pk")
        .values("signed_on", "place")
        .first()
    )
    return dict(last) if last else {}


def signatory(actor: Actor) -> Person:
    """:raises NotAllowed: when the sign-in belongs to no person"""
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    if person is None:
        raise NotAllowed
    return person


def owner_name(packet: Packet, *, on: date) -> str:
    return name_of(packet.organisation, on=on)


def frozen_on(packet: Packet) -> date:
    """Return the day the text was frozen, in the installation's time zone."""
    return timezone.localtime(packet.opened_at).date()
