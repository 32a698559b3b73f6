"""Parties that changed under a packet, and who goes along with it."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext

from congdoan.kernel.organisations.api import names, successors
from congdoan.kernel.people.models import Office
from congdoan.kernel.rulebook.api import catalogue
from congdoan.support.signing.enums import Following
from congdoan.support.signing.models import Follower, Packet, Slot
from congdoan.support.signing.rules.slots import PartyEnded
from congdoan.support.signing.selectors.packets import owner_name


def refuse_party_ended(slot: Slot, *, on: date) -> None:
    """
    Refuse to sign for a party that ended after the freeze.

    Its successor is a party of its own: the text names the old one and has to be sent round anew.

    :raises PartyEnded: naming the day and who follows
    """
    party = slot.organisation
    if party.exists_on(on) or party.valid.upper is None or on < party.valid.upper:
        return
    heirs = names(successors(party).values_list("pk", flat=True), on=on)
    raise PartyEnded(
        party=slot.party_name,
        day=f"{party.valid.upper:%d/%m/%Y}",
        owner=owner_name(slot.packet, on=on),
        heir=", ".join(sorted(heirs.values())) or gettext("đơn vị kế thừa"),
    )


def unscoped_readers(organisations: Iterable[int], *, on: date) -> set[int]:
    """Return the people who sign for these organisations or keep their registers on ``on``."""
    codes = [
        entry.code
        for entry in catalogue("position", on=on)
        if entry.attributes.get("signs") or entry.attributes.get("registers")
    ]
    offices = Office.objects.on(on).filter(
        organisation_id__in=list(organisations), position__in=codes
    )
    return set(offices.values_list("person_id", flat=True))


def unscoped_follower_ids(packet: Packet, *kinds: Following, on: date) -> set[int]:
    """Return the people behind the followers of these kinds."""
    rows = list(Follower.objects.filter(packet=packet, kind__in=kinds))
    named = {row.person_id for row in rows if row.person_id}
    whole = [row.organisation_id for row in rows if not row.person_id]
    return named | (unscoped_readers(whole, on=on) if whole else set())
