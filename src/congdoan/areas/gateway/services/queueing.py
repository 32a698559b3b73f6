"""What happens in documents becomes packages, in the same transaction; a worker carries them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from congdoan.areas.documents.api import (
    Left,
    Moved,
    Recalled,
    Receiver,
    ReceiverState,
    cancel_outside,
    note_outside,
    unscoped_exchanged_receivers,
)
from congdoan.areas.gateway import policies
from congdoan.areas.gateway.enums import LEAVING, Direction, Kind, PackageState
from congdoan.areas.gateway.models import Package, Peer
from congdoan.areas.gateway.rules.identity import document_code, message_key
from congdoan.areas.gateway.rules.refusals import (
    NothingToTakeBack,
    SaysWhyBack,
    UnitWithoutCode,
)
from congdoan.areas.gateway.selectors.packages import (
    CARRIERS,
    is_recallable,
    unscoped_asking,
    unscoped_carried_to,
    unscoped_carrier_of,
    unscoped_left_asking,
)
from congdoan.areas.gateway.selectors.peers import code_of, peers_by_code
from congdoan.areas.gateway.services.applying import apply_asked
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation

SEND = "gateway.send"
#: The same by their code alone; what is asked or told again is another message.
_ONCE = (Kind.NEW, Kind.REPLACE)
_ANSWERS = (ReceiverState.AGREED, ReceiverState.KEPT)
#: After these nothing is left to answer.
_SETTLES = (*_ANSWERS, ReceiverState.REFUSED)


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
    key = message_key(
        sender=code_of(organisation.pk, on=at.date()),
        receiver=peer.code,
        document=code,
        kind=kind,
        status=status,
        turn="" if kind in _ONCE else _turn(at),
    )
    made = _package(
        actor, peer, organisation, kind, code, at, key=key, status_code=status, note=note[:500],
        **about,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        return None
    enqueue(SEND, key=SEND)
    return made


def _package(
    actor: Actor,
    peer: Peer,
    organisation: Organisation,
    kind: Kind,
    code: str,
    at: datetime,
    **about: object,
) -> Package:
    return Package(
        direction=Direction.OUT,
        kind=kind,
        peer=peer,
        peer_code=peer.code,
        organisation=organisation,
        document_code=code,
        state=PackageState.WAITING,
        next_try=at,
        made_at=at,
        by_name=actor.name[:120],
        **about,
    )


def _turn(at: datetime) -> str:
    return f"{at:%Y%m%d%H%M%S}"


def queue_letters(said: Left) -> bool:
    """
    Answer ``documents.left``: one package for each receiver that is reached by exchange.

    By set: a letter to a hundred bodies asks the database no more than one to two. Who has one
    already gets no other, also where the unit was given another code meanwhile.

    :raises UnitWithoutCode: when the sender has no mã định danh
    """
    document, unit = said.document, said.document.organisation
    had = Package.objects.filter(
        direction=Direction.OUT, document=document, kind__in=CARRIERS, receiver__isnull=False
    )
    receivers = list(unscoped_exchanged_receivers(document).exclude(pk__in=had.values("receiver")))
    if not receivers:
        return had.exists()
    own = code_of(unit.pk, on=said.at.date())
    if not own:
        raise UnitWithoutCode
    code = document_code(own, document.issued_on, document.symbol)
    peers = peers_by_code(one.address for one in receivers)
    follows = _has_the_former(document.replaces_id, peers.values())
    later = Kind.UPDATE if document.corrects else Kind.REPLACE
    rows = []
    for receiver in receivers:
        peer = peers.get(receiver.address.strip())
        if peer is None:
            continue
        kind = later if peer.pk in follows else Kind.NEW
        key = message_key(
            sender=own,
            receiver=peer.code,
            document=code,
            kind=kind,
            turn="" if kind in _ONCE else _turn(said.at),
        )
        about = {"document": document, "receiver": receiver, "note": document.note[:500]}
        rows.append(_package(said.actor, peer, unit, kind, code, said.at, key=key, **about))
    Package.objects.bulk_create(rows, ignore_conflicts=True)
    enqueue(SEND, key=SEND)
    return True


def _has_the_former(replaced: int | None, peers: Iterable[Peer]) -> set[int]:
    """Return the peers that have the document this one follows: they get a replacement of it."""
    if replaced is None:
        return set()
    had = Package.objects.filter(
        direction=Direction.OUT, peer__in=list(peers), document=replaced, kind__in=CARRIERS
    )
    return {key for key in had.values_list("peer", flat=True) if key is not None}


def queue_recalls(said: Recalled) -> bool:
    """Answer ``documents.recalled``: what has not left stays; who may have it is asked."""
    rows = Package.objects.select_for_update(of=("self",)).filter(
        document=said.document.pk, direction=Direction.OUT, kind__in=CARRIERS
    )
    found = {one.receiver_id: one for one in rows.select_related("peer", "organisation")}
    for receiver in unscoped_exchanged_receivers(said.document):
        package = found.get(receiver.pk)
        if package is not None:
            _recall(said.actor, package, receiver, reason=said.reason, at=said.at)
    return True


def _recall(
    actor: Actor, package: Package, receiver: Receiver, *, reason: str, at: datetime
) -> bool:
    """Stop what has not left, else ask for it back; return False where nothing is to be had."""
    if package.peer is None or package.organisation is None:
        return False
    stays = package.state in (*LEAVING, PackageState.FAILED)
    if stays and not package.may_have_arrived:
        package.state = PackageState.CANCELLED
        package.save(update_fields=["state"])
        cancel_outside(actor=actor, receiver=receiver, note=reason, at=at)
        return True
    asked = note_outside(
        actor=actor, receiver=receiver, state=ReceiverState.TAKEN_BACK, note=reason, at=at
    )
    if asked:
        queue_package(
            actor=actor,
            peer=package.peer,
            organisation=package.organisation,
            kind=Kind.REVOKE,
            code=package.document_code,
            at=at,
            note=reason,
            document=receiver.document,
            receiver=receiver,
        )
    return asked


@transaction.atomic
def recall_from(*, actor: Actor, package: Package, reason: str, at: datetime) -> bool:
    """
    Take a document back from this one receiver; it stays in force for all others.

    Return whether it was stopped before it left; else the receiver is asked, and answers.

    :raises SaysWhyBack: without a reason
    :raises NothingToTakeBack: what carries no document, or was given back, or is asked back already
    """
    if package.organisation is None:
        raise NothingToTakeBack
    actor.require(policies.EXCHANGE, on=package.organisation)
    if not reason:
        raise SaysWhyBack
    rows = Package.objects.select_for_update(of=("self",)).select_related("peer", "organisation")
    held = rows.get(pk=package.pk)
    receiver = unscoped_carried_to(held)
    # One that stopped before it left is a settled matter: nobody there has the document.
    if receiver is None or not is_recallable(held, receiver):
        raise NothingToTakeBack
    if not _recall(actor, held, receiver, reason=reason, at=at):
        raise NothingToTakeBack
    record(
        actor=actor,
        verb="gateway.recalled_one",
        target=held,
        organisation_id=held.organisation_id,
        reason=reason,
        changes={"receiver": receiver.name, "document": held.document_id},
    )
    return held.state == PackageState.CANCELLED


@transaction.atomic
def tell_sender(said: Moved) -> bool:
    """Answer ``documents.moved``: the sender outside hears the state; a yes is carried out."""
    asked = unscoped_asking(said.incoming.pk) if said.state in _SETTLES else []
    asking = asked[0] if asked and said.state in _ANSWERS else None
    for one in asked:
        if one is not asking:
            _overtake(one)
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


def overtake_earlier(package: Package) -> None:
    """What the sender asks now takes the place of what it asked about the same line before."""
    if package.incoming_id is None:
        return
    for one in unscoped_asking(package.incoming_id):
        if one.pk != package.pk:
            _overtake(one)


def _overtake(package: Package) -> None:
    package.state = PackageState.OVERTAKEN
    package.save(update_fields=["state"])


@transaction.atomic
def sweep_askings() -> int:
    """Settle what was left asking: a later one came, or the line was settled another way."""
    return unscoped_left_asking().update(state=PackageState.OVERTAKEN)


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
