"""What comes in: known and signed by whom, once, into the book; or refused with a sentence."""

from dataclasses import dataclass, field
from datetime import datetime
import io
from typing import IO

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from congdoan.areas.documents.api import (
    Asked,
    ReceiverState,
    ask_arrival_back,
    enter_exchanged,
    note_outside,
    note_reply,
)
from congdoan.areas.gateway.enums import Direction, Kind, PackageState
from congdoan.areas.gateway.models import Package, Peer
from congdoan.areas.gateway.policies import EXCHANGE
from congdoan.areas.gateway.rules.identity import message_key
from congdoan.areas.gateway.rules.refusals import (
    DocumentUnknown,
    NotForUs,
    NothingToExchange,
    NotItsOwn,
    PeerPaused,
    PeerUnknown,
    SignatureBroken,
    SignatureNeeded,
)
from congdoan.areas.gateway.selectors.packages import unscoped_carrier_out, unscoped_carriers_in
from congdoan.areas.gateway.selectors.peers import peer_by_code, unit_of
from congdoan.areas.gateway.services.queueing import overtake_earlier, queue_package, tell_arrived
from congdoan.areas.gateway.services.reading import arrival_of, keep_content
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.edxml.api import (
    Business,
    Letter,
    Limits,
    Message,
    PackageTooLarge,
    Status,
    Verdict,
    check_signature,
    read_package,
)

_KINDS = {
    Business.NEW: Kind.NEW,
    Business.REVOKE: Kind.REVOKE,
    Business.UPDATE: Kind.UPDATE,
    Business.REPLACE: Kind.REPLACE,
}
#: Refusals that say nothing to the peer: it may be another who wrote, or it is told by the answer.
_NOT_TOLD = (NotItsOwn, PeerPaused, SignatureBroken, SignatureNeeded)
_ASKED = {Kind.REVOKE: Asked.REVOKE, Kind.UPDATE: Asked.UPDATE, Kind.REPLACE: Asked.REPLACE}


@dataclass
class _Came:
    """One package on its way in, as far as it is known."""

    actor: Actor
    content: bytes
    at: datetime
    #: Whose installation carried it; None: by folder, by hand, by another program.
    callers: list[Peer] | None = None
    message: Message | None = None
    peer: Peer | None = None
    verdict: Verdict = Verdict.NONE
    path: str = ""
    made: list[Package] = field(default_factory=list)

    @property
    def letter(self) -> Letter:
        assert isinstance(self.message, Letter)  # noqa: S101 - asked for letters only
        return self.message


