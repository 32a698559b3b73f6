"""A document written here: record and text begin together."""

from datetime import datetime

from django.db import transaction

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import DocumentState
from congdoan.areas.documents.models import Document
from congdoan.areas.documents.rules.refusals import TemplateOfOtherType, TextBegun
from congdoan.areas.documents.selectors.texts import text_of
from congdoan.areas.documents.services.drafting import (
    DocumentData,
    Origin,
    draft_document,
    held,
    require_state,
)
from congdoan.areas.documents.services.texts import start_text
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.drafting.api import Draft, DraftTemplate


@transaction.atomic
def write_document(
    *,
    actor: Actor,
    organisation: Organisation,
    data: DocumentData,
    at: datetime,
    template: DraftTemplate | None = None,
    origin: Origin | None = None,
) -> Draft:
    """
    Begin a document whose text is written here; return the text.

    :raises TemplateOfOtherType: when the template is for another type
    """
    actor.require(policies.DRAFT, on=organisation)
    if template is not None and template.type_code != data.type:
        raise TemplateOfOtherType
    made = draft_document(actor=actor, organisation=organisation, data=data, origin=origin, at=at)
    return start_text(actor, made, template, on=at.date(), at=at)


@transaction.atomic
def begin_text(*, actor: Actor, document: Document, at: datetime) -> Draft:
    """
    Begin to write the text of a document that has none yet.

    :raises TextBegun: when it has a text or a file
    """
    actor.require(policies.DRAFT, on=document.organisation)
    document = held(document)
    require_state(document, DocumentState.DRAFT)
    if text_of(document) is not None or document.attachments.filter(is_body=True).exists():
        raise TextBegun
    made = start_text(actor, document, None, on=at.date(), at=at)
    audit.record(
        actor=actor,
        verb="documents.changed",
        target=document,
        organisation_id=document.organisation_id,
        changes={"text": ["", "drafting"]},
    )
    return made
