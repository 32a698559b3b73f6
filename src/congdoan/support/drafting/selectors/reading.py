"""What the slices that own records ask."""

from datetime import date

from congdoan.foundation.keyset import Keyset, Page
from congdoan.support.discussion.api import Subject
from congdoan.support.drafting.models import Draft, DraftTemplate
from congdoan.support.drafting.selectors.templates import unscoped_templates_for

#: Under this kind comments on a text are kept (``discussion``).
TALK = "drafting.draft"

#: Versions and templates on one page.
A_PAGE = 50


def draft_for(owner: Subject) -> Draft | None:
    """Return the text of a record; the owner has asked for the right to read it."""
    return Draft.objects.filter(owner_type=owner.type, owner_id=owner.id).first()


def versions_of(draft: Draft, *, after: str = "", before: str = "") -> Page:
    """Return a page of what was kept, newest first, without the words."""
    rows = Keyset(draft.versions.defer("blocks"), ["number"], downward=True)
    return rows.page(A_PAGE, after=after, before=before)


def templates_for(organisation: int, type_code: str, *, on: date) -> list[DraftTemplate]:
    """Return what a document of this type may begin from: own templates first."""
    return unscoped_templates_for(organisation, type_code, on=on)
