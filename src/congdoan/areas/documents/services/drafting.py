"""Writing a document and what goes with it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import OPEN, DocumentState, Urgency
from congdoan.areas.documents.models import Attachment, Document, Incoming
from congdoan.areas.documents.rules.refusals import (
    AnswerDayIsPast,
    BodyIsPdfOrWord,
    NotInThisState,
    SecretsStayOutside,
    SignerNotHere,
)
from congdoan.areas.documents.selectors.documents import BODY
from congdoan.areas.documents.selectors.signers import find_signing
from congdoan.areas.documents.services import telling
from congdoan.areas.documents.services.texts import drop_text, follow_record, open_text
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.files.api import StoredFile, store_file
from congdoan.support.numbering.api import Register
from congdoan.support.texts.api import ask_reading

if TYPE_CHECKING:
    from django.core.files.base import File

_TEXTS = frozenset({".pdf", ".docx"})


@dataclass(frozen=True)
class DocumentData:
    """What the drafter types."""

    type: str
    subject: str
    register: str = Register.OUTGOING
    urgency: str = Urgency.NORMAL
    must_read: bool = False
    #: ``Readers``: who at each receiver has to read it for themselves.
    readers: str = ""
    answer_by: date | None = None
    note: str = ""
    #: A mark of secrecy: whatever it says, this is not the place.
    secrecy: str = ""
    #: Who is meant to sign, and who is to get it: printed, and offered when that day comes.
    to_sign: str = ""
    reach: str = ""


@dataclass(frozen=True)
class Origin:
    """What the document follows from: an answer, a cover letter, one that takes another's place."""

    answers: Incoming | None = None
    forwards: Incoming | None = None
    replaces: Document | None = None
    corrects: bool = False

    @property
    def head(self) -> Document | None:
        """The paper at the head of a chain of forwarding."""
        passed = self.forwards.document if self.forwards else None
        return (passed.origin or passed) if passed else None


def require_state(document: Document, *states: str) -> None:
    """:raises NotInThisState: when the document is at another step."""
    if document.state not in states:
        raise NotInThisState(state=document.get_state_display())


def held(document: Document) -> Document:
    """Return the document afresh, locked: two officers may press at once."""
    return (
        Document.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=document.pk)
    )


@transaction.atomic
def draft_document(
    *,
    actor: Actor,
    organisation: Organisation,
    data: DocumentData,
    at: datetime,
    body: "File[bytes] | None" = None,
    origin: Origin | None = None,
) -> Document:
    """
    Begin a document of ``organisation``.

    :raises SecretsStayOutside: for a state secret; AnswerDayIsPast; what ``store_file`` refuses
    """
    actor.require(policies.DRAFT, on=organisation)
    follows = origin or Origin()
    _check_origin(actor, organisation, follows)
    document = Document(
        organisation=organisation,
        drafter_id=actor.user_id,
        drafter_name=actor.name,
        drafted_at=at,
        answers=follows.answers,
        forwards=follows.forwards,
        origin=follows.head,
        replaces=follows.replaces,
        corrects=follows.corrects,
    )
    _fill(document, data, on=at.date())
    document.save()
    if body is not None:
        _keep(actor, document, body, at=at, is_body=True)
    audit.record(
        actor=actor, verb="documents.drafted", target=document, organisation_id=organisation.pk
    )
    return document


def _check_origin(actor: Actor, organisation: Organisation, follows: Origin) -> None:
    """:raises NotAllowed: when what it follows from is not the actor's to see."""
    for came in (follows.answers, follows.forwards):
        if came is not None:
            actor.require(policies.VIEW, on=came.organisation)
    if follows.replaces is not None and follows.replaces.organisation_id != organisation.pk:
        raise NotAllowed


