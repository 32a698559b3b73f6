"""The register of breaches: noted, judged, told to the authority and to people, closed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from congdoan.areas.privacy import policies
from congdoan.areas.privacy.enums import BreachKind, BreachRisk
from congdoan.areas.privacy.models import Breach
from congdoan.areas.privacy.rules.refusals import (
    AssessFirst,
    BreachClosed,
    NoticedInTheFuture,
    SaidInTheFuture,
    StepsMissing,
    WhyLate,
)
from congdoan.areas.privacy.services.telling import tell_officers
from congdoan.areas.privacy.services.work import sync_breach
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import value


@dataclass(frozen=True)
class BreachData:
    """What is known when a breach is noted."""

    kind: BreachKind
    title: str
    description: str
    noticed_at: datetime
    happened_on: date | None = None


@dataclass(frozen=True)
class Assessment:
    """What it means for people."""

    risk: BreachRisk
    data_kinds: str
    people_count: int
    sensitive: bool
    consequences: str


@transaction.atomic
def note_breach(
    *, actor: Actor, organisation: Organisation, data: BreachData, on: date, at: datetime
) -> Breach:
    """
    Write a breach down; the hours run from when it was noticed.

    :raises NoticedInTheFuture: a moment that has not come, or before it happened
    """
    actor.require(policies.RECEIVE, on=organisation)
    noticed_on = timezone.localtime(data.noticed_at).date()
    if data.noticed_at > at or (data.happened_on and data.happened_on > noticed_on):
        raise NoticedInTheFuture
    hours = int(value("privacy.rule.breach_hours", on=noticed_on))
    made = Breach.objects.create(
        organisation=organisation,
        keeper=organisation,
        kind=data.kind,
        title=data.title,
        description=data.description,
        happened_on=data.happened_on,
        noticed_at=data.noticed_at,
        noted_at=at,
        noted_by_name=actor.name[:120],
        due_at=data.noticed_at + timedelta(hours=hours),
    )
    _settle(actor, made, "breach_noted", {"kind": made.kind}, on=on, at=at)
    tell_officers(
        actor=actor,
        organisation=organisation.pk,
        kind="privacy.breach",
        key=f"privacy.breach.{made.pk}",
        context={"title": made.title, "hours": str(hours)},
        url=reverse("privacy:breach", args=[made.pk]),
        on=on,
        at=at,
    )
    return made


@transaction.atomic
def assess_breach(
    *, actor: Actor, breach: Breach, data: Assessment, on: date, at: datetime
) -> None:
    """
    Judge whose data they are and what it means for them; again when more is known.

    :raises BreachClosed: when it was closed meanwhile
    """
    held = _held(actor, breach)
    held.risk, held.data_kinds, held.people_count = data.risk, data.data_kinds, data.people_count
    held.sensitive, held.consequences = data.sensitive, data.consequences
    held.assessed_at, held.assessed_by_name = at, actor.name[:120]
    fields = ("risk", "data_kinds", "people_count", "sensitive", "consequences")
    held.save(update_fields=[*fields, "assessed_at", "assessed_by_name"])
    changes = {"risk": held.risk, "people": held.people_count, "sensitive": held.sensitive}
    _settle(actor, held, "breach_assessed", changes, on=on, at=at)


@transaction.atomic
def report_breach(
    *, actor: Actor, breach: Breach, said_at: datetime, number: str, why_late: str, on: date,
    at: datetime,
) -> None:  # fmt: skip
    """
    Write down that the authority was told (in parts is allowed: the first counts).

    :raises BreachClosed: when it was closed meanwhile
    :raises AlreadyDone: when that is written down already
    :raises SaidInTheFuture: a moment that has not come, or before it was noticed
    :raises WhyLate: after the hours, without a reason
    """
    held = _held(actor, breach)
    if held.reported_at is not None:
        raise AlreadyDone
    _refuse_moment(held, said_at, at)
    if said_at > held.due_at and not why_late:
        raise WhyLate
    held.reported_at, held.report_no, held.late_reason = said_at, number, why_late
    held.save(update_fields=["reported_at", "report_no", "late_reason"])
    _settle(actor, held, "breach_reported", {"number": number}, on=on, at=at)


@transaction.atomic
def tell_people(
    *, actor: Actor, breach: Breach, said_at: datetime, how: str, on: date, at: datetime
) -> None:
    """
    Write down that the people whose data they are were told.

    :raises BreachClosed, AlreadyDone, SaidInTheFuture: as ``report_breach``
    :raises AssessFirst: nobody has judged yet whose data they are
    """
    held = _held(actor, breach)
    if held.assessed_at is None:
        raise AssessFirst
    if held.told_at is not None:
        raise AlreadyDone
    _refuse_moment(held, said_at, at)
    held.told_at, held.told_how = said_at, how
    held.save(update_fields=["told_at", "told_how"])
    _settle(actor, held, "breach_told", {}, on=on, at=at)


@transaction.atomic
def close_breach(*, actor: Actor, breach: Breach, measures: str, on: date, at: datetime) -> None:
    """
    Write down what was done about it, and end it.

    :raises BreachClosed: when it was closed meanwhile
    :raises StepsMissing: while somebody is to be told still
    """
    held = _held(actor, breach)
    if not held.can_close:
        raise StepsMissing
    held.measures, held.closed_at, held.closed_by_name = measures, at, actor.name[:120]
    held.save(update_fields=["measures", "closed_at", "closed_by_name"])
    _settle(actor, held, "breach_closed", {}, on=on, at=at)


def _held(actor: Actor, breach: Breach) -> Breach:
    actor.require(policies.ANSWER, on=breach.keeper)
    rows = Breach.objects.select_for_update(of=("self",)).select_related("organisation", "keeper")
    held = rows.get(pk=breach.pk)
    if not held.waits:
        raise BreachClosed
    return held


def _refuse_moment(breach: Breach, said_at: datetime, at: datetime) -> None:
    if said_at > at or said_at < breach.noticed_at:
        raise SaidInTheFuture


def _settle(
    actor: Actor, breach: Breach, verb: str, changes: dict[str, Any], *, on: date, at: datetime
) -> None:
    sync_breach(actor=actor, breach=breach, on=on, at=at)
    record(
        actor=actor,
        verb=f"privacy.{verb}",
        target=breach,
        organisation_id=breach.keeper_id,
        changes=changes,
    )
