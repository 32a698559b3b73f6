from datetime import date, timedelta

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.foundation.valid_time import cut, span
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.periods import policies
from congdoan.kernel.periods.enums import PeriodKind
from congdoan.kernel.periods.models import Period
from congdoan.kernel.rulebook import api as rulebook


class OrganisationWasNotThere(Refusal):
    """Tổ chức không hoạt động vào ngày {day}; hãy chọn ngày trong thời gian tổ chức tồn tại."""


class TermAlreadyThere(Refusal):
    """Từ ngày {day} tổ chức đã có {term}; hãy chọn ngày khác hoặc sửa nhiệm kỳ đó trước."""


class PlannedEndTooEarly(Refusal):
    """Ngày dự kiến kết thúc phải sau ngày bắt đầu nhiệm kỳ."""


class EndsBeforeItsFirstDay(Refusal):
    """Ngày cuối của nhiệm kỳ không được trước ngày bắt đầu {day}."""


@transaction.atomic
def start_term(
    *,
    actor: Actor,
    organisation: Organisation,
    ordinal: str,
    start: date,
    planned_end: date | None = None,
    decision: str = "",
) -> Period:
    """
    Record the term a congress opened; the term that was running ends the day before.

    Without ``planned_end`` the length of a term is the rule in force on the first day.

    :raises OrganisationWasNotThere: when the organisation did not exist on ``start``
    :raises TermAlreadyThere: when a term on record begins on or after ``start``
    :raises PlannedEndTooEarly: when ``planned_end`` is not after ``start``
    """
    actor.require(policies.MANAGE_TERMS, on=organisation)
    _lock(organisation)
    if not organisation.exists_on(start):
        raise OrganisationWasNotThere(day=f"{start:%d/%m/%Y}")
    planned_end = planned_end or usual_end(organisation_id=organisation.pk, start=start)
    if planned_end <= start:
        raise PlannedEndTooEarly
    ended = _end_running(organisation, start)
    term = Period.objects.create(
        kind=PeriodKind.TERM,
        code=f"NK-{organisation.code}-{start:%Y%m%d}",
        label=_label(ordinal, start, planned_end),
        valid=span(start),
        organisation=organisation,
        ordinal=tidy(ordinal),
        planned_end=planned_end,
    )
    audit.record(
        actor=actor,
        verb="periods.term_started",
        target=term,
        organisation_id=organisation.pk,
        changes={"start": start, "planned_end": planned_end, "ended": ended},
        reason=decision,
        label=term.label,
    )
    return term


@transaction.atomic
def end_term(*, actor: Actor, term: Period, last_day: date, reason: str) -> Period:
    """
    End a running term, early or late; offices follow their own decisions.

    :raises AlreadyDone: when it has ended
    :raises EndsBeforeItsFirstDay: when ``last_day`` stands before the first day
    """
    actor.require(policies.MANAGE_TERMS, on=term.organisation)
    term = Period.objects.terms().select_for_update().get(pk=term.pk)
    if term.last_day is not None:
        raise AlreadyDone
    if last_day < term.first_day:
        raise EndsBeforeItsFirstDay(day=f"{term.first_day:%d/%m/%Y}")
    term.valid = cut(term.valid, on=last_day + timedelta(days=1))
    term.save(update_fields=["valid"])
    audit.record(
        actor=actor,
        verb="periods.term_ended",
        target=term,
        organisation_id=term.organisation_id,
        changes={"last_day": last_day, "planned_end": term.planned_end},
        reason=reason,
        label=term.label,
    )
    return term


def usual_end(*, organisation_id: int, start: date) -> date:
    """
    Return the last day of a term of the usual length.

    :raises NoRuleInForce: when no rule says how long a term is
    """
    years = int(rulebook.value("term.years", on=start, for_=organisation_id))
    try:
        return start.replace(year=start.year + years) - timedelta(days=1)
    except ValueError:
        # 29 February: the term ends with February of its last year.
        return date(start.year + years, 2, 28)


def _lock(organisation: Organisation) -> None:
    """Let two officers who record a term at once take turns."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _end_running(organisation: Organisation, start: date) -> str:
    """End the term running on ``start`` and return its code; refuse any that begins later."""
    terms = Period.objects.terms().filter(organisation=organisation)
    later = terms.filter(valid__startswith__gte=start).first()
    if later is not None:
        raise TermAlreadyThere(day=f"{later.first_day:%d/%m/%Y}", term=later.label)
    holding = terms.on(start).first()
    if holding is None:
        return ""
    holding.valid = cut(holding.valid, on=start)
    holding.save(update_fields=["valid"])
    return holding.code


def _label(ordinal: str, start: date, planned_end: date) -> str:
    years = f"{start.year}–{planned_end.year}"
    ordinal = tidy(ordinal)
    return f"Nhiệm kỳ {years}, khóa {ordinal}" if ordinal else f"Nhiệm kỳ {years}"
