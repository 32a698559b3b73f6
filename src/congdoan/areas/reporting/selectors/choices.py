"""What can be chosen when a round is opened."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.enums import ReportKind
from congdoan.areas.reporting.models import FormVersion
from congdoan.areas.reporting.rules.cutoffs import cut
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import kind_label, level_label
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation, OrganisationProfile
from congdoan.kernel.periods.api import add_working_days
from congdoan.kernel.periods.enums import PeriodKind
from congdoan.kernel.periods.models import Period
from congdoan.kernel.rulebook.api import catalogue


def may_open_round(actor: Actor) -> bool:
    """Tell whether the actor may open a round for the unit they work for: it leads somebody."""
    unit = Organisation.objects.filter(pk=actor.organisation_id or 0).first()
    if unit is None or not actor.may(policies.OPEN, on=unit):
        return False
    below = Lineage.objects.on(actor.today).filter(ancestor=unit, depth__gt=0)
    return below.exists()


def offered_versions(unit: Organisation, *, on: date) -> list[FormVersion]:
    """Return the newest version of each form that ships or was made by the unit or above it."""
    above = Lineage.objects.on(on).filter(descendant=unit, hierarchy_id=HierarchyId.COMMAND)
    found = (
        FormVersion.objects.filter(
            Q(form__owner=None) | Q(form__owner__in=above.values("ancestor_id")),
            published_at__isnull=False,
        )
        .select_related("form")
        .order_by("form__code", "-number")
        .distinct("form__code")
    )
    return list(found)


def offered_periods(*, on: date) -> list[Period]:
    """Return the periods for everybody that are near: from two years back to three months ahead."""
    return list(
        Period.objects.counted()
        .filter(
            valid__startswith__lte=on + timedelta(days=92),
            valid__endswith__gte=on - timedelta(days=730),
        )
        .order_by("-valid__endswith", "kind")
    )


_USUAL = {
    ReportKind.MONTHLY: PeriodKind.MONTH,
    ReportKind.QUARTERLY: PeriodKind.QUARTER,
    ReportKind.SEMI_ANNUAL: PeriodKind.HALF_YEAR,
    ReportKind.ANNUAL: PeriodKind.CALENDAR_YEAR,
    ReportKind.SCHOOL_YEAR: PeriodKind.SCHOOL_YEAR,
    ReportKind.TERM: PeriodKind.TERM,
}


def likely_period(periods: Iterable[Period], kind: str, *, on: date) -> Period | None:
    """
    Return the newest period of the length a kind of report asks for, some of which has passed.

    In its first fifth it is still the period before that is reported on.
    """
    wanted = _USUAL.get(ReportKind(kind))
    for one in periods:
        if (
            one.kind == wanted
            and one.last_day
            and on >= one.first_day + (one.last_day - one.first_day) / 5
        ):
            return one
    return None


def levels_below(unit: Organisation, *, on: date) -> list[tuple[str, str]]:
    """Return the levels found below a unit, from the top down."""
    found = set(_profiles(unit, on).values_list("level", flat=True)) - {""}
    order = [entry.code for entry in catalogue("organisation.level", on=on)]
    places = {code: place for place, code in enumerate(order)}
    return [
        (code, level_label(code, on))
        for code in sorted(found, key=lambda code: places.get(code, len(places)))
    ]


def kinds_below(unit: Organisation, *, on: date) -> list[tuple[str, str]]:
    found = set(_profiles(unit, on).values_list("kind", flat=True)) - {""}
    return sorted(((code, kind_label(code, on)) for code in found), key=lambda one: one[1])


def days_of(kind: str, period: Period, *, on: date) -> tuple[date, date]:
    """Return the days the figures of a kind of report are of, as the rulebook cuts a period."""
    cutoffs = {one.code: one.attributes for one in catalogue("report.cutoff", on=on)}
    return cut((period.first_day, period.last_day or on), cutoffs.get(kind))


def due_by_level(unit: Organisation, *, first: date, step: int, on: date) -> dict[str, date]:
    """
    Return the due day of each level below: the lowest is due first, each above it later.

    ``step`` working days a level.
    """
    levels = [code for code, _label in levels_below(unit, on=on)]
    dues: dict[str, date] = {}
    day = first
    for place, code in enumerate(reversed(levels)):
        if place and step:
            day = add_working_days(day, step)
        dues[code] = day
    return dues


def _profiles(unit: Organisation, on: date) -> QuerySet[OrganisationProfile]:
    below = Lineage.objects.on(on).filter(
        ancestor=unit, hierarchy_id=HierarchyId.COMMAND, depth__gt=0
    )
    return (
        OrganisationProfile.objects.on(on)
        .filter(organisation__in=below.values("descendant_id"), organisation__family="UNION")
        .order_by()
        .distinct()
    )
