"""Asking for a correction of one's own record, and the union's answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from congdoan.areas.members.api import (
    PRIVATE,
    RESTRICTED,
    SEALED,
    check_correction,
    correct_fields,
    unscoped_belongs,
    unscoped_last_union,
    unscoped_written,
)
from congdoan.areas.privacy import policies
from congdoan.areas.privacy.enums import FieldState, ProposalState
from congdoan.areas.privacy.models import ChangeProposal, ProposedField
from congdoan.areas.privacy.rules.refusals import (
    ChangedSince,
    NoRecordOfYours,
    NothingChanges,
    NothingDecided,
    OwnProposal,
    ProposalClosed,
    ProposalWaits,
    ReasonMissing,
)
from congdoan.areas.privacy.selectors.proposals import EVIDENCE, USE
from congdoan.areas.privacy.services.telling import tell_officers
from congdoan.areas.privacy.services.work import sync_proposal
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.sealing import seal, unseal
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.audit.api import SEEN, record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person
from congdoan.support.files.api import store_file
from congdoan.support.notifications.api import notify


@dataclass(frozen=True)
class Wish:
    """One fact as the member wants it."""

    name: str
    value: str
    reason: str
    evidence: Any = None


@dataclass(frozen=True)
class Verdict:
    """The union's answer on one fact; a refusal says why."""

    accepted: bool
    reason: str = ""


@transaction.atomic
def propose_changes(
    *, actor: Actor, wishes: Sequence[Wish], on: date, at: datetime
) -> ChangeProposal:
    """
    Ask the union to correct facts of one's own record; nothing changes before it agrees.

    :raises NoRecordOfYours: who belongs to no union
    :raises ProposalWaits: while an earlier one is not answered
    :raises NothingChanges: nothing differs from what is written down
    """
    require_oneself(actor)
    person_id = actor.person_id or 0
    unit = unscoped_last_union(person_id, on=on)
    if unit is None or not unscoped_belongs(person_id, on=on):
        raise NoRecordOfYours
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    if ChangeProposal.objects.filter(person=person, state=ProposalState.OPEN).exists():
        raise ProposalWaits
    before = unscoped_written(person_id)
    checked = [(one, check_correction(person_id, one.name, one.value, on=on)) for one in wishes]
    differing = [(one, value) for one, value in checked if value != before[one.name]]
    if not differing:
        raise NothingChanges
    made = ChangeProposal.objects.create(person=person, organisation=unit, keeper=unit, asked_at=at)
    ProposedField.objects.bulk_create(
        [_proposed(actor, made, one, before[one.name], value, at) for one, value in differing]
    )
    sync_proposal(actor=actor, proposal=made, on=on, at=at)
    tell_officers(
        actor=actor,
        organisation=unit.pk,
        kind="privacy.proposed",
        key=f"privacy.proposed.{made.pk}",
        context={"name": person.full_name, "count": len(differing)},
        url=reverse("privacy:proposal", args=[made.pk]),
        on=on,
        at=at,
    )
    _log(actor, made, "proposed", {"fields": [one.name for one, _value in differing]})
    return made


def _proposed(
    actor: Actor, proposal: ChangeProposal, wish: Wish, old: str, new: str, at: datetime
) -> ProposedField:
    kept = None
    if wish.evidence is not None:
        # Members hold no right to store files; this one hangs on their own proposal.
        kept = store_file(
            actor=system_actor(today=at.date(), name=actor.name),
            organisation=proposal.organisation,
            upload=wish.evidence,
            purpose=EVIDENCE,
            at=at,
        )
    return ProposedField(
        proposal=proposal,
        name=wish.name,
        sealed_old=seal(old, use=USE),
        sealed_new=seal(new, use=USE),
        reason=wish.reason,
        evidence=kept,
    )


@transaction.atomic
def withdraw_proposal(*, actor: Actor, proposal: ChangeProposal, on: date, at: datetime) -> None:
    """
    Take one's own proposal back while nobody has closed it.

    :raises ProposalClosed: answered or withdrawn meanwhile
    """
    require_oneself(actor)
    if proposal.person_id != actor.person_id:
        raise NotFound
    proposal = _locked_open(proposal)
    proposal.state, proposal.closed_at = ProposalState.WITHDRAWN, at
    proposal.save(update_fields=["state", "closed_at"])
    sync_proposal(actor=actor, proposal=proposal, on=on, at=at)
    _log(actor, proposal, "proposal_withdrawn", {})


