"""Several sign one document: chosen while it is written, then one after the other."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import DocumentState, SignedBy
from congdoan.areas.documents.models import CoSigner, Document
from congdoan.areas.documents.rules.refusals import (
    CoSignedAlready,
    MaySignNot,
    NeedsReason,
    NeedsScan,
    NotYourTurn,
    OthersSign,
    SignerNotHere,
    TooManySigners,
)
from congdoan.areas.documents.selectors.cosigners import turn_of
from congdoan.areas.documents.selectors.signers import Signing, find_signing
from congdoan.areas.documents.services import telling, telling_signers
from congdoan.areas.documents.services.drafting import held, keep_scan, require_state
from congdoan.areas.documents.services.texts import open_text, require_text
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.models import Organisation

if TYPE_CHECKING:
    from django.core.files.base import File

#: As many names as a page has room for.
MOST = 8


@transaction.atomic
def add_cosigner(
    *, actor: Actor, document: Document, organisation: Organisation, code: str, on: date
) -> CoSigner:
    """
    Let another office of the unit, or another body, sign after those who sign already.

    :raises SignerNotHere: when nobody signs for ``organisation`` so today
    :raises CoSignedAlready, TooManySigners: who stands in the list, or one too many
    """
    actor.require(policies.DRAFT, on=document.organisation)
    document = held(document)
    require_state(document, DocumentState.DRAFT)
    way = find_signing(organisation.pk, code, on=on)
    if way is None:
        raise SignerNotHere
    rows = list(document.cosigners.all())
    if way.person_id in _planned(document, rows, on=on):
        raise CoSignedAlready(name=way.name)
    if len(rows) >= MOST:
        raise TooManySigners(most=MOST)
    last = rows[-1].place if rows else 0
    made = document.cosigners.create(place=last + 1, organisation=organisation, to_sign=code)
    _record(actor, "cosigner_added", document, name=way.name)
    return made


def _planned(document: Document, rows: list[CoSigner], *, on: date) -> set[int]:
    """Return who is meant to sign, or has signed."""
    ways = [(document.organisation_id, document.to_sign)]
    ways += [(one.organisation_id, one.to_sign) for one in rows if not one.signed_on]
    found = [find_signing(unit, code, on=on) for unit, code in ways if code]
    signed = [document.signer_id, *(one.signer_id for one in rows)]
    return {one.person_id for one in found if one} | {one for one in signed if one}


@transaction.atomic
def drop_cosigner(*, actor: Actor, document: Document, cosigner: int) -> None:
    """Take one off the list again."""
    actor.require(policies.DRAFT, on=document.organisation)
    document = held(document)
    require_state(document, DocumentState.DRAFT)
    if document.cosigners.filter(pk=cosigner).delete()[0]:
        _record(actor, "cosigner_dropped", document)


@transaction.atomic
def cosign(
    *,
    actor: Actor,
    cosigner: CoSigner,
    code: str,
    on: date,
    at: datetime,
    scan: "File[bytes] | None" = None,
    signed_on: date | None = None,
) -> Document:
    """
    Sign in one's turn with a click, or write down that it was signed on paper (with its scan).

    The way of signing is checked against the offices of that very day, as with the leading body.

    :raises NotYourTurn: before those who sign first, or when it is signed
    :raises MaySignNot, OthersSign, NeedsScan, CoSignedAlready: who may not, or not so
    :raises FactsChanged: when on that day the text says something else than was approved
    """
    by_paper = scan is not None or signed_on is not None
    actor.require(policies.ISSUE if by_paper else policies.SIGN, on=cosigner.organisation)
    document = held(cosigner.document)
    row = _at_turn(document, cosigner)
    day = signed_on or on
    way = find_signing(row.organisation_id, code, on=day)
    first = document.signed_on
    if way is None or day > on or (first is not None and day < first):
        raise MaySignNot(day=date_format(day, "SHORT_DATE_FORMAT"))
    _require_another(document, row, way)
    require_text(document, on=day)
    if not by_paper:
        require_oneself(actor)
        if actor.person_id != way.person_id:
            raise OthersSign(name=way.name)
    elif scan is None:
        raise NeedsScan
    else:
        keep_scan(actor, document, scan, at=at, unit=row.organisation)
    row.signed_on, row.signer_id, row.signer_name = day, way.person_id, way.name
    row.signed_as = list(way.lines)
    row.signed_by = SignedBy.PAPER if by_paper else SignedBy.CLICK
    row.save(update_fields=["signed_on", "signer", "signer_name", "signed_as", "signed_by"])
    telling_signers.close(actor=actor, cosigner=row, at=at)
    _record(actor, "cosigned", document, row, name=way.name)
    go_on(actor, document, on=on, at=at)
    return document


def _at_turn(document: Document, cosigner: CoSigner) -> CoSigner:
    require_state(document, DocumentState.APPROVED)
    row = turn_of(document)
    if row is None or row.pk != cosigner.pk:
        raise NotYourTurn
    return row


def _require_another(document: Document, row: CoSigner, way: Signing) -> None:
    """:raises CoSignedAlready: for a person whose name stands on the paper once"""
    signed = document.cosigners.exclude(pk=row.pk).values_list("signer_id", flat=True)
    if way.person_id in {document.signer_id, *signed}:
        raise CoSignedAlready(name=way.name)


def go_on(actor: Actor, document: Document, *, on: date, at: datetime) -> None:
    """
    Hand on to who signs next; when all have, the document waits for its number (a step of signing).

    Its day is that of the last signature: nothing is issued before all stand under it.
    """
    following = turn_of(document)
    if following is not None:
        telling_signers.ask(actor=actor, document=document, cosigner=following, on=on, at=at)
        return
    last = document.cosigners.aggregate(last=Max("signed_on"))["last"]
    document.state = DocumentState.SIGNED
    document.signed_on = max(one for one in (document.signed_on, last) if one)
    document.save(update_fields=["state", "signed_on"])
    telling.ask_number(actor=actor, document=document, on=on)


@transaction.atomic
def decline_cosigning(*, actor: Actor, cosigner: CoSigner, reason: str, at: datetime) -> Document:
    """
    Give it back unsigned with a reason: to be mended, every signature falls.

    :raises NotYourTurn, NeedsReason: when it is not there to be signed, or no reason is given
    """
    actor.require(policies.SIGN, on=cosigner.organisation)
    document = held(cosigner.document)
    row = _at_turn(document, cosigner)
    if not reason:
        raise NeedsReason
    send_back(actor, document, reason=f"{actor.name}: {reason}"[:500], at=at)
    _record(actor, "cosigning_declined", document, row, reason=reason)
    return document


def send_back(actor: Actor, document: Document, *, reason: str, at: datetime) -> None:
    """Open the draft again: approval and what was signed fall (a step of returning)."""
    following = turn_of(document)
    if following is not None:
        telling_signers.close(actor=actor, cosigner=following, at=at, done=False)
    # A scan of a signature that fell must not go out with the next text.
    scans = document.attachments.filter(is_scan=True)
    names = list(scans.values_list("file__name", flat=True))
    scans.delete()
    for name in names:
        _record(actor, "scan_fell", document, name=name)
    document.cosigners.update(
        signed_on=None, signer=None, signer_name="", signed_as=[], signed_by=""
    )
    document.state, document.returned = DocumentState.DRAFT, reason
    document.approver_name, document.approved_at = "", None
    document.self_approved = False
    document.signer, document.signer_name, document.signed_as = None, "", []
    document.signed_on, document.signed_by = None, ""
    document.save(
        update_fields=[
            "state", "returned", "approver_name", "approved_at", "self_approved", "signer",
            "signer_name", "signed_as", "signed_on", "signed_by",
        ]
    )  # fmt: skip
    open_text(document)
    telling.say_returned(actor=actor, document=document, at=at)


def _record(
    actor: Actor,
    verb: str,
    document: Document,
    row: CoSigner | None = None,
    *,
    name: str = "",
    reason: str = "",
) -> None:
    """Write it into the log of the leading body, and of the body that signs along."""
    for unit in dict.fromkeys(
        [document.organisation_id, row.organisation_id if row else document.organisation_id]
    ):
        audit.record(
            actor=actor,
            verb=f"documents.{verb}",
            target=document,
            organisation_id=unit,
            changes={"name": name} if name else {},
            reason=reason,
        )
