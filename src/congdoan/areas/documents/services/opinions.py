"""A draft is shown to named colleagues before it is submitted."""

from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime

from django.db import transaction

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import DocumentState
from congdoan.areas.documents.models import Document, Opinion
from congdoan.areas.documents.rules.refusals import (
    AnswerDayIsPast,
    AskedAlready,
    AsksOnlyColleagues,
    NeedsText,
    NotInThisState,
)
from congdoan.areas.documents.selectors.opinions import may_be_asked
from congdoan.areas.documents.selectors.texts import text_of
from congdoan.areas.documents.services import telling
from congdoan.areas.documents.services.drafting import held, require_state
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit import api as audit
from congdoan.support.drafting.api import SameWords, keep_version


@transaction.atomic
def ask_opinions(
    *,
    actor: Actor,
    document: Document,
    people: Collection[int],
    due: date,
    note: str,
    on: date,
    at: datetime,
) -> list[Opinion]:
    """
    Ask colleagues what they think; the text as they see it is kept as a version.

    :raises NeedsText: when the text is a file
    :raises AsksOnlyColleagues, AskedAlready, AnswerDayIsPast: whom one cannot ask, or not so
    """
    actor.require(policies.DRAFT, on=document.organisation)
    document = held(document)
    require_state(document, DocumentState.DRAFT)
    text = text_of(document)
    if text is None:
        raise NeedsText
    if due < on:
        raise AnswerDayIsPast
    known = may_be_asked(document.organisation, on=on)
    if not people or not set(people) <= known.keys():
        raise AsksOnlyColleagues
    waiting = document.opinions.filter(done_at=None, closed_at=None)
    fresh = sorted(set(people) - set(waiting.values_list("person_id", flat=True)))
    if not fresh:
        raise AskedAlready
    with suppress(SameWords):
        keep_version(actor=actor, draft=text, note="Bản xin ý kiến", at=at)
    made = [
        Opinion.objects.create(
            document=document, person_id=one, due=due, note=note,
            asked_by_name=actor.name, asked_at=at,
        )
        for one in fresh
    ]  # fmt: skip
    for one in made:
        telling.ask_opinion(actor=actor, document=document, opinion=one, on=on, at=at)
    audit.record(
        actor=actor,
        verb="documents.opinions_asked",
        target=document,
        organisation_id=document.organisation_id,
        changes={"people": [known[one.person_id] for one in made], "due": due},
    )
    return made


@transaction.atomic
def finish_opinion(*, actor: Actor, opinion: Opinion, at: datetime) -> Opinion:
    """
    Say that one has said what one thinks, or thinks it is good as it is.

    :raises NotAllowed: for what another was asked
    """
    require_oneself(actor)
    actor.require(policies.VIEW, on=opinion.document.organisation)
    if opinion.person_id != actor.person_id:
        raise NotAllowed
    document = held(opinion.document)
    opinion = Opinion.objects.select_related("document").get(pk=opinion.pk)
    if not opinion.waits:
        raise NotInThisState(state=document.get_state_display())
    opinion.done_at = at
    opinion.save(update_fields=["done_at"])
    telling.opinion_done(actor=actor, document=document, opinion=opinion, at=at)
    audit.record(
        actor=actor,
        verb="documents.opinion_given",
        target=document,
        organisation_id=document.organisation_id,
    )
    return opinion


def stop_asking(actor: Actor, document: Document, *, at: datetime) -> None:
    """Nobody needs to comment any more: it goes on, or is thrown away (a step of these acts)."""
    for one in document.opinions.filter(done_at=None, closed_at=None):
        one.closed_at = at
        one.save(update_fields=["closed_at"])
        telling.opinion_cancelled(actor=actor, opinion=one, at=at)
