"""Addenda: which ones an actor may see, who consented, and where two of them meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import AmendmentState, ChangeKind, Consent
from congdoan.areas.agreements.models import (
    Agreement,
    Amendment,
    AmendmentChange,
    AmendmentConsent,
    AmendmentQuerySet,
    Party,
)
from congdoan.areas.agreements.rules.consolidating import EntryLine, touched, under
from congdoan.areas.agreements.selectors.agreements import staying_parties
from congdoan.areas.agreements.selectors.consolidated import (
    as_change,
    text_before,
    with_changes,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound

#: Under this name signing keeps packets of addenda.
SUBJECT = "agreements.amendment"


def visible_amendments(actor: Actor, agreement: Agreement) -> AmendmentQuerySet:
    """
    Return the addenda of an agreement the caller may see.

    One that was never sent out is its proposer's own affair.
    """
    own = Q(proposer__in=actor.reach(policies.DRAFT))
    return agreement.amendments.filter(Q(shared_on__isnull=False) | own)


def find_amendment(actor: Actor, agreement: Agreement, pk: int) -> Amendment:
    """:raises NotFound: when there is none the actor may see"""
    found = (
        visible_amendments(actor, agreement)
        .select_related("agreement__drafting", "proposer")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def find_change(amendment: Amendment, clause: UUID) -> AmendmentChange | None:
    return amendment.changes.filter(clause=clause).first()


@dataclass(frozen=True)
class PartyAnswer:
    """A party with what it said in the present round; None while it is silent."""

    party: Party
    consent: AmendmentConsent | None

    @property
    def agrees(self) -> bool:
        return self.consent is not None and self.consent.answer == Consent.AGREE


def answers_of(amendment: Amendment) -> list[PartyAnswer]:
    """Return every party with its answer; who proposes agrees by proposing."""
    said = {
        consent.party_id: consent for consent in amendment.consents.filter(round=amendment.round)
    }
    return [
        PartyAnswer(party, said.get(party.pk)) for party in staying_parties(amendment.agreement)
    ]


def awaited(amendment: Amendment) -> list[Party]:
    """Return the parties that have not agreed: silent, or against."""
    return [
        answer.party
        for answer in answers_of(amendment)
        if not answer.agrees and answer.party.organisation_id != amendment.proposer_id
    ]


@dataclass(frozen=True)
class Meeting:
    """Another addendum that touches a clause of this one."""

    other: Amendment
    line: EntryLine | None
    #: The other is frozen: nothing of this one can be frozen until it is signed or withdrawn.
    blocks: bool


def meetings(amendment: Amendment) -> list[Meeting]:
    """
    Return where other addenda under way touch the same clauses, for showing before the freeze.

    What another party has not sent out stays its own affair.
    """
    others = amendment.agreement.amendments.pending().exclude(pk=amendment.pk)
    shared = others.filter(Q(shared_on__isnull=False) | Q(proposer=amendment.proposer_id))
    rows = with_changes(shared.order_by("pk"))
    if not rows:
        return []
    lines = text_before(amendment)
    own = _touched(amendment, lines)
    by_id = {line.item.stable_id: line for line in lines}
    return [
        Meeting(other, by_id.get(clause), other.state == AmendmentState.FROZEN)
        for other in rows
        for clause in sorted(own & _touched(other, lines), key=str)
    ]


def _touched(amendment: Amendment, lines: Sequence[EntryLine]) -> set[UUID]:
    entries = [line.item for line in lines]
    found: set[UUID] = set()
    for row in amendment.changes.all():
        change = as_change(row)
        found |= touched(change)
        if change.kind == ChangeKind.REMOVE:
            found |= {one.stable_id for one in under(entries, change.clause)}
    return found


@dataclass(frozen=True)
class Stale:
    """A clause another addendum changed since it was taken over into this one."""

    line: EntryLine
    number: int | None


def stale_changes(amendment: Amendment) -> list[Stale]:
    """Return the clauses that no longer read as when the change was written."""
    by_id = {line.item.stable_id: line for line in text_before(amendment)}
    found = []
    for change in amendment.changes.exclude(kind=ChangeKind.ADD).order_by("order", "pk"):
        line = by_id.get(change.clause)
        if line is None:
            continue
        if line.item.removed or line.item.wording.as_json() != change.base:
            last = line.item.touches[-1] if line.item.touches else None
            found.append(Stale(line, last.number if last else None))
    return found
