"""Writing the drafts of a checkpoint: one statement per table, however many units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from congdoan.areas.agreements.enums import Side, State
from congdoan.areas.agreements.models import (
    Agreement,
    Cascade,
    CascadeUnit,
    Clause,
    Party,
    StateChange,
    Version,
)
from congdoan.areas.agreements.rules.parties import labels
from congdoan.areas.agreements.rules.sheet import SheetLine
from congdoan.areas.agreements.selectors.filling import UnitFacts, draft_title
from congdoan.areas.agreements.services.copying import new_clauses
from congdoan.areas.agreements.services.indexing import folded_text
from congdoan.areas.agreements.services.telling import TOLD
from congdoan.areas.agreements.services.working import page_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.valid_time import span
from congdoan.kernel.audit.api import record
from congdoan.kernel.people.models import Office
from congdoan.support.notifications.api import notify


@dataclass
class Plan:
    """One unit that gets a draft."""

    row: CascadeUnit
    facts: UnitFacts
    lines: list[SheetLine]
    agreement: Agreement


def draft_all(
    actor: Actor, cascade: Cascade, plans: Sequence[Plan], on: date, at: datetime
) -> None:
    """Write the drafts of a checkpoint with one statement per table."""
    first, last = max(cascade.valid.lower, on), cascade.valid.upper - timedelta(days=1)
    for plan in plans:
        facts = plan.facts
        title = draft_title(cascade, unit=facts.name, partner=facts.partner_name, on=on)
        plan.agreement = Agreement(
            kind=cascade.kind,
            title=title,
            valid=span(first, last + timedelta(days=1)),
            drafting_id=facts.unit,
            created_at=at,
            created_by_name=actor.name,
        )
        plan.agreement.folded = folded_text(plan.agreement, [facts.name, facts.partner_name])
    Agreement.objects.bulk_create([plan.agreement for plan in plans])
    StateChange.objects.bulk_create(
        StateChange(agreement=plan.agreement, state=State.DRAFT, on=on, at=at, by_name=actor.name)
        for plan in plans
    )
    _write_texts(actor, plans, at)
    for plan in plans:
        plan.row.agreement, plan.row.made_at = plan.agreement, at
        record(
            actor=actor,
            verb="agreements.drafted",
            target=plan.agreement,
            organisation_id=plan.facts.unit,
            changes={"kind": cascade.kind, "cascade": cascade.pk},
            label=plan.agreement.title,
        )
    _tell(actor, cascade, plans, on, at)


def _write_texts(actor: Actor, plans: Sequence[Plan], at: datetime) -> None:
    sides = (Side.A, Side.B)
    called = labels(sides)
    parties = [
        [
            Party(
                agreement=plan.agreement,
                organisation_id=organisation,
                side=side,
                order=place,
                label=name,
                signatory_position=plan.facts.posts[organisation],
            )
            for place, (side, name, organisation) in enumerate(
                zip(sides, called, (plan.facts.unit, plan.facts.partner or 0), strict=True), start=1
            )
        ]
        for plan in plans
    ]
    Party.objects.bulk_create([party for pair in parties for party in pair])
    versions = Version.objects.bulk_create(
        Version(agreement=plan.agreement, number=1, created_at=at) for plan in plans
    )
    clauses: list[Clause] = []
    for plan, version, pair in zip(plans, versions, parties, strict=True):
        leads = {party.side: party.pk for party in pair}
        lines = [line.as_new() for line in plan.lines]
        made = new_clauses(version, lines, leads, by=actor.name, at=at)
        plan.row.clauses = [clause.stable_id.hex for clause in made]
        clauses += made
    Clause.objects.bulk_create(clauses, batch_size=1000)


def _tell(actor: Actor, cascade: Cascade, plans: Sequence[Plan], on: date, at: datetime) -> None:
    """Tell the officers of each unit that its draft lies ready."""
    units = [plan.facts.unit for plan in plans]
    people: dict[int, set[int]] = {}
    held = Office.objects.on(on).filter(organisation_id__in=units, position__in=TOLD)
    for unit, person in held.values_list("organisation_id", "person_id"):
        people.setdefault(unit, set()).add(person)
    for plan in plans:
        if plan.facts.unit in people:
            notify(
                actor=actor,
                kind="agreements.draft_ready",
                key=f"agreements.cascade.{cascade.pk}.draft.{plan.agreement.pk}",
                at=at,
                people=people[plan.facts.unit],
                context={
                    "title": plan.agreement.title,
                    "superior": plan.facts.known["superior"],
                    "due": f"{cascade.deadline:%d/%m/%Y}",
                },
                url=page_of(plan.agreement),
            )
