"""From the draft to the number: submit, return, approve, sign, issue, archive."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.formats import date_format

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import DocumentState, SignedBy, Urgency
from congdoan.areas.documents.models import Document
from congdoan.areas.documents.rules.refusals import (
    CoSignedAlready,
    MaySignNot,
    NeedsReason,
    NeedsScan,
    NoNumberThisKind,
    OthersSign,
    OwnDraft,
)
from congdoan.areas.documents.selectors.shelves import shelf_of
from congdoan.areas.documents.selectors.signers import Signing, approvers, find_signing
from congdoan.areas.documents.selectors.types import pattern_of
from congdoan.areas.documents.services import telling
from congdoan.areas.documents.services.cosigning import go_on, send_back
from congdoan.areas.documents.services.drafting import held, keep_scan, require_state
from congdoan.areas.documents.services.opinions import stop_asking
from congdoan.areas.documents.services.texts import (
    close_text,
    keep_paper,
    require_text,
)
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.api import profile_of
from congdoan.support.numbering import api as numbering
from congdoan.support.numbering.api import Number
from congdoan.support.rendering.api import symbol

if TYPE_CHECKING:
    from django.core.files.base import File


@transaction.atomic
def submit_document(*, actor: Actor, document: Document, on: date, at: datetime) -> Document:
    """
    Ask for approval; a text written here is closed.

    :raises NotInThisState, NeedsBody: when there is nothing to approve yet; see ``close_text``
    """
    actor.require(policies.DRAFT, on=document.organisation)
    document = held(document)
    require_state(document, DocumentState.DRAFT)
    close_text(document, on=on, at=at)
    stop_asking(actor, document, at=at)
    document.state, document.submitted_at, document.returned = DocumentState.REVIEW, at, ""
    document.save(update_fields=["state", "submitted_at", "returned"])
    telling.ask_approval(actor=actor, document=document, on=on, at=at)
    _record(actor, "submitted", document)
    return document


def _record(actor: Actor, verb: str, document: Document, reason: str = "") -> None:
    audit.record(
        actor=actor,
        verb=f"documents.{verb}",
        target=document,
        organisation_id=document.organisation_id,
        reason=reason,
    )


@transaction.atomic
def return_document(*, actor: Actor, document: Document, reason: str, at: datetime) -> Document:
    """Give it back to its drafter, saying why."""
    actor.require(policies.APPROVE, on=document.organisation)
    document = held(document)
    require_state(document, DocumentState.REVIEW, DocumentState.APPROVED)
    if not reason:
        raise NeedsReason
    send_back(actor, document, reason=reason, at=at)
    _record(actor, "returned", document, reason)
    return document


@transaction.atomic
def approve_document(*, actor: Actor, document: Document, on: date, at: datetime) -> Document:
    """
    Approve the text; an urgent one may come straight from the draft.

    :raises OwnDraft: for one's own draft, unless nobody else at the unit could approve it
    """
    actor.require(policies.APPROVE, on=document.organisation)
    document = held(document)
    urgent = document.urgency != Urgency.NORMAL
    require_state(document, DocumentState.REVIEW, *([DocumentState.DRAFT] if urgent else []))
    if document.state == DocumentState.DRAFT:
        close_text(document, on=on, at=at)
        stop_asking(actor, document, at=at)
    else:
        require_text(document, on=on)
    alone = _approves_alone(actor, document, on=on)
    document.state, document.approved_at = DocumentState.APPROVED, at
    document.approver_name, document.self_approved = actor.name, alone
    document.save(update_fields=["state", "approved_at", "approver_name", "self_approved"])
    telling.close_approval(actor=actor, document=document, at=at)
    _record(actor, "approved_alone" if alone else "approved", document)
    return document


def _approves_alone(actor: Actor, document: Document, *, on: date) -> bool:
    """Tell whether the drafter approves; refused where somebody else could (four eyes)."""
    if document.drafter_id is None or document.drafter_id != actor.user_id:
        return False
    if approvers(document.organisation_id, on=on) - {actor.person_id}:
        raise OwnDraft
    return True


@transaction.atomic
def sign_document(
    *,
    actor: Actor,
    document: Document,
    code: str,
    on: date,
    at: datetime,
    scan: "File[bytes] | None" = None,
    signed_on: date | None = None,
) -> Document:
    """
    Sign with a click (oneself), or write down that it was signed on paper (with its scan).

    Who signs along comes after; the document is signed when all have. ``code`` is a way of signing
    of ``signings``, checked against the offices of the day it is signed on.

    :raises MaySignNot, OthersSign, NeedsScan, CoSignedAlready: who may not, or not so
    :raises FactsChanged: when on that day the text says something else than was approved
    """
    by_paper = scan is not None or signed_on is not None
    actor.require(policies.ISSUE if by_paper else policies.SIGN, on=document.organisation)
    document = held(document)
    require_state(document, DocumentState.APPROVED)
    if document.signed_on:
        raise CoSignedAlready(name=document.signer_name)
    day = signed_on or on
    way = find_signing(document.organisation_id, code, on=day)
    if way is None or day > on:
        raise MaySignNot(day=date_format(day, "SHORT_DATE_FORMAT"))
    require_text(document, on=day)
    if not by_paper:
        _require_own_hand(actor, way)
    elif scan is None:
        raise NeedsScan
    else:
        keep_scan(actor, document, scan, at=at)
    document.signed_on = day
    document.signer_id, document.signer_name = way.person_id, way.name
    document.signed_as = list(way.lines)
    document.signed_by = SignedBy.PAPER if by_paper else SignedBy.CLICK
    document.save(update_fields=["signed_on", "signer", "signer_name", "signed_as", "signed_by"])
    _record(actor, "signed", document)
    go_on(actor, document, on=on, at=at)
    return document


def _require_own_hand(actor: Actor, way: Signing) -> None:
    require_oneself(actor)
    if actor.person_id != way.person_id:
        raise OthersSign(name=way.name)


@transaction.atomic
def issue_document(
    *,
    actor: Actor,
    document: Document,
    on: date,
    at: datetime,
    reserved: int | None = None,
    late_reason: str = "",
    keeper: str = "",
) -> Document:
    """
    Give it its number and day: the next one, a reserved one, or a late one (05a) with its reason.

    The day is that of the signature, so the book runs in the order in which papers were signed.
    What it replaces or corrects is marked so now, not before.
    """
    actor.require(policies.ISSUE, on=document.organisation)
    document = held(document)
    require_state(document, DocumentState.SIGNED)
    day = document.signed_on or on
    number = _number(actor, document, day=day, at=at, reserved=reserved, late_reason=late_reason)
    pattern, abbreviation = pattern_of(document.type, on=day)
    issuer = profile_of(document.organisation, on=day)
    org = issuer.doc_symbol or document.organisation.code
    document.symbol = symbol(pattern or "{no:02d}/{org}", number.text, type=abbreviation, org=org)
    document.number, document.issued_on = number, day
    document.state, document.keeper = DocumentState.ISSUED, keeper
    document.settle_keys()
    document.save(update_fields=["number", "symbol", "issued_on", "state", "folded", "keeper"])
    keep_paper(actor, document, at=at)
    _mark_replaced(document)
    telling.close_number(actor=actor, document=document, at=at)
    _record(actor, "issued", document)
    return document


def _mark_replaced(document: Document) -> None:
    if document.replaces_id is None:
        return
    state = DocumentState.CORRECTED if document.corrects else DocumentState.REPLACED
    Document.objects.filter(
        pk=document.replaces_id, state__in=[DocumentState.ISSUED, DocumentState.SENT]
    ).update(state=state)


def _number(
    actor: Actor,
    document: Document,
    *,
    day: date,
    at: datetime,
    reserved: int | None,
    late_reason: str,
) -> Number:
    subject, shelf = f"documents.{document.pk}", shelf_of(document, year=day.year)
    if reserved is not None:
        kept = numbering.unscoped_reserved(document.organisation_id).filter(pk=reserved).first()
        if kept is None or (kept.book.register, kept.book.series) != (
            shelf.register,
            shelf.series,
        ):
            raise NoNumberThisKind
        return numbering.use_reserved(actor=actor, number=reserved, subject=subject, at=at)
    if late_reason:
        return numbering.take_late(
            actor=actor, shelf=shelf, subject=subject, on=day, reason=late_reason, at=at
        )
    return numbering.take_number(actor=actor, shelf=shelf, subject=subject, on=day, at=at)


@transaction.atomic
def archive_document(*, actor: Actor, document: Document) -> Document:
    """Put it into the files: nothing is waited for any more."""
    actor.require(policies.ISSUE, on=document.organisation)
    document = held(document)
    require_state(
        document,
        DocumentState.ISSUED,
        DocumentState.SENT,
        DocumentState.CORRECTED,
        DocumentState.REPLACED,
        DocumentState.RECALLED,
    )
    document.state = DocumentState.ARCHIVED
    document.save(update_fields=["state"])
    _record(actor, "archived", document)
    return document
