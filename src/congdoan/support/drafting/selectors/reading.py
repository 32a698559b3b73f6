"""What the slices that own records ask."""

from datetime import date

from congdoan.support.discussion.api import Subject
from congdoan.support.drafting.models import Draft, DraftTemplate
from congdoan.support.drafting.selectors.templates import unscoped_templates_for


def draft_for(owner: Subject) -> Draft | None:
    """Return the text of a record; the owner has asked for the right to read it."""
    return Draft.objects.filter(owner_type=owner.type, owner_id=owner.id).first()


def templates_for(organisation: int, type_code: str, *, on: date) -> list[DraftTemplate]:
    """Return what a document of this type may begin from: own templates first."""
    return unscoped_templates_for(organisation, type_code, on=on)