def take_package(
    *, actor: Actor, stream: IO[bytes], at: datetime, callers: list[Peer] | None = None
) -> Package:
    """
    Take a package; what became of it stands in the row that is returned, never in an exception.

    The same package again gives the same row. ``callers`` are the peers that may have sent it.

    :raises PackageTooLarge: before it was read to its end
    """
    limit = Limits().package
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise PackageTooLarge(limit=limit // 1024 // 1024)
    came = _Came(actor=actor, content=content, at=at, callers=callers)
    try:
        with transaction.atomic():
            came.message = read_package(io.BytesIO(content))
            _who(came)
            came.path = keep_content(content, at=at)
            return _take(came)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _refused(came, refusal)
    except IntegrityError:
        # Another took the very same package at the same moment: its row is there now.
        came.made = []
        with transaction.atomic():
            came.path = keep_content(content, at=at)
            return _take(came)


def _who(came: _Came) -> None:
    """:raises PackageRefused: when the sender is not known, or not the one who signed"""
    message = came.message
    code = message.sender.organ_id if message else ""
    came.peer = peer = peer_by_code(code)
    if peer is None:
        raise PeerUnknown(code=code[:60])
    if came.callers is not None and peer.pk not in {one.pk for one in came.callers}:
        raise NotItsOwn(code=code)
    if peer.paused:
        raise PeerPaused(name=peer.name)
    came.verdict = check_signature(came.content, peer.certificate)
    if came.verdict == Verdict.BROKEN:
        raise SignatureBroken
    if peer.must_sign and came.verdict != Verdict.SOUND:
        raise SignatureNeeded(verdict=came.verdict.label)


def _take(came: _Came) -> Package:
    peer = came.peer
    assert peer is not None  # noqa: S101 - _who
    Peer.objects.filter(pk=peer.pk).update(last_taken_at=came.at)
    if isinstance(came.message, Status):
        return _status(came, came.message, peer)
    units = _units(came)
    if not units:
        raise NotForUs
    rows = [_letter(came, unit, peer) for unit in units]
    return rows[0]


def _units(came: _Came) -> list[Organisation]:
    """Return our units among the receivers; a person takes for their own only."""
    found = {
        one.organ_id: unit_of(one.organ_id, on=came.at.date()) for one in came.letter.receivers
    }
    return [unit for unit in found.values() if unit and came.actor.may(EXCHANGE, on=unit)]


def _row(came: _Came, kind: Kind, unit: Organisation | None, **about: object) -> Package | None:
    """Write the package down; None when it was taken before."""
    message, peer = came.message, came.peer
    code, turn, status = _said(message, kind)
    key = message_key(
        sender=message.sender.organ_id if message else "",
        receiver=str(unit.pk) if unit else "",
        document=code,
        kind=kind,
        status=status,
        turn=turn,
    )
    taken = Package.objects.filter(direction=Direction.IN, key=key)
    taken = taken.exclude(state=PackageState.REFUSED)
    found = taken.select_for_update(of=("self",)).first()
    if found is not None:
        came.made.append(found)
        return None
    made = Package.objects.create(
        direction=Direction.IN,
        key=key,
        kind=kind,
        peer=peer,
        peer_code=(message.sender.organ_id if message else "")[:60],
        organisation=unit,
        document_code=code[:250],
        status_code=status,
        state=PackageState.ASKED,
        verdict=came.verdict,
        path=came.path,
        size=len(came.content),
        made_at=came.at,
        moved_at=came.at,
        by_name=came.actor.name[:120],
        **about,
    )
    came.made.append(made)
    return made


def _said(message: Message | None, kind: Kind) -> tuple[str, str, str]:
    """Return the document's code, the moment that tells one asking from the next, the status."""
    if isinstance(message, Status):
        return message.about.document_id, f"{message.at or ''}", message.code
    if message is None:
        return "", "", ""
    turn = (
        "" if kind in (Kind.NEW, Kind.REPLACE) else ";".join(str(one.at) for one in message.traces)
    )
    return message.document_id, turn, ""


def _settle(package: Package, state: PackageState, **about: object) -> Package:
    package.state = state
    for name, value in about.items():
        setattr(package, name, value)
    package.save(update_fields=["state", *about])
    return package


def _letter(came: _Came, unit: Organisation, peer: Peer) -> Package:
    kind = _KINDS[came.letter.business]
    package = _row(came, kind, unit, note=came.letter.reason[:500])
    if package is None:
        return came.made[-1]
    target = _target(came, unit, peer, kind)
    if kind == Kind.REVOKE and target is None:
        raise DocumentUnknown(code=(came.letter.concerns or came.letter.document_id)[:250])
    if target is None or target.incoming is None:
        return _enter(came, package, unit, peer)
    package.incoming = target.incoming
    package.save(update_fields=["incoming"])
    overtake_earlier(package)
    ask_arrival_back(
        actor=came.actor,
        incoming=target.incoming,
        what=_ASKED[kind],
        reason=came.letter.reason,
        at=came.at,
    )
    package.refresh_from_db()
    _record(came.actor, package)
    return package


def _target(came: _Came, unit: Organisation, peer: Peer, kind: Kind) -> Package | None:
    """Return how the document came that is revoked, updated or replaced."""
    letter = came.letter
    if kind == Kind.NEW:
        return None
    codes = [one.document_id for one in letter.replaces] if kind == Kind.REPLACE else []
    own = letter.concerns or letter.document_id
    if kind == Kind.UPDATE and own != letter.document_id:
        return None  # a correction with a number of its own: a line of its own
    for code in codes or [own]:
        found = unscoped_carriers_in(peer, code).filter(organisation=unit).first()
        if found is not None:
            return found
    return None


def _enter(came: _Came, package: Package, unit: Organisation, peer: Peer) -> Package:
    letter = came.letter
    if not letter.attachments:
        raise NothingToExchange
    note = (
        ""
        if package.kind == Kind.NEW
        else _("nơi gửi ghi: {what} {reason}").format(
            what=package.get_kind_display(), reason=letter.reason
        )
    )
    arrival = arrival_of(letter, peer, on=came.at.date(), note=note)
    made = enter_exchanged(actor=came.actor, organisation=unit, came=arrival, at=came.at)
    _settle(package, PackageState.TAKEN, incoming=made)
    for reference in letter.responses:
        carried = unscoped_carrier_out(peer, reference.document_id)
        if carried is not None and carried.receiver is not None and carried.organisation == unit:
            note_reply(actor=came.actor, receiver=carried.receiver, incoming=made, at=came.at)
    tell_arrived(actor=came.actor, package=package, at=came.at)
    _record(came.actor, package)
    return package


def _status(came: _Came, status: Status, peer: Peer) -> Package:
    if status.code == ReceiverState.TAKEN_BACK:
        return _asked_by_status(came, status, peer)
    carried = unscoped_carrier_out(peer, status.about.document_id)
    if carried is None or carried.receiver is None or carried.organisation is None:
        raise DocumentUnknown(code=status.about.document_id[:250])
    if not came.actor.may(EXCHANGE, on=carried.organisation):
        raise NotForUs
    about = {"document": carried.document, "receiver": carried.receiver}
    package = _row(came, Kind.STATUS, carried.organisation, note=status.description[:500], **about)
    if package is None:
        return came.made[-1]
    note_outside(
        actor=came.actor,
        receiver=carried.receiver,
        state=status.code,
        note=status.description,
        at=came.at,
    )
    return _settle(package, PackageState.APPLIED)


def _asked_by_status(came: _Came, status: Status, peer: Peer) -> Package:
    """Some senders ask a document back by status 13 instead of a package of its own."""
    code = status.about.document_id
    rows = unscoped_carriers_in(peer, code)
    target = next((one for one in rows if came.actor.may(EXCHANGE, on=one.organisation)), None)
    if target is None or target.incoming is None:
        raise DocumentUnknown(code=code[:250])
    package = _row(
        came,
        Kind.REVOKE,
        target.organisation,
        note=status.description[:500],
        incoming=target.incoming,
    )
    if package is None:
        return came.made[-1]
    overtake_earlier(package)
    ask_arrival_back(
        actor=came.actor,
        incoming=target.incoming,
        what=Asked.REVOKE,
        reason=status.description,
        at=came.at,
    )
    package.refresh_from_db()
    return package


def _refused(came: _Came, refusal: Refusal) -> Package:
    """Write down what was not taken, and tell its sender where it can be told."""
    letter = came.message if isinstance(came.message, Letter) else None
    kind = Kind.UNKNOWN if came.message is None else Kind.STATUS
    unit = None
    if letter is not None:
        kind = _KINDS[letter.business]
        unit = next(iter(_units(came)), None)
    came.path, came.made = "", []
    with transaction.atomic():
        code, _turn, status = _said(came.message, kind)
        made = Package.objects.create(
            direction=Direction.IN,
            key=message_key(
                sender="", receiver="", document=code, kind=kind, turn=f"{came.at.isoformat()}"
            ),
            kind=kind,
            peer=came.peer,
            peer_code=(came.message.sender.organ_id if came.message else "")[:60],
            organisation=unit,
            document_code=code[:250],
            status_code=status,
            state=PackageState.REFUSED,
            verdict=came.verdict,
            failure=refusal.sentence[:500],
            size=len(came.content),
            made_at=came.at,
            moved_at=came.at,
            by_name=came.actor.name[:120],
        )
        _answer_refused(came, made, refusal)
        _record(came.actor, made)
    return made


def _answer_refused(came: _Came, package: Package, refusal: Refusal) -> None:
    """Status 02 goes back for a letter of a peer whose hand it is, to a unit that has a code."""
    if came.peer is None or package.organisation is None or isinstance(refusal, _NOT_TOLD):
        return
    if package.kind not in (Kind.NEW, Kind.UPDATE, Kind.REPLACE):
        return
    queue_package(
        actor=came.actor,
        peer=came.peer,
        organisation=package.organisation,
        kind=Kind.STATUS,
        code=package.document_code,
        at=came.at,
        status=ReceiverState.REFUSED,
        note=refusal.sentence,
    )


def _record(actor: Actor, package: Package) -> None:
    audit.record(
        actor=actor,
        verb="gateway.refused" if package.state == PackageState.REFUSED else "gateway.taken",
        target=package,
        organisation_id=package.organisation_id,
        changes={
            "peer": package.peer_code,
            "kind": package.kind,
            "document": package.document_code,
        },
        reason=package.failure,
    )
