"""One text becomes a letter for each receiver: chosen, then printed in the background."""

from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import NUMBERED, DocumentState
from congdoan.areas.documents.models import Document, Merge, MergedLetter
from congdoan.areas.documents.rules.refusals import (
    NeedsText,
    NobodyToWriteTo,
    TooManyLetters,
)
from congdoan.areas.documents.selectors.documents import MERGED
from congdoan.areas.documents.selectors.merging import (
    MOST,
    UNITS,
    copies,
    letters_for_units,
    sources,
)
from congdoan.areas.documents.selectors.texts import text_of
from congdoan.areas.documents.services.drafting import held, require_state
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.audit import api as audit
from congdoan.support.drafting.api import ListsAsked, lists_for
from congdoan.support.files.api import store_file
from congdoan.support.notifications.api import notify
from congdoan.support.rendering.api import to_merged_pdf


@transaction.atomic
def choose_merge(
    *, actor: Actor, document: Document, source: str, on: date, at: datetime
) -> Merge | None:
    """
    Choose for whom the letters are and freeze them; "" makes it one letter again.

    Chosen anew the earlier choice is gone. The approver sees who they are.

    :raises NeedsText: when the text is a file
    :raises NobodyToWriteTo, TooManyLetters: an empty list, or one beyond what letters are for
    """
    actor.require(policies.DRAFT, on=document.organisation)
    document = held(document)
    require_state(document, DocumentState.DRAFT)
    if text_of(document) is None:
        raise NeedsText
    Merge.objects.filter(document=document).delete()
    made = _made(actor, document, source, on=on, at=at) if source else None
    audit.record(
        actor=actor,
        verb="documents.merge_chosen",
        target=document,
        organisation_id=document.organisation_id,
        changes={"list": made.name if made else "", "count": made.count if made else 0},
    )
    return made


def _made(actor: Actor, document: Document, source: str, *, on: date, at: datetime) -> Merge:
    unit = document.organisation
    known = sources(actor, unit, on=on)
    if source not in known:
        raise NotFound
    if source.startswith(UNITS):
        letters = letters_for_units(unit, source.removeprefix(UNITS), on=on)
    else:
        letters = _from_list(actor, document, source, on=on)
    if not letters:
        raise NobodyToWriteTo
    if len(letters) > MOST:
        raise TooManyLetters(most=MOST)
    made = Merge.objects.create(
        document=document,
        source=source,
        name=known[source][:160],
        count=len(letters),
        chosen_by_name=actor.name,
        chosen_at=at,
    )
    MergedLetter.objects.bulk_create(
        [MergedLetter(merge=made, place=n, **one) for n, one in enumerate(letters, start=1)],
        batch_size=1_000,
    )
    return made


def _from_list(actor: Actor, document: Document, source: str, *, on: date) -> list[dict[str, Any]]:
    """Return a letter for each row of a list; reading it is in the log with the purpose."""
    offered = lists_for(ListsAsked(actor, document.organisation, on))
    found = next(one for one in offered if one.code == source)
    _head, *rows = found.rows(document.subject)
    named = [(n, field) for n, field in enumerate(found.fields) if field]
    letters = []
    for row in rows:
        facts = {f"receiver.{field}": row[n] for n, field in named}
        letters.append({"name": facts.get("receiver.name", "")[:250], "facts": facts})
    return letters


def print_letters(*, actor: Actor, document: int, at: datetime) -> None:
    """Print all letters of an issued document into one file; done already, it does nothing."""
    found = Document.objects.select_related("organisation").filter(pk=document).first()
    merge = Merge.objects.filter(document=document, made_at=None).first()
    if found is None or merge is None or found.state not in NUMBERED:
        return
    letters = merge.letters.order_by("place")
    facts = letters.values_list("facts", flat=True).iterator(chunk_size=500)
    content = to_merged_pdf(copies(found, facts, on=at.date()), created_at=at)
    _keep(actor, found, content, at=at)


@transaction.atomic
def _keep(actor: Actor, document: Document, content: bytes, *, at: datetime) -> None:
    merge = Merge.objects.select_for_update().get(document=document)
    if merge.made_at is not None:
        return
    name = f"{document.symbol.replace('/', '-')} ({merge.count} thư).pdf"
    merge.file = store_file(
        actor=actor,
        organisation=document.organisation,
        upload=ContentFile(content, name=name),
        purpose=MERGED,
        at=at,
    )
    merge.made_at = at
    merge.save(update_fields=["file", "made_at"])
    if document.drafter_id is not None:
        notify(
            actor=actor,
            kind="documents.merged",
            key=f"documents.{document.pk}.merged",
            at=at,
            users=[document.drafter_id],
            context={"subject": document.subject, "count": merge.count},
            url=reverse("documents:letters", args=[document.pk]),
        )
