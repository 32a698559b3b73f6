"""From rows to messages: what a package of ours says."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from congdoan.areas.documents.api import Urgency, files_of, type_words
from congdoan.areas.gateway.enums import Direction, Kind
from congdoan.areas.gateway.models import Package, Peer
from congdoan.areas.gateway.rules.identity import split_symbol
from congdoan.areas.gateway.selectors.packages import CARRIERS, unscoped_carrier_of
from congdoan.areas.gateway.selectors.peers import code_of
from congdoan.kernel.organisations.api import name_of, profile_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.edxml.api import (
    Attachment,
    Business,
    Letter,
    Message,
    Party,
    Profile,
    Reference,
    Replacement,
    Staff,
    Status,
    Trace,
)
from congdoan.support.files.api import unscoped_content

_BUSINESS = {
    Kind.NEW: Business.NEW,
    Kind.REVOKE: Business.REVOKE,
    Kind.UPDATE: Business.UPDATE,
    Kind.REPLACE: Business.REPLACE,
}
_PRIORITY = {
    Urgency.NORMAL: "0",
    Urgency.URGENT: "1",
    Urgency.VERY_URGENT: "2",
    Urgency.EXPRESS: "3",
}


def compose(package: Package, profile: Profile, *, on: date) -> Message:
    """Return the message a waiting package stands for."""
    unit, peer = package.organisation, package.peer
    assert unit is not None  # noqa: S101 - packages that leave have both
    assert peer is not None  # noqa: S101
    sender = _party(unit, package, on=on)
    if package.kind == Kind.STATUS:
        return _status(package, sender, peer)
    return _letter(package, sender, peer, profile)


def _party(unit: Organisation, package: Package, *, on: date) -> Party:
    """A document goes under the code it was made with, also after the unit was given another."""
    profile = profile_of(unit, on=on)
    made_with = "" if package.kind == Kind.STATUS else package.document_code.partition(",")[0]
    return Party(
        organ_id=made_with or code_of(unit.pk, on=on),
        name=name_of(unit, on=on),
        address=profile.address,
        email=profile.email,
        telephone=profile.phone,
    )


def _naive(at: datetime) -> datetime:
    return timezone.localtime(at).replace(tzinfo=None, microsecond=0)


def _status(package: Package, sender: Party, peer: Peer) -> Status:
    incoming = package.incoming
    about = Reference(
        document_id=package.document_code,
        organ_id=peer.code,
        code=incoming.symbol if incoming else "",
        promulgated_on=incoming.dated_on if incoming else None,
    )
    return Status(
        sender=sender,
        about=about,
        code=package.status_code,
        description=package.note,
        at=_naive(package.made_at),
        staff=Staff(name=package.by_name),
    )


def _letter(package: Package, sender: Party, peer: Peer, profile: Profile) -> Letter:
    document = package.document
    assert document is not None  # noqa: S101 - letters are of a document
    number, notation = split_symbol(document.symbol)
    type_name, abbreviation = type_words(document)
    lines = [str(line) for line in document.signed_as]
    earlier = _earlier(package, peer)
    revoking = package.kind == Kind.REVOKE
    return Letter(
        sender=sender,
        receivers=(Party(organ_id=peer.code, name=peer.name),),
        document_id=package.document_code,
        subject=document.subject,
        code_number=number,
        code_notation=notation,
        promulgated_on=document.issued_on,
        type_number=profile.types.get(abbreviation, ""),
        type_name=type_name,
        competence=" ".join(lines[:-1]),
        position=lines[-1] if lines else "",
        signer=document.signer_name,
        due=document.answer_by,
        priority=_PRIORITY.get(Urgency(document.urgency), "0"),
        responses=() if revoking else _responses(document, peer),
        business=_BUSINESS[Kind(package.kind)],
        reason=package.note,
        concerns=package.document_code if revoking else earlier,
        replaces=(Replacement(earlier, (peer.code,)),)
        if earlier and package.kind == Kind.REPLACE
        else (),
        staff=Staff(name=package.by_name),
        traces=(Trace(sender.organ_id, _naive(package.made_at)),),
        attachments=() if revoking else tuple(_attachments(document)),
    )


def _earlier(package: Package, peer: Peer) -> str:
    """Return the code of the document this one replaces or corrects, as the peer knows it."""
    document = package.document
    if document is None or document.replaces_id is None or package.kind == Kind.REVOKE:
        return ""
    rows = Package.objects.filter(
        direction=Direction.OUT, peer=peer, document=document.replaces_id, kind__in=CARRIERS
    )
    found = rows.order_by("pk").first()
    return found.document_code if found else ""


def _responses(document: Any, peer: Peer) -> tuple[Reference, ...]:
    asked = document.answers
    came = unscoped_carrier_of(asked.pk) if asked is not None else None
    if came is None or came.peer_id != peer.pk:
        return ()
    return (
        Reference(
            document_id=came.document_code,
            organ_id=peer.code,
            code=asked.symbol,
            promulgated_on=asked.dated_on,
        ),
    )


def _attachments(document: Any) -> list[Attachment]:
    """The document's files; what it passes on goes with it."""
    rows = list(files_of(document))
    if document.origin is not None:
        rows += files_of(document.origin)
    found = {}
    for row in rows:
        with unscoped_content(row.file) as content:
            found[row.file.sha256] = Attachment(
                name=row.file.name, content=content.read(), content_type=row.file.media_type
            )
    return list(found.values())