@transaction.atomic
def change_document(
    *,
    actor: Actor,
    document: Document,
    data: DocumentData,
    at: datetime,
    body: "File[bytes] | None" = None,
) -> Document:
    """:raises NotInThisState: once it is approved; and what ``draft_document`` refuses."""
    actor.require(policies.DRAFT, on=document.organisation)
    document = held(document)
    require_state(document, *OPEN)
    before = {"type": document.type, "subject": document.subject, "urgency": document.urgency}
    _fill(document, data, on=at.date())
    if document.state == DocumentState.REVIEW:
        # What the approver has in hand is this text and no other.
        document.state, document.submitted_at = DocumentState.DRAFT, None
        open_text(document)
    follow_record(document)
    document.save(
        update_fields=[
            "type", "register", "subject", "folded", "urgency", "must_read", "answer_by", "note",
            "readers", "state", "submitted_at", "to_sign", "reach",
        ]
    )  # fmt: skip
    if body is not None:
        document.attachments.filter(is_body=True).delete()
        _keep(actor, document, body, at=at, is_body=True)
    changes = {
        name: [old, getattr(document, name)]
        for name, old in before.items()
        if getattr(document, name) != old
    }
    audit.record(
        actor=actor,
        verb="documents.changed",
        target=document,
        organisation_id=document.organisation_id,
        changes=changes,
    )
    return document


def _fill(document: Document, data: DocumentData, *, on: date) -> None:
    if data.secrecy:
        raise SecretsStayOutside
    if data.answer_by is not None and data.answer_by <= on:
        raise AnswerDayIsPast
    document.type, document.subject = data.type, data.subject
    document.register, document.urgency = data.register, data.urgency
    document.must_read = data.must_read or bool(data.readers)
    document.readers, document.answer_by = data.readers, data.answer_by
    document.note = data.note
    if data.to_sign and find_signing(document.organisation_id, data.to_sign, on=on) is None:
        raise SignerNotHere
    document.to_sign, document.reach = data.to_sign, data.reach
    document.settle_keys()


@transaction.atomic
def attach_file(
    *, actor: Actor, document: Document, upload: "File[bytes]", at: datetime
) -> Attachment:
    """Put a file beside the text, while it is being written."""
    actor.require(policies.DRAFT, on=document.organisation)
    document = held(document)
    require_state(document, *OPEN)
    made = _keep(actor, document, upload, at=at)
    audit.record(
        actor=actor,
        verb="documents.attached",
        target=document,
        organisation_id=document.organisation_id,
        changes={"name": made.file.name},
    )
    return made


def _keep(
    actor: Actor,
    document: Document,
    upload: "File[bytes]",
    *,
    at: datetime,
    is_body: bool = False,
    is_scan: bool = False,
    unit: Organisation | None = None,
) -> Attachment:
    name = (upload.name or "").lower()
    if is_body and not name.endswith(tuple(_TEXTS)):
        raise BodyIsPdfOrWord
    stored: StoredFile = store_file(
        actor=actor,
        organisation=unit or document.organisation,
        upload=upload,
        purpose=BODY,
        at=at,
    )
    made, _created = Attachment.objects.update_or_create(
        document=document, file=stored, defaults={"is_body": is_body, "is_scan": is_scan}
    )
    ask_reading([stored], at=at)
    return made


def keep_scan(
    actor: Actor,
    document: Document,
    upload: "File[bytes]",
    *,
    at: datetime,
    unit: Organisation | None = None,
) -> None:
    """Put the signed paper beside the text, as kept by the unit that signed it (of signing)."""
    _keep(actor, document, upload, at=at, is_scan=True, unit=unit)


@transaction.atomic
def discard_draft(*, actor: Actor, document: Document, at: datetime) -> None:
    """Throw a draft away: it has no number, so no book misses it."""
    actor.require(policies.DRAFT, on=document.organisation)
    document = held(document)
    require_state(document, DocumentState.DRAFT)
    audit.record(
        actor=actor,
        verb="documents.discarded",
        target=document,
        organisation_id=document.organisation_id,
        label=document.subject,
    )
    for one in document.opinions.filter(done_at=None, closed_at=None):
        telling.opinion_cancelled(actor=actor, opinion=one, at=at)
    drop_text(document)
    document.delete()
