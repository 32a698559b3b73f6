"""From the clauses of an agreement in force to obligations, and from these to duties."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import (
    Cadence,
    DutyState,
    Evidence,
    State,
    YearBasis,
)
from congdoan.areas.agreements.models import Agreement, Duty, Obligation
from congdoan.areas.agreements.rules import duties as rules
from congdoan.areas.agreements.rules.duties import DutyAction, Stretch
from congdoan.areas.agreements.rules.states import SETTLED
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.duties import (
    bearing_parties,
    obligations_of,
    running_days,
)
from congdoan.areas.agreements.selectors.endings import kept_duties
from congdoan.areas.agreements.selectors.text import content_codes, current_version, outline
from congdoan.areas.agreements.services.duties_steps import write_step
from congdoan.areas.agreements.services.duties_work import sync_duty_work
from congdoan.areas.agreements.services.reviews_planning import after_move, plan_reviews
from congdoan.areas.agreements.services.states import Moved, held
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.audit.api import record
from congdoan.kernel.periods.api import periods_between
from congdoan.kernel.periods.enums import PeriodKind
from congdoan.kernel.rulebook.api import value

_PERIODS = {
    Cadence.MONTHLY: PeriodKind.MONTH,
    Cadence.QUARTERLY: PeriodKind.QUARTER,
    Cadence.HALF_YEARLY: PeriodKind.HALF_YEAR,
    Cadence.SCHOOL_YEAR: PeriodKind.SCHOOL_YEAR,
}
_YEARS = {
    YearBasis.SCHOOL_YEAR: PeriodKind.SCHOOL_YEAR,
    YearBasis.CALENDAR_YEAR: PeriodKind.CALENDAR_YEAR,
}


def follow_state(change: Moved) -> None:
    """Answer ``moved``: duties begin when an agreement comes into force and lapse when it ends."""
    agreement = change.agreement
    if agreement.state == State.EFFECTIVE:
        _create_obligations(agreement)
        # A paper recorded late owes at once what has come due since it was signed.
        on = max(change.on, change.actor.today)
        generate_duties(actor=change.actor, agreement=agreement, on=on, at=change.at)
        plan_reviews(actor=change.actor, agreement=agreement, on=on, at=change.at)
    elif agreement.state in {State.TERMINATED, State.SUPERSEDED}:
        _lapse(change)
    if agreement.state in SETTLED:
        sync_duty_work(actor=change.actor, agreement=agreement, on=change.on, at=change.at)
    after_move(change)


def _create_obligations(agreement: Agreement) -> list[Obligation]:
    """Write what the clauses in force oblige to; running again adds only what is missing."""
    parties = parties_of(agreement)
    lines = outline(current_version(agreement))
    codes = content_codes(lines)
    rows = [
        Obligation(
            agreement=agreement,
            clause=line.item.stable_id,
            order=line.item.order,
            place=line.path[:120],
            words=line.item.text or line.item.heading,
            content_code=codes[line.item.stable_id],
            party=party,
            cadence=line.item.cadence,
            indicator=line.item.indicator,
            target=line.item.target,
        )
        for line in lines
        if line.item.bearer
        for party in bearing_parties(line.item, parties)
    ]
    return Obligation.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def generate_duties(*, actor: Actor, agreement: Agreement, on: date, at: datetime) -> int:
    """
    Make the duties of an agreement up to the period of ``on`` and the one after it.

    Safe to run any number of times; the caller is the calendar or has authorised. Returns how many
    were made now.
    """
    agreement = held(agreement)
    first, last = running_days(agreement)
    made = 0
    if agreement.state == State.EFFECTIVE:
        before = Duty.objects.of(agreement.pk).count()
        Duty.objects.bulk_create(_wanted(agreement, first, last, on), ignore_conflicts=True)
        made = Duty.objects.of(agreement.pk).count() - before
    sync_duty_work(actor=actor, agreement=agreement, on=on, at=at)
    if made:
        record(
            actor=actor,
            verb="agreements.duties_made",
            target=agreement,
            organisation_id=agreement.drafting_id,
            changes={"count": made, "on": on.isoformat()},
            label=agreement.title,
        )
    return made


def _wanted(agreement: Agreement, first: date, last: date, on: date) -> Iterator[Duty]:
    stretches: dict[tuple[str, date], list[Stretch]] = {}
    rows = list(obligations_of(agreement).order_by("order", "pk"))
    settled = _settled_periods(rows)
    # What an addendum ended asks for nothing new; what it brought begins on its day.
    for obligation in (one for one in rows if one.ends is None):
        key = obligation.cadence, max(first, obligation.starts or first)
        if key not in stretches:
            stretches[key] = _stretches(agreement, *key, last, on)
        for one in stretches[key]:
            if one.period_id not in settled.get(obligation.pk, ()):
                yield Duty(
                    obligation=obligation, period_id=one.period_id, starts=one.first, due=one.last
                )


def _settled_periods(obligations: Sequence[Obligation]) -> dict[int, set[int | None]]:
    """
    Return the periods an obligation need not ask for: those of what it goes on from.

    A year's work that was done, or is still to be done, under the words before is not owed twice.
    """
    origins = {one.pk: one.origin_id for one in obligations}
    if not any(origins.values()):
        return {}
    before: dict[int, set[int | None]] = {}
    rows = Duty.objects.filter(obligation__in=origins).exclude(state=DutyState.WAIVED)
    for pk, period in rows.values_list("obligation_id", "period_id"):
        before.setdefault(pk, set()).add(period)
    settled: dict[int, set[int | None]] = {}
    for pk, first in origins.items():
        origin = first
        while origin is not None:
            settled.setdefault(pk, set()).update(before.get(origin, ()))
            origin = origins.get(origin)
    return settled


def _stretches(
    agreement: Agreement, cadence: str, first: date, last: date, on: date
) -> list[Stretch]:
    if cadence in {Cadence.NONE, Cadence.ON_REQUEST}:
        return []
    if cadence == Cadence.ONCE:
        days = value("agreement.duty.once_days", on=first, for_=agreement.drafting_id)
        return [Stretch(None, first, rules.within(first, last, days))]
    kind = _PERIODS.get(Cadence(cadence)) or _YEARS[YearBasis(agreement.year_basis)]
    periods = [
        Stretch(period.pk, period.first_day, period.last_day)
        for period in periods_between(kind, first, last)
        if period.last_day is not None
    ]
    return rules.up_to_next(rules.owed(periods, first=first, last=last), on=on)


def _lapse(change: Moved) -> None:
    """Release what was not due yet when the agreement ended early; what was late stays late."""
    left = Duty.objects.of(change.agreement.pk).filter(state__in=rules.OWED, due__gte=change.on)
    # What the parties agreed to finish all the same stays owed.
    left = left.exclude(pk__in=kept_duties(change.agreement))
    with override("vi"):
        why = _("Văn bản {state} từ ngày {day}.").format(
            state=State(change.agreement.state).label.lower(), day=f"{change.on:%d/%m/%Y}"
        )
    for duty in left.select_for_update(of=("self",)):
        duty.state = rules.after(duty.state, DutyAction.LAPSE)
        duty.reason = why
        duty.save(update_fields=["state", "reason"])
        write_step(
            duty,
            DutyAction.LAPSE,
            actor=change.actor,
            organisation=None,
            on=change.on,
            at=change.at,
            text=why,
        )


@transaction.atomic
def set_evidence(*, actor: Actor, obligation: Obligation, evidence: str) -> Obligation:
    """Say whether reports on an obligation must come with a file or a link (drafting party)."""
    agreement = obligation.agreement
    actor.require(policies.MANAGE, on=agreement.drafting)
    before = obligation.evidence
    obligation.evidence = Evidence(evidence)
    if obligation.evidence != before:
        obligation.save(update_fields=["evidence"])
        record(
            actor=actor,
            verb="agreements.evidence_set",
            target=agreement,
            organisation_id=agreement.drafting_id,
            changes={"place": obligation.place, "evidence": [before, obligation.evidence]},
            label=agreement.title,
        )
    return obligation


@transaction.atomic
def set_measure(
    *, actor: Actor, obligation: Obligation, measure: str, goal: Decimal | None
) -> Obligation:
    """Say what reports on an obligation count and how much one period asks for (drafting party)."""
    agreement = obligation.agreement
    actor.require(policies.MANAGE, on=agreement.drafting)
    before = [obligation.measure, obligation.goal]
    obligation.measure, obligation.goal = tidy(measure)[:40], goal
    obligation.save(update_fields=["measure", "goal"])
    record(
        actor=actor,
        verb="agreements.measure_set",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={
            "place": obligation.place,
            "measure": [before[0], obligation.measure],
            "goal": [str(before[1] or ""), str(goal or "")],
        },
        label=agreement.title,
    )
    return obligation
