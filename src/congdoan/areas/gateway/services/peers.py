"""Whom we exchange documents with, and under which codes our own units are known."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congdoan.areas.gateway.enums import Way
from congdoan.areas.gateway.models import Package, Peer
from congdoan.areas.gateway.policies import OPERATE
from congdoan.areas.gateway.rules.identity import is_address, is_code
from congdoan.areas.gateway.rules.refusals import (
    AddressNeeded,
    CertificatesNeeded,
    CodeMalformed,
    CodeTaken,
    PeerInUse,
)
from congdoan.areas.gateway.selectors.peers import SCHEME, newest_key, peer_by_code, unit_of
from congdoan.areas.gateway.services.keys import make_key, read_certificate
from congdoan.foundation.actor import Actor
from congdoan.foundation.valid_time import span
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation, OrganisationIdentifier

_FIELDS = [
    "name", "folded", "profile", "way", "address", "certificate", "fingerprint", "authority",
    "must_sign",
]  # fmt: skip


@dataclass(frozen=True)
class PeerData:
    """What the operator types."""

    code: str
    name: str
    profile: str
    way: str
    address: str = ""
    certificate: str = ""
    authority: str = ""
    must_sign: bool = False


@transaction.atomic
def connect_peer(*, actor: Actor, data: PeerData, on: date, at: datetime) -> Peer:
    """
    Connect a body; the first one makes the installation's key, too.

    :raises CodeMalformed, CodeTaken: a code that is none, or somebody's; and as ``change_peer``
    """
    actor.require(OPERATE, on=None)
    _check_code(data.code, on=on)
    peer = Peer(code=data.code, made_at=at)
    _fill(peer, data)
    peer.save(force_insert=True)
    if newest_key() is None:
        make_key(actor=actor, at=at)
    _record(actor, "peer_connected", peer)
    return peer


@transaction.atomic
def change_peer(*, actor: Actor, peer: Peer, data: PeerData) -> Peer:
    """:raises AddressNeeded, CertificatesNeeded, CertificateUnreadable: what its way needs"""
    actor.require(OPERATE, on=None)
    peer = Peer.objects.select_for_update(of=("self",)).get(pk=peer.pk)
    _fill(peer, data)
    peer.save(update_fields=_FIELDS)
    _record(actor, "peer_changed", peer)
    return peer


def _fill(peer: Peer, data: PeerData) -> None:
    peer.name, peer.profile, peer.way = data.name, data.profile, data.way
    peer.address = data.address.strip() if data.way == Way.FEDERATION else ""
    peer.certificate, peer.fingerprint = read_certificate(data.certificate)
    peer.authority = read_certificate(data.authority)[0]
    peer.must_sign = data.must_sign
    if data.way == Way.FEDERATION:
        if not is_address(peer.address):
            raise AddressNeeded
        if not (peer.certificate and peer.authority):
            raise CertificatesNeeded
        peer.must_sign = True
    peer.settle_keys()


def _check_code(code: str, *, on: date) -> None:
    if not is_code(code):
        raise CodeMalformed
    other = peer_by_code(code)
    if other is not None:
        raise CodeTaken(code=code, name=other.name)
    unit = unit_of(code, on=on)
    if unit is not None:
        raise CodeTaken(code=code, name=name_of(unit, on=on))


@transaction.atomic
def pause_peer(*, actor: Actor, peer: Peer, paused: bool) -> None:
    """Let packages to and from a peer wait, or go on."""
    actor.require(OPERATE, on=None)
    Peer.objects.filter(pk=peer.pk).update(paused=paused)
    _record(actor, "peer_paused" if paused else "peer_resumed", peer)


@transaction.atomic
def remove_peer(*, actor: Actor, peer: Peer) -> None:
    """:raises PeerInUse: once packages were exchanged"""
    actor.require(OPERATE, on=None)
    if Package.objects.filter(peer=peer).exists():
        raise PeerInUse
    _record(actor, "peer_removed", peer)
    Peer.objects.filter(pk=peer.pk).delete()


@transaction.atomic
def give_code(*, actor: Actor, organisation: Organisation, code: str, on: date) -> None:
    """
    Write down the mã định danh of a unit of ours; the former one ends the day before.

    :raises CodeMalformed, CodeTaken: a code that is none, or somebody's
    """
    actor.require(OPERATE, on=None)
    if unit_of(code, on=on) == organisation:
        return
    _check_code(code, on=on)
    former = OrganisationIdentifier.objects.on(on).filter(scheme=SCHEME, organisation=organisation)
    for one in former:
        if one.valid.lower == on:
            one.delete()
        else:
            one.valid = span(one.valid.lower, on)
            one.save(update_fields=["valid"])
    OrganisationIdentifier.objects.create(
        organisation=organisation, scheme=SCHEME, value=code, valid=span(on, None)
    )
    audit.record(
        actor=actor,
        verb="gateway.code_given",
        target=organisation,
        organisation_id=organisation.pk,
        changes={"code": code},
    )


def _record(actor: Actor, verb: str, peer: Peer) -> None:
    audit.record(
        actor=actor,
        verb=f"gateway.{verb}",
        target=peer,
        organisation_id=None,
        changes={"code": peer.code, "way": peer.way},
    )
