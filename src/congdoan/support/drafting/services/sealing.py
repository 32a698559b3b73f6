"""
The text is closed when its record is submitted, opened when it is sent back, thrown away with it.

Called by the slice that owns the record, after its own authorisation and inside its transaction:
its log says who submitted, sent back, dropped.
"""

from datetime import date, datetime

from django.db import transaction

from congdoan.support.discussion.api import Subject
from congdoan.support.drafting.models import Draft
from congdoan.support.drafting.rules.refusals import (
    DraftClosed,
    FactsChanged,
    NothingWritten,
    VariablesUnknown,
)
from congdoan.support.drafting.selectors.printing import unknown_in, wording_of


@transaction.atomic
def seal_draft(*, draft: Draft, on: date, at: datetime) -> Draft:
    """
    Close the text and keep the hash of its wording, with the facts of ``on``.

    :raises DraftClosed: when it is closed already
    :raises NothingWritten: when it has no words yet
    :raises VariablesUnknown: when nobody can fill what it names
    """
    held = _locked(draft)
    if held.closed_at is not None:
        raise DraftClosed
    if not any(one.text for one in held.content):
        raise NothingWritten
    unknown = unknown_in(held, on=on)
    if unknown:
        raise VariablesUnknown(names=", ".join(unknown))
    held.closed_at, held.sealed = at, wording_of(held, on=on)
    held.save(update_fields=["closed_at", "sealed"])
    return held


@transaction.atomic
def unseal_draft(*, draft: Draft) -> Draft:
    """Open the text again: its record was sent back to who writes it."""
    held = _locked(draft)
    held.closed_at, held.sealed = None, ""
    held.save(update_fields=["closed_at", "sealed"])
    return held


def require_seal(draft: Draft, *, on: date) -> None:
    """:raises FactsChanged: when with the facts of ``on`` it says something else than was sealed"""
    if draft.sealed and wording_of(draft, on=on) != draft.sealed:
        raise FactsChanged


@transaction.atomic
def set_heading(*, owner: Subject, subject: str, type_code: str) -> None:
    """Let the text's head follow what was changed in the record: one datum, typed once."""
    held = Draft.objects.select_for_update().filter(owner_type=owner.type, owner_id=owner.id)
    for draft in held:
        if (draft.subject, draft.type_code) != (subject, type_code):
            draft.subject, draft.type_code = subject, type_code
            draft.revision += 1
            draft.save(update_fields=["subject", "type_code", "revision"])


@transaction.atomic
def drop_draft(*, owner: Subject) -> None:
    """Throw the text away together with its record."""
    Draft.objects.filter(owner_type=owner.type, owner_id=owner.id).delete()


def _locked(draft: Draft) -> Draft:
    return Draft.objects.select_for_update().get(pk=draft.pk)
