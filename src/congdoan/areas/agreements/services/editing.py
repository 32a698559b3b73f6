"""
Writing the words of a clause.

Two people may write different clauses at once: only the clause's own row is locked. Who saves a
clause that somebody changed since is shown both texts; nothing is ever overwritten unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Bearer, Cadence, ClauseAct
from congdoan.areas.agreements.models import Agreement, Clause, Party
from congdoan.areas.agreements.rules.refusals import ClauseChanged, ClauseGone, TextTooLong
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.rules.structure import TEXT_LIMIT, converted
from congdoan.areas.agreements.services.clause_history import remember
from congdoan.areas.agreements.services.states import demand, held
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.audit.api import record
from congdoan.support.discussion.api import Comment

_ACTS = {"clause_written": ClauseAct.WRITTEN, "clause_settled": ClauseAct.SETTLED}


@dataclass(frozen=True)
class Terms:
    """Who owes what a clause says, how often, and how it is measured."""

    content_code: str = ""
    bearer: str = ""
    lead_party_id: int | None = None
    cadence: str = ""
    indicator: str = ""
    target: str = ""


@transaction.atomic
def write_clause(
    *, actor: Actor, clause: Clause, revision: int, heading: str, text: str, at: datetime
) -> Clause:
    """
    Save a clause's words, when nobody changed it since ``revision``.

    Saving what already stands there changes nothing, whatever the revision (a repeated autosave).

    :raises ClauseChanged: when somebody else saved other words meanwhile
    :raises ClauseGone: when somebody removed it meanwhile
    """
    agreement = _editable(actor, clause)
    kept = _kept(clause)
    heading, text = converted(kept.level, tidy(heading)[:400], clean_text(text))
    return _write(
        actor, agreement, kept, revision, {"heading": heading, "text": text}, "clause_written", at
    )


@transaction.atomic
def set_terms(*, actor: Actor, clause: Clause, revision: int, terms: Terms, at: datetime) -> Clause:
    """
    Save who owes what and how often.

    :raises ClauseChanged: when somebody else changed the clause meanwhile
    """
    agreement = _editable(actor, clause)
    kept = _kept(clause)
    lead = _lead(agreement, terms)
    values = {
        "content_code": terms.content_code,
        "bearer": Bearer(terms.bearer).value,
        "lead_party_id": lead,
        "cadence": Cadence(terms.cadence).value,
        "indicator": tidy(terms.indicator)[:200],
        "target": tidy(terms.target)[:120],
    }
    return _write(actor, agreement, kept, revision, values, "clause_settled", at)


def rewrite(
    *,
    actor: Actor,
    clause: Clause,
    heading: str,
    text: str,
    at: datetime,
    suggestion: Comment | None = None,
) -> Clause:
    """
    Write new words into a clause whose change has been authorised (an accepted comment).

    ``suggestion`` is what a party said: its author stays known in the clause's history.
    """
    kept = _kept(clause)
    heading, text = converted(kept.level, tidy(heading)[:400], clean_text(text))
    values = {"heading": heading, "text": text}
    agreement = kept.version.agreement
    return _write(
        actor, agreement, kept, kept.revision, values, "clause_written", at, suggestion=suggestion
    )


def clean_text(text: str) -> str:
    """
    Return NFC text, line by line without stray spaces.

    :raises TextTooLong: when it is no clause any more
    """
    lines = [tidy(line) for line in text.replace("\x00", "").splitlines()]
    cleaned = "\n".join(line for line in lines if line)
    if len(cleaned) > TEXT_LIMIT:
        raise TextTooLong(length=len(cleaned), limit=TEXT_LIMIT)
    return cleaned


def _editable(actor: Actor, clause: Clause) -> Agreement:
    """
    Return the agreement, held until the words are saved: nobody can freeze it in between.

    Writers of one text queue here for the milliseconds a save takes.
    """
    agreement = held(clause.version.agreement)
    actor.require(policies.DRAFT, on=agreement.drafting)
    demand(agreement, Action.EDIT_TEXT)
    return agreement


def _kept(clause: Clause) -> Clause:
    return Clause.objects.select_for_update().get(pk=clause.pk)


def _lead(agreement: Agreement, terms: Terms) -> int | None:
    if terms.lead_party_id is None:
        return None
    party = Party.objects.filter(agreement=agreement, pk=terms.lead_party_id).first()
    return party.pk if party else None


def _write(
    actor: Actor,
    agreement: Agreement,
    kept: Clause,
    revision: int,
    values: Mapping[str, Any],
    verb: str,
    at: datetime,
    *,
    suggestion: Comment | None = None,
) -> Clause:
    if kept.removed_at is not None:
        raise ClauseGone(name=kept.changed_by_name)
    if all(getattr(kept, name) == value for name, value in values.items()):
        return kept
    if kept.revision != revision:
        raise ClauseChanged(name=kept.changed_by_name, clause_id=kept.pk)
    before = {name: getattr(kept, name) for name, value in values.items()}
    changed = {name for name, value in values.items() if before[name] != value}
    for name, value in values.items():
        setattr(kept, name, value)
    kept.revision += 1
    kept.changed_at, kept.changed_by_name = at, actor.name
    kept.save(update_fields=[*values, "revision", "changed_at", "changed_by_name"])
    remember(
        actor=actor,
        clause=kept,
        act=_ACTS[verb],
        at=at,
        before={name: before[name] for name in changed},
        after={name: values[name] for name in changed},
        suggestion=suggestion,
    )
    record(
        actor=actor,
        verb=f"agreements.{verb}",
        target=kept,
        organisation_id=agreement.drafting_id,
        changes={"clause": kept.stable_id.hex, "revision": kept.revision},
        label=agreement.title,
    )
    return kept
