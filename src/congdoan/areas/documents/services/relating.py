"""What a document rules and until when; what it is to other documents."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import NUMBERED, RelationKind
from congdoan.areas.documents.models import Document, Effect, Incoming, Relation
from congdoan.areas.documents.rules.refusals import (
    DeclaredBySender,
    EndsBeforeStart,
    NotInThisState,
    NotToItself,
    OthersPaper,
    RelatedAlready,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.valid_time import span
from congdoan.kernel.audit import api as audit

#: What stands in a register: a document of the unit, or a paper that came.
Paper = Document | Incoming


def _authorise(actor: Actor, paper: Paper) -> None:
    """:raises NotInThisState, DeclaredBySender: when there is nothing to say about it here."""
    if isinstance(paper, Incoming):
        actor.require(policies.REGISTER, on=paper.organisation)
        if paper.document_id is not None:
            raise DeclaredBySender(issuer=paper.sender_name)
        return
    actor.require(policies.ISSUE, on=paper.organisation)
    if paper.state not in NUMBERED:
        raise NotInThisState(state=paper.get_state_display())


def _side(paper: Paper, prefix: str = "") -> dict[str, Any]:
    return {f"{prefix}{'document' if isinstance(paper, Document) else 'incoming'}": paper}


def _record(actor: Actor, verb: str, paper: Paper, **changes: object) -> None:
    audit.record(
        actor=actor,
        verb=f"documents.{verb}",
        target=paper,
        organisation_id=paper.organisation_id,
        changes=changes,
    )


@dataclass(frozen=True)
class EffectData:
    topic: str
    starts: date
    #: The first day it no longer holds; None: until another document ends it.
    until: date | None = None


@transaction.atomic
def declare_effect(*, actor: Actor, paper: Paper, data: EffectData, at: datetime) -> Effect:
    """
    Say which task a paper rules, from when, until when; said again, the new word counts.

    :raises EndsBeforeStart: and what ``_authorise`` refuses
    """
    _authorise(actor, paper)
    if data.until is not None and data.until <= data.starts:
        raise EndsBeforeStart
    made, _new = Effect.objects.update_or_create(
        **_side(paper),
        defaults={
            "topic": data.topic,
            "valid": span(data.starts, data.until),
            "by_name": actor.name,
            "at": at,
        },
    )
    _record(actor, "effect_declared", paper, topic=data.topic, starts=data.starts, until=data.until)
    return made


@transaction.atomic
def relate(
    *, actor: Actor, paper: Paper, kind: str, older: Paper, starts: date, at: datetime
) -> Relation:
    """
    Say what ``paper`` is to ``older``, from a day on.

    :raises NotToItself, RelatedAlready, OthersPaper: when it cannot be
    """
    _authorise(actor, paper)
    if type(paper) is type(older) and paper.pk == older.pk:
        raise NotToItself
    if kind != RelationKind.BASED_ON and _issuer(paper) != _issuer(older):
        raise OthersPaper(issuer=_issuer_name(older))
    both = {**_side(paper), **_side(older, "older_")}
    known = Relation.objects.filter(**both).first()
    if known is not None:
        raise RelatedAlready(kind=known.get_kind_display())
    made = Relation.objects.create(**both, kind=kind, starts=starts, by_name=actor.name, at=at)
    _record(actor, "related", paper, kind=kind, older=str(older), starts=starts)
    return made


def _issuer(paper: Paper) -> object:
    """Return who issued it: a key of ours, or the name in the register, folded."""
    if isinstance(paper, Document):
        return paper.organisation_id
    return paper.sender_id or paper.sender_name.casefold()


def _issuer_name(paper: Paper) -> str:
    return paper.sender_name if isinstance(paper, Incoming) else str(paper.organisation)


@transaction.atomic
def unrelate(*, actor: Actor, paper: Paper, relation: int) -> None:
    """
    Take back what was said by mistake.

    :raises NotFound: when the paper has no such relation
    """
    _authorise(actor, paper)
    found = Relation.objects.filter(Q(**_side(paper)), pk=relation).first()
    if found is None:
        raise NotFound
    older = found.older_document or found.older_incoming
    _record(actor, "unrelated", paper, kind=found.kind, older=str(older))
    found.delete()
