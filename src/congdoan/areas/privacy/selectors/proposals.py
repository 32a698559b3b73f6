"""Proposed corrections: the member's own, and those a union answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from congdoan.areas.members.api import (
    PRIVATE,
    RESTRICTED,
    SEALED,
    in_words,
    unscoped_written,
)
from congdoan.areas.privacy import policies
from congdoan.areas.privacy.enums import FieldState, ProposalState
from congdoan.areas.privacy.models import ChangeProposal, Consent, DataRequest, ProposedField
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.sealing import unseal
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.files.api import FileQuestion

USE = "privacy.proposals"
DAYS = ("birth_date", "joined_on", "hired_on")
#: Why files are kept here (``wiring.py`` declares it): proofs of a wish; consents, requests signed.
EVIDENCE, SCAN = "privacy.evidence", "privacy.scan"


@dataclass(frozen=True)
class Line:
    """One proposed fact as a page shows it; hidden values are None."""

    row: ProposedField
    label: str
    old: str | None
    new: str | None
    #: What stands there today, when it is neither the old nor the new.
    now: str | None
    #: Sensitive by law: needs the right to sensitive data too.
    sensitive: bool

    @property
    def stale(self) -> bool:
        return self.now is not None

    @property
    def hidden(self) -> bool:
        return self.new is None


def own_proposals(actor: Actor) -> list[ChangeProposal]:
    """Return the actor's own, the newest first."""
    rows = ChangeProposal.objects.filter(person_id=actor.person_id or 0)
    return list(rows.prefetch_related("fields").order_by("-asked_at", "-pk")[:20])


def own_open_proposal(actor: Actor) -> ChangeProposal | None:
    rows = ChangeProposal.objects.filter(person_id=actor.person_id or 0)
    return rows.filter(state=ProposalState.OPEN).first()


def get_own_proposal(actor: Actor, pk: int) -> ChangeProposal:
    """:raises NotFound: when there is none, or it is somebody else's"""
    rows = ChangeProposal.objects.select_related("person", "organisation", "keeper")
    found = rows.filter(pk=pk, person_id=actor.person_id or 0).first()
    if found is None:
        raise NotFound
    return found


def get_proposal(actor: Actor, pk: int) -> ChangeProposal:
    """:raises NotFound: when there is none, or its union is not the actor's to see"""
    rows = ChangeProposal.objects.select_related("person", "organisation", "keeper")
    found = rows.filter(pk=pk).first()
    if found is None or not actor.may(policies.VIEW, on=found.keeper):
        raise NotFound
    return found


def proposals_at(unit: Organisation) -> QuerySet[ChangeProposal]:
    """Return what a union answers: open ones first, the oldest first."""
    rows = ChangeProposal.objects.filter(keeper=unit).select_related("person")
    return rows.prefetch_related("fields")


def lines_of(
    proposal: ChangeProposal,
    labels: Mapping[str, str],
    *,
    on: date,
    shown: Iterable[str],
    choices: Mapping[str, Mapping[str, str]],
) -> list[Line]:
    """Return the proposed facts in words; only those in ``shown`` are opened."""
    open_, current = set(shown), unscoped_written(proposal.person_id)
    lines = []
    for row in proposal.fields.order_by("pk"):
        old, new = unseal(row.sealed_old, use=USE), unseal(row.sealed_new, use=USE)
        now = current[row.name]
        stale = row.state == FieldState.WAITING and now not in (old, new)
        words = choices.get(row.name, {})
        seen = row.name in open_
        lines.append(
            Line(
                row,
                labels[row.name],
                value_in_words(row.name, old, words, on=on) if seen else None,
                value_in_words(row.name, new, words, on=on) if seen else None,
                (value_in_words(row.name, now, words, on=on) if seen else "•••") if stale else None,
                row.name in SEALED,
            )
        )
    return lines


def value_in_words(name: str, value: str, words: Mapping[str, str], *, on: date) -> str:
    """Return a value as people read it: days as days, codes by their label, nothing as a dash."""
    if not value:
        return _("(để trống)")
    if name in DAYS:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if name in SEALED:
        return in_words(name, value, on=on)
    return words.get(value, value)


def openly_shown(names: Iterable[str]) -> set[str]:
    """Return which of the facts an officer sees before saying what for."""
    return {name for name in names if name not in PRIVATE}


def unscoped_about(person: int) -> tuple[list[ChangeProposal], list[DataRequest]]:
    """Return what is under way about somebody, for the page of a member."""
    waiting = ChangeProposal.objects.filter(person_id=person, state=ProposalState.OPEN)
    asked = DataRequest.objects.filter(person_id=person).order_by("-received_on", "-pk")
    return list(waiting), list(asked[:10])


def may_read_evidence(question: FileQuestion) -> bool | None:
    """Let who answers a proposal, and who made it, read what proves it."""
    if question.purpose != EVIDENCE:
        return None
    rows = ProposedField.objects.filter(evidence_id=question.file_id).select_related(
        "proposal__keeper"
    )
    actor = question.actor
    for row in rows:
        if row.proposal.person_id == (actor.person_id or 0):
            return True
        right = RESTRICTED if row.name in SEALED else policies.ANSWER
        if actor.may(policies.ANSWER, on=row.proposal.keeper) and actor.may(
            right, on=row.proposal.keeper
        ):
            return True
    return None


def may_read_scan(question: FileQuestion) -> bool | None:
    """Let the person and who answers for their papers read the scan of one."""
    if question.purpose != SCAN:
        return None
    person = question.actor.person_id or 0
    papers: list[DataRequest | Consent] = [
        *DataRequest.objects.filter(scan_id=question.file_id).select_related("keeper"),
        *Consent.objects.filter(scan_id=question.file_id).select_related("organisation"),
    ]
    for paper in papers:
        home = paper.keeper if isinstance(paper, DataRequest) else paper.organisation
        if paper.person_id == person or question.actor.may(policies.RECEIVE, on=home):
            return True
    return None
