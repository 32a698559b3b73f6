"""Peers, the codes of our own units, the installation's key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from congdoan.areas.gateway.models import Peer, ServerKey
from congdoan.areas.gateway.policies import OPERATE
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation, OrganisationIdentifier
from congdoan.kernel.rulebook.api import catalogue, find_entry
from congdoan.support.edxml.api import Profile

#: Whose codes these are (``OrganisationIdentifier.scheme``).
SCHEME = "qcvn102"
PROFILE = "edxml.profile"


def visible_peers(actor: Actor) -> QuerySet[Peer]:
    """Return the peers, for whom runs the installation."""
    return Peer.objects.all() if actor.may(OPERATE, on=None) else Peer.objects.none()


def get_peer(actor: Actor, pk: int) -> Peer:
    """:raises NotFound: when there is none, or the actor does not run the installation"""
    found = visible_peers(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def peer_by_code(code: str) -> Peer | None:
    return Peer.objects.filter(code=code.strip()).first()


def peers_by_code(codes: Iterable[str]) -> dict[str, Peer]:
    found = Peer.objects.filter(code__in={one.strip() for one in codes})
    return {one.code: one for one in found}


def peers_signing_as(fingerprint: str) -> list[Peer]:
    """Return the bodies of another installation: they share its key."""
    return list(Peer.objects.filter(fingerprint=fingerprint).order_by("pk"))


def is_peer(address: str) -> bool | None:
    """Answer ``documents.is_exchanged``."""
    return Peer.objects.filter(code=address.strip()).exists() or None


def profile_choices(*, on: date) -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in catalogue(PROFILE, on=on)]


def profile_of(peer: Peer, *, on: date) -> Profile:
    """Return how the peer writes; the standard's own way where its row is gone."""
    entry = find_entry(PROFILE, peer.profile, on=on)
    return Profile.of(entry.attributes if entry else {})


def own_codes() -> QuerySet[OrganisationIdentifier]:
    rows = OrganisationIdentifier.objects.filter(scheme=SCHEME)
    return rows.select_related("organisation").order_by("value")


def code_of(organisation: int, *, on: date) -> str:
    """Return the mã định danh of a unit of ours; "" where it has none."""
    rows = own_codes().on(on).filter(organisation=organisation)  # type: ignore[attr-defined]
    found = rows.first()
    return found.value if found else ""


def unit_of(code: str, *, on: date) -> Organisation | None:
    rows = own_codes().on(on).filter(value=code)  # type: ignore[attr-defined]
    found = rows.first()
    return found.organisation if found else None


def newest_key() -> ServerKey | None:
    return ServerKey.objects.order_by("-made_at", "-pk").first()


@dataclass(frozen=True)
class OwnUnit:
    name: str
    code: str


def own_units(*, on: date) -> list[OwnUnit]:
    """Return our units that documents can be exchanged with, by code; two queries."""
    rows = list(own_codes().on(on))  # type: ignore[attr-defined]
    known = names([one.organisation_id for one in rows], on=on)
    return [OwnUnit(known.get(one.organisation_id, ""), one.value) for one in rows]
