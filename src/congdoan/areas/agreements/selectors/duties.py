"""Obligations and duties: who bears them, who judges them, which ones an actor may see."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Bearer, DutyState, Side, State
from congdoan.areas.agreements.models import (
    Agreement,
    Duty,
    DutyEvidence,
    DutyQuerySet,
    Obligation,
    Party,
)
from congdoan.areas.agreements.rules import duties as rules
from congdoan.areas.agreements.rules.duties import Seat
from congdoan.areas.agreements.selectors.agreements import state_on, visible_agreements
from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.discussion.api import Subject
from congdoan.support.files.api import FileQuestion

#: Why evidence is kept (``wiring.py`` declares it).
EVIDENCE = "agreements.evidence"


def duty_subject(duty: Duty) -> Subject:
    """Return what the thread about a duty hangs on."""
    return Subject("agreements.duty", duty.pk)


def running_days(agreement: Agreement) -> tuple[date, date]:
    """Return the first and the last day the agreement binds."""
    first = agreement.effective_on or agreement.first_day
    last = agreement.last_day
    if agreement.ended_on is not None:
        last = min(last, agreement.ended_on - timedelta(days=1))
    return first, max(first, last)


def obligations_of(agreement: Agreement) -> QuerySet[Obligation]:
    """Return what an agreement obliges to; the caller has checked the agreement."""
    return Obligation.objects.filter(agreement=agreement)


def seats_of(agreement: Agreement) -> list[Seat]:
    rows = agreement.parties.staying().in_order().values_list("organisation_id", "side")
    return [Seat(pk, side) for pk, side in rows]


def bearing_parties(clause: Any, parties: Sequence[Party]) -> list[Party | None]:
    """
    Return the parties that bear a clause, each for itself; None = all of them together.

    ``clause`` is one of a version or of a consolidated text.
    """
    if not clause.bearer:
        return []
    if clause.bearer == Bearer.PARTY:
        return [party for party in parties if party.pk == clause.lead_party_id]
    sides = {Bearer.SIDE_A: {Side.A}, Bearer.SIDE_B: {Side.B}, Bearer.EACH: set(Side)}
    if clause.bearer not in sides:
        return [None]
    return [party for party in parties if party.side in sides[Bearer(clause.bearer)]]


def bearers_of(duty: Duty, seats: Iterable[Seat]) -> set[int]:
    """Return who owes a duty: its party; of a joint one all, but not who asked for it."""
    party = duty.obligation.party
    if party is not None:
        return {party.organisation_id}
    return {seat.organisation_id for seat in seats} - {duty.requested_by_id}


def judges_of(duty: Duty, seats: Iterable[Seat]) -> set[int]:
    """
    Return who may accept, dispute or waive: the other party, never who did it.

    A joint duty that nobody has reported has no other party: nobody waives it alone.
    """
    doer = duty.done_by_id or (duty.obligation.party and duty.obligation.party.organisation_id)
    if doer:
        return rules.facing(seats, doer)
    return {duty.requested_by_id} if duty.requested_by_id else set()


def visible_duties(actor: Actor) -> DutyQuerySet:
    """Return the duties of the agreements the actor may see."""
    return Duty.objects.filter(obligation__agreement__in=visible_agreements(actor))


def find_duty(agreement: Agreement, pk: int) -> Duty:
    """:raises NotFound: when the agreement (which the caller may see) has no such duty."""
    found = (
        Duty.objects.of(agreement.pk)
        .filter(pk=pk)
        .select_related(
            "obligation__agreement", "obligation__party", "period", "origin__obligation"
        )
        .first()
    )
    if found is None:
        raise NotFound
    return found


def duties_of(agreement: Agreement) -> DutyQuerySet:
    return Duty.objects.of(agreement.pk).select_related("obligation", "obligation__party", "period")


def acting_party(actor: Actor, capability: Capability, among: Iterable[int]) -> Organisation | None:
    """
    Return which of ``among`` the actor acts for with ``capability``.

    Who holds it in several acts for the one they work for now, else for the first.
    """
    held = list(actor.reach(capability).filter(pk__in=set(among)).order_by("pk"))
    chosen = [one for one in held if one.pk == actor.organisation_id]
    found: Organisation | None = (chosen or held or [None])[0]
    return found


def may_read_evidence(question: FileQuestion) -> bool | None:
    """Let whoever sees the agreement read the evidence of its duties."""
    if question.purpose != EVIDENCE:
        return None
    seen = visible_agreements(question.actor)
    rows = DutyEvidence.objects.filter(
        file_id=question.file_id, duty__obligation__agreement__in=seen
    )
    return True if rows.exists() else None


def in_force_on(agreement: Agreement, day: date) -> bool:
    return state_on(agreement, day) == State.EFFECTIVE


def requesters_of(party: Party | None, seats: Iterable[Seat]) -> set[int]:
    """Return who may ask for a duty that is due on request: not who would have to do it."""
    seats = list(seats)
    if party is not None:
        return rules.facing(seats, party.organisation_id)
    return {seat.organisation_id for seat in seats}


def responsible_for(actor: Actor) -> list[int]:
    """Return the organisations the actor reports for; one query."""
    return list(actor.reach(policies.DO_DUTY).values_list("pk", flat=True))


def running_agreements() -> Iterator[Agreement]:
    """Return every agreement in force, for the calendar."""
    yield from Agreement.objects.filter(state=State.EFFECTIVE).order_by("pk").iterator()


@dataclass(frozen=True)
class OwedDuty:
    """A duty a unit bears, due within some days."""

    agreement: int
    duty: int
    words: str
    due: date
    title: str
    done: bool


def duties_owed(
    actor: Actor, unit: Organisation, *, first: date, last: date, most: int
) -> list[OwedDuty]:
    """Return the duties a unit bears, alone or with the others, as far as the actor sees them."""
    rows = visible_duties(actor).filter(due__range=(first, last))
    rows = rows.exclude(state__in=(DutyState.WAIVED, DutyState.CARRIED)).exclude(requested_by=unit)
    there = Party.objects.filter(agreement=OuterRef("obligation__agreement"), organisation=unit)
    bears = Q(obligation__party__organisation=unit) | (Q(obligation__party=None) & Exists(there))
    found = rows.filter(bears).select_related("obligation__agreement")
    return [
        OwedDuty(
            duty.obligation.agreement_id,
            duty.pk,
            duty.obligation.words,
            duty.due,
            duty.obligation.agreement.title,
            duty.state not in rules.OWED,
        )
        for duty in found.order_by("due", "pk")[:most]
    ]
