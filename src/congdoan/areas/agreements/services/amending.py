"""Writing a proposal to change an agreement in force, clause by clause."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Bearer, Cadence, ChangeKind, Level, State
from congdoan.areas.agreements.models import (
    Agreement,
    Amendment,
    AmendmentChange,
    Party,
    ReviewProposal,
)
from congdoan.areas.agreements.rules.amending import (
    AmendAction,
    AmendmentShared,
    ClauseNotInText,
    EffectiveOutside,
    LevelNotHere,
    NothingDiffers,
    NothingToAmend,
    WordsMissing,
)
from congdoan.areas.agreements.rules.consolidating import (
    EntryLine,
    Wording,
    levels_after,
    wording_of,
)
from congdoan.areas.agreements.rules.refusals import LeaderMissing, NotAParty, ReasonNeeded
from congdoan.areas.agreements.rules.structure import converted
from congdoan.areas.agreements.selectors.amendments import find_change
from congdoan.areas.agreements.selectors.consolidated import text_before, text_with
from congdoan.areas.agreements.selectors.reviews import agreed_proposals
from congdoan.areas.agreements.services.amending_steps import (
    demand,
    held_amendment,
    note,
)
from congdoan.areas.agreements.services.editing import Terms, clean_text
from congdoan.areas.agreements.services.states import held
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import nfc, tidy
from congdoan.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class AmendmentData:
    """What describes a proposal besides its changes."""

    title: str
    reason: str
    wanted_on: date | None = None


@transaction.atomic
def propose_amendment(
    *,
    actor: Actor,
    agreement: Agreement,
    proposer: Organisation,
    data: AmendmentData,
    on: date,
    at: datetime,
    proposals: Iterable[int] = (),
) -> Amendment:
    """
    Begin a proposal of one party to change an agreement in force.

    ``proposals`` are those agreed at reviews that it takes up; they wait no more.

    :raises NothingToAmend: a draft is edited, what is over is replaced
    :raises NotAParty: only parties propose
    :raises ReasonNeeded: the other parties are told why
    """
    agreement = held(agreement)
    actor.require(policies.DRAFT, on=proposer)
    if agreement.state != State.EFFECTIVE:
        raise NothingToAmend
    if not agreement.parties.filter(organisation=proposer).exists():
        raise NotAParty
    amendment = Amendment(
        agreement=agreement, proposer=proposer, created_at=at, created_by_name=actor.name
    )
    _describe(amendment, data)
    amendment.save(force_insert=True)
    taken = list(agreed_proposals(agreement).filter(pk__in=proposals))
    ReviewProposal.objects.filter(pk__in=[one.pk for one in taken]).update(taken_on=on)
    note(
        actor=actor,
        amendment=amendment,
        verb="proposed",
        changes={"proposals": [one.pk for one in taken]},
    )
    return amendment


def _describe(amendment: Amendment, data: AmendmentData) -> None:
    if not data.reason.strip():
        raise ReasonNeeded
    amendment.title = tidy(data.title)[:300]
    amendment.reason = nfc(data.reason).strip()
    agreement = amendment.agreement
    first = agreement.effective_on or agreement.first_day
    if data.wanted_on is not None and not first < data.wanted_on <= agreement.last_day:
        raise EffectiveOutside(first=f"{first:%d/%m/%Y}", last=f"{agreement.last_day:%d/%m/%Y}")
    amendment.wanted_on = data.wanted_on


@transaction.atomic
def describe_amendment(*, actor: Actor, amendment: Amendment, data: AmendmentData) -> Amendment:
    """Change title, reason or day of a proposal that is not sent out."""
    amendment = _writable(actor, amendment)
    _describe(amendment, data)
    amendment.save(update_fields=["title", "reason", "wanted_on"])
    note(actor=actor, amendment=amendment, verb="described")
    return amendment


@transaction.atomic
def change_clause(
    *,
    actor: Actor,
    amendment: Amendment,
    clause: UUID,
    heading: str,
    text: str,
    terms: Terms | None = None,
) -> AmendmentChange:
    """
    Propose new words or terms for a clause in force, or for one this proposal adds.

    :raises ClauseNotInText: when it was abolished or never there
    :raises NothingDiffers: when the clause would read as before
    """
    amendment = _writable(actor, amendment)
    known = find_change(amendment, clause)
    if known is not None and known.kind == ChangeKind.ADD:
        wording = _wording(amendment, known.level, heading, text, terms, wording_of(known))
        return _save(actor, amendment, known, wording)
    line = _line(text_before(amendment), clause)
    wording = _wording(amendment, line.item.level, heading, text, terms, line.item.wording)
    if wording == line.item.wording:
        raise NothingDiffers
    change = known or AmendmentChange(
        amendment=amendment, clause=clause, order=_next_order(amendment)
    )
    change.kind, change.level = ChangeKind.CHANGE, line.item.level
    change.base = line.item.wording.as_json()
    return _save(actor, amendment, change, wording)


@transaction.atomic
def add_amended_clause(
    *,
    actor: Actor,
    amendment: Amendment,
    after: UUID,
    level: str,
    heading: str,
    text: str,
    terms: Terms | None = None,
) -> AmendmentChange:
    """
    Propose a new clause after ``after`` and all that stands under it.

    :raises LevelNotHere: when such a line cannot stand there
    """
    amendment = _writable(actor, amendment)
    lines = text_with(amendment)
    anchor = _line(lines, after)
    has_clauses = any(line.parent is not None and line.parent.item is anchor.item for line in lines)
    if level not in levels_after(anchor.item.level, has_clauses=has_clauses):
        raise LevelNotHere(level=Level(level).label.lower())
    wording = _wording(amendment, level, heading, text, terms, Wording(level))
    change = AmendmentChange(
        amendment=amendment,
        kind=ChangeKind.ADD,
        clause=uuid4(),
        anchor=after,
        level=level,
        order=_next_order(amendment),
    )
    return _save(actor, amendment, change, wording)


@transaction.atomic
def abolish_clause(*, actor: Actor, amendment: Amendment, clause: UUID) -> AmendmentChange:
    """
    Propose to abolish a clause with all that stands under it.

    :raises ClauseNotInText: when it was abolished or never there
    """
    amendment = _writable(actor, amendment)
    line = _line(text_before(amendment), clause)
    change = find_change(amendment, clause) or AmendmentChange(
        amendment=amendment, clause=clause, order=_next_order(amendment)
    )
    change.kind, change.level = ChangeKind.REMOVE, line.item.level
    change.base = line.item.wording.as_json()
    return _save(actor, amendment, change, Wording(line.item.level))


@transaction.atomic
def drop_change(*, actor: Actor, amendment: Amendment, clause: UUID) -> None:
    """Take one change out of a proposal, with what it added below."""
    amendment = _writable(actor, amendment)
    change = find_change(amendment, clause)
    if change is None:
        raise ClauseNotInText
    gone = {change.clause}
    if change.kind == ChangeKind.ADD:
        rows = amendment.changes.filter(kind=ChangeKind.ADD).order_by("order", "pk")
        for other in rows:
            if other.anchor in gone:
                gone.add(other.clause)
    amendment.changes.filter(clause__in=gone).delete()
    note(
        actor=actor,
        amendment=amendment,
        verb="change_dropped",
        changes={"clauses": sorted(one.hex for one in gone)},
    )


@transaction.atomic
def discard_amendment(*, actor: Actor, amendment: Amendment) -> None:
    """
    Throw away a proposal nobody else has seen.

    :raises AmendmentShared: what was sent out is withdrawn with a reason instead
    """
    amendment = held_amendment(amendment)
    actor.require(policies.DRAFT, on=amendment.proposer)
    demand(amendment, AmendAction.DISCARD)
    if amendment.shared_on is not None:
        raise AmendmentShared
    note(actor=actor, amendment=amendment, verb="discard")
    amendment.delete()


def _writable(actor: Actor, amendment: Amendment) -> Amendment:
    amendment = held_amendment(amendment)
    actor.require(policies.DRAFT, on=amendment.proposer)
    demand(amendment, AmendAction.WRITE)
    return amendment


def _line(lines: list[EntryLine], clause: UUID) -> EntryLine:
    found = next((line for line in lines if line.item.stable_id == clause), None)
    if found is None or found.item.removed is not None:
        raise ClauseNotInText
    return found


def _next_order(amendment: Amendment) -> int:
    last = amendment.changes.order_by("-order").values_list("order", flat=True).first()
    return (last or 0) + 1


def _wording(
    amendment: Amendment,
    level: str,
    heading: str,
    text: str,
    terms: Terms | None,
    before: Wording,
) -> Wording:
    heading, text = converted(level, tidy(heading)[:400], clean_text(text))
    if not heading and not text:
        raise WordsMissing
    said = replace(before, level=level, heading=heading, text=text)
    if terms is None:
        return said
    lead = _lead(amendment, terms)
    if terms.bearer == Bearer.PARTY and lead is None:
        raise LeaderMissing(lines=Level(level).label)
    return replace(
        said,
        content_code=terms.content_code,
        bearer=Bearer(terms.bearer).value,
        lead_party_id=lead,
        cadence=Cadence(terms.cadence).value,
        indicator=tidy(terms.indicator)[:200],
        target=tidy(terms.target)[:120],
    )


def _lead(amendment: Amendment, terms: Terms) -> int | None:
    if terms.bearer != Bearer.PARTY or terms.lead_party_id is None:
        return None
    rows = Party.objects.filter(agreement=amendment.agreement_id, pk=terms.lead_party_id)
    return rows.values_list("pk", flat=True).first()


def _save(
    actor: Actor, amendment: Amendment, change: AmendmentChange, wording: Wording
) -> AmendmentChange:
    values = wording.as_json()
    for name, value in values.items():
        setattr(change, name, value)
    if not change.pk:
        change.save(force_insert=True)
    else:
        change.save(update_fields=[*values, "kind", "base"])
    note(
        actor=actor,
        amendment=amendment,
        verb="change_written",
        changes={"clause": change.clause.hex, "kind": change.kind},
    )
    return change
