"""Beginning a draft, describing it, throwing it away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Side, YearBasis
from congdoan.areas.agreements.models import Agreement, BasisDocument, Version
from congdoan.areas.agreements.rules.refusals import (
    AlreadyShared,
    PeriodBackwards,
    PredecessorNotOver,
)
from congdoan.areas.agreements.rules.states import FROZEN, Action
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.templates import template_lines
from congdoan.areas.agreements.services.copying import copy_text, write_lines
from congdoan.areas.agreements.services.indexing import settle_folded
from congdoan.areas.agreements.services.parties import PartyData, join
from congdoan.areas.agreements.services.states import demand, enter, held
from congdoan.foundation.actor import Actor
from congdoan.foundation.valid_time import span
from congdoan.foundation.vietnamese import nfc, tidy
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class AgreementData:
    """What describes an agreement besides its text; ``last_day`` is still within the period."""

    kind: str
    title: str
    first_day: date
    last_day: date
    objective: str = ""
    motto: str = ""
    number: str = ""
    year_basis: str = YearBasis.SCHOOL_YEAR
    effective_on: date | None = None


@dataclass(frozen=True)
class BasisData:
    title: str
    number: str = ""
    dated: date | None = None
    issuer: str = ""


@transaction.atomic
def draft_agreement(
    *,
    actor: Actor,
    drafting: Organisation,
    data: AgreementData,
    parties: Sequence[PartyData],
    on: date,
    at: datetime,
    template: str = "",
    predecessor: Agreement | None = None,
    copy_predecessor: bool = False,
) -> Agreement:
    """
    Begin a draft of ``drafting`` with its parties and a first text.

    The drafting organisation is a party (side A) unless ``parties`` names it elsewhere. The text
    comes from a template's code, from the predecessor, or is empty.

    :raises PeriodBackwards: when the last day lies before the first
    :raises PredecessorNotOver: when the predecessor was never in force
    """
    actor.require(policies.DRAFT, on=drafting)
    if predecessor is not None and predecessor.state not in FROZEN:
        raise PredecessorNotOver
    agreement = Agreement(
        drafting=drafting, predecessor=predecessor, created_at=at, created_by_name=actor.name
    )
    _describe(agreement, data)
    agreement.save(force_insert=True)
    enter(agreement, by=actor.name, on=on, at=at)
    named = {party.organisation_id for party in parties}
    own = [] if drafting.pk in named else [PartyData(drafting.pk, Side.A)]
    join(agreement, [*own, *parties], on=on)
    version = Version.objects.create(agreement=agreement, number=1, created_at=at)
    if copy_predecessor and predecessor is not None:
        copy_text(predecessor, version, by=actor.name, at=at)
    elif template:
        write_lines(version, template_lines(template), by=actor.name, at=at)
    record(
        actor=actor,
        verb="agreements.drafted",
        target=agreement,
        organisation_id=drafting.pk,
        changes={"kind": data.kind, "template": template},
        label=agreement.title,
    )
    return agreement


def _describe(agreement: Agreement, data: AgreementData) -> None:
    if data.last_day < data.first_day:
        raise PeriodBackwards
    agreement.kind = data.kind
    agreement.title = tidy(data.title)[:300]
    agreement.number = tidy(data.number)
    agreement.objective = nfc(data.objective).strip()
    agreement.motto = tidy(data.motto)
    agreement.valid = span(data.first_day, data.last_day + timedelta(days=1))
    agreement.year_basis = data.year_basis
    agreement.effective_on = data.effective_on


@transaction.atomic
def describe_agreement(
    *, actor: Actor, agreement: Agreement, data: AgreementData, on: date
) -> Agreement:
    """Change what describes a draft."""
    agreement = held(agreement)
    actor.require(policies.DRAFT, on=agreement.drafting)
    demand(agreement, Action.DESCRIBE)
    _describe(agreement, data)
    fields = [
        "kind",
        "title",
        "number",
        "objective",
        "motto",
        "valid",
        "year_basis",
        "effective_on",
    ]
    agreement.save(update_fields=fields)
    settle_folded(agreement, parties_of(agreement), on=on)
    record(
        actor=actor,
        verb="agreements.described",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={"title": agreement.title, "kind": agreement.kind},
        label=agreement.title,
    )
    return agreement


@transaction.atomic
def set_bases(*, actor: Actor, agreement: Agreement, bases: Sequence[BasisData]) -> None:
    """Replace the documents a draft rests on, in this order."""
    agreement = held(agreement)
    actor.require(policies.DRAFT, on=agreement.drafting)
    demand(agreement, Action.DESCRIBE)
    agreement.bases.all().delete()
    BasisDocument.objects.bulk_create(
        BasisDocument(
            agreement=agreement,
            order=place,
            title=tidy(basis.title),
            number=tidy(basis.number),
            dated=basis.dated,
            issuer=tidy(basis.issuer),
        )
        for place, basis in enumerate(bases, start=1)
    )
    record(
        actor=actor,
        verb="agreements.bases_set",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={"bases": [basis.title for basis in bases]},
        label=agreement.title,
    )


@transaction.atomic
def discard_draft(*, actor: Actor, agreement: Agreement) -> None:
    """
    Throw away a draft that nobody else has seen; the audit trail keeps that it was there.

    :raises AlreadyShared: a draft that was sent out is the parties' too and stays
    """
    agreement = held(agreement)
    actor.require(policies.DRAFT, on=agreement.drafting)
    demand(agreement, Action.DISCARD)
    if agreement.shared_on is not None:
        raise AlreadyShared
    record(
        actor=actor,
        verb="agreements.discard",
        target=agreement,
        organisation_id=agreement.drafting_id,
        label=agreement.title,
    )
    agreement.delete()
