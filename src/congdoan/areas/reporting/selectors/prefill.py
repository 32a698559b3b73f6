"""What the platform knows already: computed figures, and those of the last period."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from congdoan.areas.indicators.api import computed as unscoped_computed
from congdoan.areas.indicators.api import may_see_key
from congdoan.areas.reporting.enums import ReportState
from congdoan.areas.reporting.models import Cell, Report
from congdoan.areas.reporting.rules.checking import figure_at
from congdoan.areas.reporting.selectors.cells import Layout
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.enums import EventRole
from congdoan.kernel.organisations.models import OrganisationEventUnit

#: Kinds of events after which the figures of originals go on in those of the result.
_ADDS_UP = ("MERGE_INTO", "CONSOLIDATE")


@dataclass(frozen=True)
class Previous:
    """Last period's figures by series, with the units they were added up from."""

    values: dict[str, Decimal | None]
    reports: list[Report]

    @property
    def merged(self) -> bool:
        return len(self.reports) > 1


def computed(actor: Actor, layout: Layout, report: Report) -> list[Decimal | None]:
    """
    Return what live records say of the organisation in the round's days; None: nothing does.

    What needs a right of its own (ethnicity) is told to who holds it; others enter the figure.
    """
    first, last = report.round.first, report.round.last
    kept = kept_from(actor, layout, report)
    wanted = [one.series for one in layout.entered if one.position not in kept]
    found = unscoped_computed(wanted, report.organisation_id, first, last)
    return [None if one.position in kept else found.get(one.series) for one in layout.cells]


def standing(
    actor: Actor, report: Report, layout: Layout
) -> tuple[list[Decimal | None], list[Decimal | None]]:
    """Return the figures of a report and what is known; one nobody has begun is counted now."""
    size = len(layout.cells)
    figures = [*report.entered, *[None] * size][:size]
    if report.prefilled_at is not None:
        return figures, [*report.prefilled, *[None] * size][:size]
    known = computed(actor, layout, report)
    return [a if a is not None else b for a, b in zip(figures, known, strict=True)], known


def kept_from(actor: Actor, layout: Layout, report: Report) -> set[int]:
    """Return the positions whose computed figure the actor has no right to."""
    unit, last = report.organisation, report.round.last
    return {
        one.position for one in layout.entered if not may_see_key(actor, one.series, unit, last)
    }


def previous(report: Report) -> Previous:
    """
    Return the last period's figures of the organisation and of whom it took in since.

    Of the same form, the latest round that ended before this one began. What two merged schools
    said adds up, also where one of them said nothing: then the sum is not known.
    """
    units = [report.organisation_id, *_taken_in(report)]
    found = (
        Report.objects.filter(
            organisation__in=units,
            round__version__form=report.round.version.form_id,
            round__last__lt=report.round.first,
            state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED],
        )
        .select_related("round__version")
        .order_by("organisation", "-round__last", "-pk")
        .distinct("organisation")
    )
    reports = list(found)
    if not reports:
        return Previous({}, [])
    newest = max(one.round.last for one in reports)
    # A unit taken in before that had its figures in those of the result already.
    reports = [one for one in reports if one.round.last == newest]
    cells: dict[int, list[Cell]] = {}
    for cell in Cell.objects.filter(version__in={one.round.version_id for one in reports}):
        cells.setdefault(cell.version_id, []).append(cell)
    said = [_said(one, cells.get(one.round.version_id, [])) for one in reports]
    return Previous(_added(said), reports)


def _said(report: Report, cells: Sequence[Cell]) -> dict[str, Decimal | None]:
    return {one.series: figure_at(one, report.entered) for one in cells if one.roll_up == "SUM"}


def _added(said: Sequence[dict[str, Decimal | None]]) -> dict[str, Decimal | None]:
    total: dict[str, Decimal | None] = dict(said[0])
    for other in said[1:]:
        for series, value in other.items():
            held = total.get(series)
            total[series] = None if held is None or value is None else held + value
    return total


def _taken_in(report: Report) -> list[int]:
    """Return whom the organisation took in by mergers up to the round's last day."""
    into = OrganisationEventUnit.objects.filter(
        ~Q(event__state="UNDONE"),
        organisation=report.organisation_id,
        role=EventRole.RESULTING,
        event__kind__in=_ADDS_UP,
        event__effective_on__lte=report.round.last,
    )
    return list(
        OrganisationEventUnit.objects.filter(
            event__in=into.values("event_id"), role=EventRole.ORIGINAL
        )
        .exclude(organisation=report.organisation_id)
        .values_list("organisation_id", flat=True)
    )
