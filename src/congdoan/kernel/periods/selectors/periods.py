from datetime import date

from django.utils.formats import date_format

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.periods import policies
from congdoan.kernel.periods.enums import PeriodKind
from congdoan.kernel.periods.models import Period
from congdoan.kernel.periods.models.period import PeriodQuerySet

#: Years a page may ask for.
FIRST_YEAR, LAST_YEAR = 1900, 2200


class NoPeriod(Refusal):
    """Chưa có kỳ loại “{kind}” cho ngày {day}; hãy chọn ngày khác hoặc nhờ quản trị nạp kỳ."""


class TermNeedsAnOrganisation(ValueError):
    """A term is asked for by organisation: ``term_of``."""


def period_of(kind: PeriodKind, day: date) -> Period:
    """
    Return the period of a kind that holds a day.

    :raises NoPeriod: when none is on record
    :raises TermNeedsAnOrganisation: for ``TERM``; ask ``term_of``
    """
    if kind == PeriodKind.TERM:
        raise TermNeedsAnOrganisation
    found = Period.objects.of(kind).on(day).first()
    if found is None:
        raise NoPeriod(kind=PeriodKind(kind).label, day=date_format(day, "SHORT_DATE_FORMAT"))
    return found


def school_year_of(day: date) -> Period:
    """:raises NoPeriod: when none is on record"""
    return period_of(PeriodKind.SCHOOL_YEAR, day)


def term_of(organisation_id: int, day: date) -> Period | None:
    """Return the organisation's term on a day, or None."""
    return Period.objects.terms().on(day).filter(organisation_id=organisation_id).first()


def periods_between(kind: PeriodKind, first: date, last: date) -> list[Period]:
    """Return the periods of a kind with at least one day from ``first`` to ``last``, in order."""
    if kind == PeriodKind.TERM:
        raise TermNeedsAnOrganisation
    found = Period.objects.of(kind).filter(valid__endswith__gt=first, valid__startswith__lte=last)
    return list(found.order_by("valid"))


def counted_periods(kind: PeriodKind, *, year: int | None, around: date) -> list[Period]:
    """
    Return the periods of a kind for a page: of one year, or of all years for the long kinds.

    Half-years, quarters and months without a year asked for are those of the year of ``around``.
    """
    rows = Period.objects.of(kind).order_by("valid")
    short = kind not in {PeriodKind.CALENDAR_YEAR, PeriodKind.SCHOOL_YEAR}
    if year is None and short:
        year = min(max(around.year, FIRST_YEAR), LAST_YEAR)
    return list(rows.during(span(date(year, 1, 1), date(year + 1, 1, 1))) if year else rows)


def visible_terms(actor: Actor) -> PeriodQuerySet:
    """Return the terms of the organisations whose periods ``actor`` may see."""
    return Period.objects.terms().filter(organisation__in=actor.reach(policies.VIEW))


def visible_term(actor: Actor, pk: int) -> Period:
    """:raises NotFound: when there is none, or not for ``actor``"""
    found = visible_terms(actor).select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def visible_organisation(actor: Actor, pk: int) -> Organisation:
    """
    Return an organisation whose terms ``actor`` may see.

    :raises NotFound: when there is none, or not for ``actor``
    """
    found: Organisation | None = actor.reach(policies.VIEW).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
