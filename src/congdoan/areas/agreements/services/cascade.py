"""A superior asks each unit to sign with its counterpart; units begin from the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Scope, Standing
from congdoan.areas.agreements.models import Agreement, Cascade, CascadeReminder, TextTemplate
from congdoan.areas.agreements.rules import cascade as rules
from congdoan.areas.agreements.rules.refusals import PeriodBackwards
from congdoan.areas.agreements.selectors.cascade import covered, partners_of, units_asked
from congdoan.areas.agreements.selectors.filling import draft_title
from congdoan.areas.agreements.selectors.templates import template_lines
from congdoan.areas.agreements.services.cascade_work import cascade_page, sync_cascade_work
from congdoan.areas.agreements.services.drafting import AgreementData, draft_agreement
from congdoan.areas.agreements.services.filling import write_unit_text
from congdoan.areas.agreements.services.parties import PartyData
from congdoan.areas.agreements.services.telling import TOLD
from congdoan.foundation.actor import Actor
from congdoan.foundation.valid_time import span
from congdoan.foundation.vietnamese import nfc, tidy
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Grouping, Organisation
from congdoan.kernel.people.models import Office
from congdoan.support.notifications.api import notify

_NEWS_DAYS = 30


@dataclass(frozen=True)
class CascadeData:
    """What is asked of whom; ``last_day`` is still within the time the agreements cover."""

    title: str
    kind: str
    first_day: date
    last_day: date
    deadline: date
    scope: str = Scope.DIRECT
    level: str = ""
    unit_kind: str = ""
    grouping: Grouping | None = None
    template: str = ""
    request: str = ""
    #: The superior's own template, instead of a shipped one.
    text_template: TextTemplate | None = None


@transaction.atomic
def open_cascade(
    *, actor: Actor, superior: Organisation, data: CascadeData, on: date, at: datetime
) -> Cascade:
    """
    Ask the units in scope to sign; each gets it in "Việc của tôi" and its officers are told.

    :raises PeriodBackwards, DeadlineBeforeAsking, GroupingMissing: what the request lacks
    :raises NobodyAsked: when no unit stands in the scope on that day
    """
    actor.require(policies.CASCADE, on=superior)
    if data.last_day < data.first_day:
        raise PeriodBackwards
    if data.deadline < on:
        raise rules.DeadlineBeforeAsking(day=f"{on:%d/%m/%Y}")
    grouping = data.grouping if data.scope == Scope.GROUPING else None
    if data.scope == Scope.GROUPING and (grouping is None or grouping.superior_id != superior.pk):
        raise rules.GroupingMissing
    if data.template:
        template_lines(data.template)
    own = data.text_template
    if own is not None:
        actor.require(policies.CASCADE, on=own.organisation)
    cascade = Cascade.objects.create(
        superior=superior,
        title=tidy(data.title)[:200],
        request=nfc(data.request).strip(),
        kind=data.kind,
        template="" if own else data.template,
        text_template=own,
        scope=Scope(data.scope),
        level=data.level,
        unit_kind=data.unit_kind,
        grouping=grouping,
        valid=span(data.first_day, data.last_day + timedelta(days=1)),
        asked_on=on,
        deadline=data.deadline,
        created_at=at,
        created_by_name=actor.name,
    )
    units = list(units_asked(cascade, on=on).values_list("organisation_id", flat=True))
    if not units:
        raise rules.NobodyAsked
    sync_cascade_work(actor=actor, cascade=cascade, on=on, at=at)
    _tell(actor, cascade, units, "cascade_asked", on=on, at=at, once="asked")
    _record(actor, cascade, "cascade_opened", {"units": len(units)})
    return cascade


@transaction.atomic
def move_cascade_deadline(
    *, actor: Actor, cascade: Cascade, deadline: date, on: date, at: datetime
) -> Cascade:
    """Give the units more time; reminders start anew for the new day."""
    cascade = _held(actor, cascade)
    if deadline < on:
        raise rules.DeadlineBeforeAsking(day=f"{on:%d/%m/%Y}")
    before, cascade.deadline = cascade.deadline, deadline
    cascade.save(update_fields=["deadline"])
    sync_cascade_work(actor=actor, cascade=cascade, on=on, at=at)
    changes: dict[str, object] = {"deadline": [before.isoformat(), deadline.isoformat()]}
    _record(actor, cascade, "cascade_moved", changes)
    return cascade


@transaction.atomic
def close_cascade(*, actor: Actor, cascade: Cascade, on: date, at: datetime) -> Cascade:
    """End a cascade: nobody is asked or reminded any longer; the coverage stays readable."""
    cascade = _held(actor, cascade)
    cascade.closed_on = on
    cascade.save(update_fields=["closed_on"])
    sync_cascade_work(actor=actor, cascade=cascade, on=on, at=at)
    _record(actor, cascade, "cascade_closed", {"on": on.isoformat()})
    return cascade


@transaction.atomic
def remind_units(
    *, actor: Actor, cascade: Cascade, on: date, at: datetime, message: str = ""
) -> CascadeReminder:
    """
    Urge every unit that has not signed (đôn đốc), once a day at most.

    :raises RemindedToday, NobodyToRemind: when there is nothing to urge
    """
    cascade = _held(actor, cascade)
    earlier = cascade.reminders.filter(on=on).first()
    if earlier is not None:
        raise rules.RemindedToday(time=f"{timezone.localtime(earlier.at):%H:%M}")
    waiting = [
        unit
        for unit, best in covered(cascade, on=on).values_list("organisation_id", "best")
        if not rules.is_settled(rules.standing(best))
    ]
    if not waiting:
        raise rules.NobodyToRemind
    words = nfc(message).strip()
    reminder = CascadeReminder.objects.create(
        cascade=cascade, on=on, at=at, by_name=actor.name, message=words, units=len(waiting)
    )
    sync_cascade_work(actor=actor, cascade=cascade, on=on, at=at)
    _tell(
        actor, cascade, waiting, "cascade_urged", on=on, at=at, once=on.isoformat(), message=words
    )
    _record(actor, cascade, "cascade_reminded", {"units": len(waiting)}, reason=words)
    return reminder


@transaction.atomic
def draft_for_cascade(
    *,
    actor: Actor,
    cascade: Cascade,
    unit: Organisation,
    on: date,
    at: datetime,
    partner: Organisation | None = None,
) -> Agreement:
    """
    Begin the unit's own draft from the template, with its counterpart as the other party.

    A unit that has begun or signed gets that agreement back: two people clicking at once make one.

    :raises UnitNotAsked, CascadeClosed: when there is nothing to begin
    :raises NoCounterpart, ChooseCounterpart: when the other party is not clear
    """
    actor.require(policies.DRAFT, on=unit)
    cascade = Cascade.objects.select_related("superior", "grouping", "text_template").get(
        pk=cascade.pk
    )
    if cascade.closed_on is not None:
        raise rules.CascadeClosed(day=f"{cascade.closed_on:%d/%m/%Y}")
    Organisation.objects.select_for_update().get(pk=unit.pk)
    row = covered(cascade, on=on).filter(organisation=unit).first()
    name = name_of(unit, on=on)
    if row is None:
        raise rules.UnitNotAsked(name=name)
    standing = Agreement.objects.filter(changes=row.change_id).first()
    if standing is not None and rules.standing(standing.state) != Standing.OVER:
        return standing
    other = _partner(unit, partner, name=name, on=on)
    first, last = cascade.valid.lower, cascade.valid.upper - timedelta(days=1)
    title = draft_title(cascade, unit=name, partner=name_of(other, on=on), on=on)
    agreement = draft_agreement(
        actor=actor,
        drafting=unit,
        data=AgreementData(cascade.kind, title, max(first, on), last),
        parties=[PartyData(other.pk)],
        on=on,
        at=at,
    )
    write_unit_text(cascade, unit, agreement, partner=other.pk, by=actor.name, on=on, at=at)
    return agreement


def _partner(
    unit: Organisation, wanted: Organisation | None, *, name: str, on: date
) -> Organisation:
    known = [pk for pk, _name in partners_of(unit, on=on)]
    if wanted is not None and wanted.pk in known:
        return wanted
    if not known:
        raise rules.NoCounterpart(name=name)
    if wanted is not None or len(known) > 1:
        raise rules.ChooseCounterpart(name=name)
    return Organisation.objects.get(pk=known[0])


def _held(actor: Actor, cascade: Cascade) -> Cascade:
    """Return a running cascade locked, when the actor may steer it."""
    actor.require(policies.CASCADE, on=cascade.superior)
    cascade = (
        Cascade.objects.select_for_update(of=("self",))
        .select_related("superior", "grouping")
        .get(pk=cascade.pk)
    )
    if cascade.closed_on is not None:
        raise rules.CascadeClosed(day=f"{cascade.closed_on:%d/%m/%Y}")
    return cascade


def _tell(
    actor: Actor,
    cascade: Cascade,
    units: Sequence[int],
    kind: str,
    *,
    on: date,
    at: datetime,
    once: str,
    message: str = "",
) -> None:
    if (at.date() - on).days > _NEWS_DAYS:
        # What was asked in the past is being written down: no news.
        return
    people = (
        Office.objects.on(on)
        .filter(organisation_id__in=units, position__in=TOLD)
        .values_list("person_id", flat=True)
    )
    notify(
        actor=actor,
        kind=f"agreements.{kind}",
        key=f"agreements.cascade.{cascade.pk}.{kind}.{once}",
        at=at,
        people=set(people),
        context={
            "title": cascade.title,
            "superior": name_of(cascade.superior, on=on),
            "due": f"{cascade.deadline:%d/%m/%Y}",
            "message": message or cascade.request,
        },
        url=cascade_page(cascade),
    )


def _record(
    actor: Actor, cascade: Cascade, verb: str, changes: dict[str, object], *, reason: str = ""
) -> None:
    record(
        actor=actor,
        verb=f"agreements.{verb}",
        target=cascade,
        organisation_id=cascade.superior_id,
        changes=changes,
        reason=reason,
        label=cascade.title,
    )
