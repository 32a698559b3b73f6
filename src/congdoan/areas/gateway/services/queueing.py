"""What happens in documents becomes packages, in the same transaction; a worker carries them."""

from datetime import datetime

from django.db import transaction

from congdoan.areas.documents.api import (
    Left,
    Moved,
    Recalled,
    ReceiverState,
    cancel_outside,
    note_outside,
    unscoped_exchanged_receivers,
)
from congdoan.areas.gateway.enums import LEAVING, Direction, Kind, PackageState
from congdoan.areas.gateway.models import Package, Peer
from congdoan.areas.gateway.rules.identity import document_code, message_key
from congdoan.areas.gateway.rules.refusals import UnitWithoutCode
from congdoan.areas.gateway.selectors.packages import (
    CARRIERS,
    unscoped_asking,
    unscoped_carrier_of,
)
from congdoan.areas.gateway.selectors.peers import code_of, peer_by_code
from congdoan.areas.gateway.services.applying import apply_asked
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.kernel.organisations.models import Organisation

SEND = "gateway.send"


def queue_package(
    *,
    actor: Actor,
    peer: Peer,
    organisation: Organisation,
    kind: Kind,
    code: str,
    at: datetime,
    status: str = "",
    note: str = "",
    **about: object,
) -> Package | None:
    """Put a package on the way; None when the very same one is there already."""
    turn = "" if kind in (Kind.NEW, Kind.REPLACE) else f"{at:%Y%m%d%H%M%S}"
    key = message_key(
        sender=code_of(organisation.pk, on=at.date()),
        receiver=peer.code,
        document=code,
        kind=kind,
        status=status,
        turn=turn,
    )
    made, new = Package.objects.get_or_create(
        direction=Direction.OUT,
        key=key,
        defaults={
            "kind": kind,
            "peer": peer,
            "peer_code": peer.code,
            "organisation": organisation,
            "document_code": code,
            "status_code": status,
            "note": note[:500],
            "state": PackageState.WAITING,
            "next_try": at,
            "made_at": at,
            "by_name": actor.name[:120],
            **about,
        },
    )
    if not new:
        return None
    enqueue(SEND, key=SEND)
    return made


def queue_letters(said: Left) -> bool:
    """
    Answer ``documents.left``: one package for each receiver that is reached by exchange.

    :raises UnitWithoutCode: when the sender has no mã định danh
    """
    document, unit = said.document, said.document.organisation
    receivers = list(unscoped_exchanged_receivers(document))
    if not receivers:
        return False
    own = code_of(unit.pk, on=said.at.date())
    if not own:
        raise UnitWithoutCode
    code = document_code(own, document.issued_on, document.symbol)
    for receiver in receivers:
        peer = peer_by_code(receiver.address)
        if peer is not None:
            queue_package(
                actor=said.actor,
                peer=peer,
                organisation=unit,
                kind=_kind(document.replaces_id, peer, corrects=document.corrects),
                code=code,
                at=said.at,
                document=document,
                receiver=receiver,
                note=document.note,
            )
    return True


def _kind(replaced: int | None, peer: Peer, *, corrects: bool) -> Kind:
    """A document that follows one the peer has is a replacement, or a correction, of it."""
    if replaced is None:
        return Kind.NEW
    had = Package.objects.filter(
        direction=Direction.OUT, peer=peer, document=replaced, kind__in=CARRIERS
    )
    if not had.exists():
        return Kind.NEW
    return Kind.UPDATE if corrects else Kind.REPLACE


def queue_recalls(said: Recalled) -> bool:
    """Answer ``documents.recalled``: what has not left stays; who may have it is asked."""
    rows = Package.objects.select_for_update(of=("self",)).filter(
        document=said.document.pk, direction=Direction.OUT, kind__in=CARRIERS
    )
    found = {one.receiver_id: one for one in rows.select_related("peer", "organisation")}
    for receiver in unscoped_exchanged_receivers(said.document):
        package = found.get(receiver.pk)
        if package is None or package.peer is None or package.organisation is None:
            continue
        if package.state in (*LEAVING, PackageState.FAILED):
            package.state = PackageState.CANCELLED
            package.save(update_fields=["state"])
            cancel_outside(actor=said.actor, receiver=receiver, note=said.reason, at=said.at)
        elif note_outside(
            actor=said.actor,
            receiver=receiver,
            state=ReceiverState.TAKEN_BACK,
            note=said.reason,
            at=said.at,
        ):
            queue_package(
                actor=said.actor,
                peer=package.peer,
                organisation=package.organisation,
                kind=Kind.REVOKE,
                code=package.document_code,
                at=said.at,
                note=said.reason,
                document=said.document,
                receiver=receiver,
            )
    return True


@transaction.atomic
def tell_sender(said: Moved) -> bool:
    """Answer ``documents.moved``: the sender outside hears the state; a yes is carried out."""
    asking = None
    if said.state in (ReceiverState.AGREED, ReceiverState.KEPT):
        asking = unscoped_asking(said.incoming.pk)
    about = asking or unscoped_carrier_of(said.incoming.pk)
    if about is None or about.peer is None or about.organisation is None:
        return False
    if asking is not None:
        asking.state = (
            PackageState.APPLIED if said.state == ReceiverState.AGREED else PackageState.KEPT
        )
        asking.save(update_fields=["state"])
    queue_package(
        actor=said.actor,
        peer=about.peer,
        organisation=about.organisation,
        kind=Kind.STATUS,
        code=about.document_code,
        at=said.at,
        status=said.state,
        note=said.note,
        incoming=said.incoming,
    )
    if asking is not None and said.state == ReceiverState.AGREED:
        apply_asked(actor=said.actor, package=asking, incoming=said.incoming, at=said.at)
        if asking.kind == Kind.REPLACE:
            tell_arrived(actor=said.actor, package=asking, at=said.at)
    return True


def tell_arrived(*, actor: Actor, package: Package, at: datetime) -> None:
    """Tell the sender that its document stands in the book."""
    if package.peer is None or package.organisation is None:
        return
    queue_package(
        actor=actor,
        peer=package.peer,
        organisation=package.organisation,
        kind=Kind.STATUS,
        code=package.document_code,
        at=at,
        status=ReceiverState.ARRIVED,
        incoming=package.incoming,
    )