def _locked_open(proposal: ChangeProposal) -> ChangeProposal:
    rows = ChangeProposal.objects.select_for_update(of=("self",))
    found = rows.select_related("person", "organisation", "keeper").get(pk=proposal.pk)
    if found.state != ProposalState.OPEN:
        raise ProposalClosed
    return found


@transaction.atomic
def open_values(*, actor: Actor, proposal: ChangeProposal, purpose: str) -> set[str]:
    """Return which values the actor may read for a purpose; that they looked is in the log."""
    actor.require(policies.ANSWER, on=proposal.keeper)
    names = set(proposal.fields.values_list("name", flat=True))
    if not actor.may(RESTRICTED, on=proposal.keeper):
        names -= set(SEALED)
    private = sorted(names & set(PRIVATE))
    if private and actor.person_id != proposal.person_id:
        record(
            actor=actor,
            verb=SEEN,
            target=proposal.person,
            organisation_id=proposal.keeper_id,
            changes={"fields": private},
            reason=purpose,
        )
    return names


@transaction.atomic
def answer_proposal(
    *,
    actor: Actor,
    proposal: ChangeProposal,
    verdicts: Mapping[int, Verdict],
    labels: Mapping[str, str],
    on: date,
    at: datetime,
) -> ChangeProposal:
    """
    Accept or refuse single facts; what is not named waits on. Accepted ones are written at once.

    :raises ProposalClosed: another officer was faster, or the member withdrew
    :raises OwnProposal: nobody answers themselves
    :raises ChangedSince: an accepted fact is no longer what the member saw
    :raises ReasonMissing: a refusal without a word why
    :raises NothingDecided: no verdict at all
    """
    actor.require(policies.ANSWER, on=proposal.keeper)
    proposal = _locked_open(proposal)
    if proposal.person_id == actor.person_id:
        raise OwnProposal
    rows = {row.pk: row for row in proposal.fields.filter(state=FieldState.WAITING)}
    decided = [(rows[pk], verdict) for pk, verdict in verdicts.items() if pk in rows]
    if not decided:
        raise NothingDecided
    current, values = unscoped_written(proposal.person_id), {}
    for row, verdict in decided:
        if not verdict.accepted:
            if not verdict.reason:
                raise ReasonMissing(field=labels[row.name])
            continue
        old, new = unseal(row.sealed_old, use=USE), unseal(row.sealed_new, use=USE)
        if current[row.name] not in (old, new):
            raise ChangedSince(field=labels[row.name])
        values[row.name] = new
    if values:
        correct_fields(
            actor=actor,
            organisation=_union_of(proposal, on),
            person=proposal.person,
            values=values,
            on=on,
        )
    _keep_verdicts(decided, at)
    _close_if_done(actor, proposal, at=at)
    sync_proposal(actor=actor, proposal=proposal, on=on, at=at)
    _log(
        actor,
        proposal,
        "proposal_answered",
        {
            "accepted": sorted(values),
            "refused": sorted(row.name for row, verdict in decided if not verdict.accepted),
        },
    )
    return proposal


def _union_of(proposal: ChangeProposal, on: date) -> Organisation:
    return unscoped_last_union(proposal.person_id, on=on) or proposal.keeper


def _keep_verdicts(decided: Sequence[tuple[ProposedField, Verdict]], at: datetime) -> None:
    for row, verdict in decided:
        row.state = FieldState.ACCEPTED if verdict.accepted else FieldState.REFUSED
        row.answer, row.answered_at = verdict.reason, at
        row.save(update_fields=["state", "answer", "answered_at"])


def _close_if_done(actor: Actor, proposal: ChangeProposal, *, at: datetime) -> None:
    states = list(proposal.fields.values_list("state", flat=True))
    if FieldState.WAITING in states:
        return
    proposal.state, proposal.closed_at = ProposalState.ANSWERED, at
    proposal.answered_by_name = actor.name[:120]
    proposal.save(update_fields=["state", "closed_at", "answered_by_name"])
    accepted = states.count(FieldState.ACCEPTED)
    notify(
        actor=actor,
        kind="privacy.answered",
        key=f"privacy.answered.{proposal.pk}",
        at=at,
        people=[proposal.person_id],
        context={"accepted": accepted, "refused": len(states) - accepted},
        url=reverse("privacy:own_proposal", args=[proposal.pk]),
    )


def _log(actor: Actor, proposal: ChangeProposal, verb: str, changes: dict[str, Any]) -> None:
    record(
        actor=actor,
        verb=f"privacy.{verb}",
        target=proposal.person,
        organisation_id=proposal.keeper_id,
        changes={"proposal": proposal.pk, **changes},
    )
