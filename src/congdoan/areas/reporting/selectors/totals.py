"""What a branch says in a round, and what it is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import NullIf

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.enums import ReportState, RollUp
from congdoan.areas.reporting.models import Adjustment, Cell, Report, Round, Total
from congdoan.areas.reporting.rules.rolling import shown as computed
from congdoan.areas.reporting.selectors.cells import Layout
from congdoan.areas.reporting.selectors.rounds import visible_reports
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import name_of, names
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Organisation

Figures = list[Decimal | None]
_SHARE = {RollUp.RATIO.value, RollUp.WEIGHTED.value}


@dataclass(frozen=True)
class Place:
    """Where in a round one stands: an organisation on a line, with its total."""

    round: Round
    total: Total
    organisation: Organisation
    name: str
    #: Superiors within the round that the actor may look at, the highest first.
    above: list[tuple[int, str]]
    #: The other hierarchy, where the organisation leads somebody there too.
    lines: list[HierarchyId]

    @property
    def line(self) -> HierarchyId:
        return HierarchyId(self.total.hierarchy_id)

    @property
    def is_first_line(self) -> bool:
        return self.total.hierarchy_id == self.round.hierarchy_id


def place_in(actor: Actor, found: Round, *, organisation: int | None, line: int | None) -> Place:
    """
    Return the total of an organisation in a round on a line.

    Without ``organisation``: the round's opener, else the unit the actor works for. Without
    ``line``: the one the round is asked on, if the organisation leads somebody there.

    :raises NotFound: when it has none, or the actor may not see its figures
    """
    wanted = [organisation] if organisation else [found.organisation_id, actor.organisation_id]
    for pk in wanted:
        unit = Organisation.objects.filter(pk=pk or 0).first()
        if unit is None or not actor.may(policies.VIEW, on=unit):
            continue
        totals = {one.hierarchy_id: one for one in found.totals.filter(organisation=unit)}
        chosen = totals.get(line or found.hierarchy_id) or next(iter(totals.values()), None)
        if chosen is not None and (line is None or chosen.hierarchy_id == line):
            lines = [HierarchyId(one) for one in sorted(totals)]
            name = name_of(unit, on=found.on)
            return Place(found, chosen, unit, name, _above(actor, found, chosen), lines)
    raise NotFound


def leads_somebody(actor: Actor, found: Round) -> bool:
    """Tell whether ``place_in`` finds a total without being told where."""
    try:
        place_in(actor, found, organisation=None, line=None)
    except NotFound:
        return False
    return True


def _above(actor: Actor, found: Round, total: Total) -> list[tuple[int, str]]:
    """Return the superiors of a total; one query a level of the tree at most."""
    known = dict(
        found.totals.filter(hierarchy=total.hierarchy_id, depth__lt=total.depth).values_list(
            "organisation_id", "parent_id"
        )
        if total.parent_id
        else []
    )
    line: list[int] = []
    parent = total.parent_id
    while parent is not None:
        line.insert(0, parent)
        parent = known.get(parent)
    units = {one.pk: one for one in Organisation.objects.filter(pk__in=line)}
    called = names(line, on=found.on) if line else {}
    return [(pk, called.get(pk, "")) for pk in line if actor.may(policies.VIEW, on=units[pk])]


def figures_of(layout: Layout, total: Total) -> Figures:
    """Return what a total says, shares and averages computed, in the order of cells."""
    return computed(layout.cells, total.values, weighed=True)


def figures_before(layout: Layout, place: Place) -> dict[str, Decimal | None]:
    """Return by series what the same branch said in the round before it of the same form."""
    rows = Total.objects.filter(
        organisation=place.organisation,
        hierarchy=place.total.hierarchy_id,
        round__version__form=layout.version.form_id,
        round__last__lt=place.round.first,
        round__kind=place.round.kind,
    )
    before = rows.select_related("round__version").order_by("-round__last", "-pk").first()
    if before is None:
        return {}
    cells = list(before.round.version.cells.order_by("position"))
    values = computed(cells, before.values, weighed=True)
    return {cell.series: value for cell, value in zip(cells, values, strict=True)}


@dataclass(frozen=True)
class Contribution:
    """One row a total is made of: a branch below, a report, or a correction."""

    organisation_id: int
    name: str
    #: What is added to the total of each cell; shares and averages as they are.
    values: Figures
    total: Total | None = None
    report: Report | None = None
    adjustment: Adjustment | None = None
    is_own: bool = False

    @property
    def counts(self) -> bool:
        """Tell whether its figures stand in the total."""
        return self.report is None or self.report.state == ReportState.ACCEPTED


#: With its author: nobody else reads its figures.
_WITH_AUTHOR = {ReportState.DRAFT.value, ReportState.RETURNED.value}


def contributions(place: Place, layout: Layout) -> list[Contribution]:
    """Return every row the total is the sum of; four queries, however many there are."""
    found, total = place.round, place.total
    below = list(found.totals.filter(hierarchy=total.hierarchy_id, parent=place.organisation))
    leading = found.totals.filter(hierarchy=total.hierarchy_id).values("organisation_id")
    edge = "superior" if place.is_first_line else "beside"
    right_below = Q(**{edge: place.organisation}) & ~Q(organisation__in=leading)
    reports = list(
        found.reports.filter(right_below | Q(organisation=place.organisation)).order_by("pk")
    )
    made = list(found.adjustments.filter(superior=place.organisation, withdrawn_at=None))
    ids = {one.organisation_id for one in below} | {one.organisation_id for one in reports}
    called = names(ids, on=found.on) if ids else {}
    rows = [
        Contribution(
            one.organisation_id,
            called.get(one.organisation_id, ""),
            computed(layout.cells, one.values, weighed=True),
            total=one,
        )
        for one in below
    ]
    rows += [
        Contribution(
            one.organisation_id,
            called.get(one.organisation_id, ""),
            layout.blank()
            if one.state in _WITH_AUTHOR
            else computed(layout.cells, one.entered, weighed=False),
            report=one,
            is_own=one.organisation_id == place.organisation.pk,
        )
        for one in reports
    ]
    rows += [_corrected(one, layout, place.name) for one in made]
    return rows


def _corrected(made: Adjustment, layout: Layout, name: str) -> Contribution:
    values = layout.blank()
    values[made.position] = made.delta
    return Contribution(made.superior_id, name, values, adjustment=made)


def branches_below(place: Place) -> list[tuple[Total, str]]:
    """Return the totals right below with their names, who is furthest behind first."""
    rows = list(
        place.round.totals.filter(
            hierarchy=place.total.hierarchy_id, parent=place.organisation
        ).order_by(F("submitted") * 1000 / NullIf(F("owed"), 0), "-owed", "pk")
    )
    called = names([one.organisation_id for one in rows], on=place.round.on) if rows else {}
    return [(one, called.get(one.organisation_id, "")) for one in rows]


def readable_branches(actor: Actor, organisations: Iterable[int]) -> set[int]:
    """Return which of some organisations' totals the actor may open; one query."""
    within: Any = actor.within(policies.VIEW, "pk", few=True)
    found = Organisation.objects.filter(within, pk__in=set(organisations))
    return set(found.values_list("pk", flat=True))


def readable_reports(actor: Actor, reports: Iterable[Report]) -> set[int]:
    """Return which of some reports the actor may open; one query."""
    found = visible_reports(actor).filter(pk__in=[one.pk for one in reports])
    return set(found.values_list("pk", flat=True))


def waiting_changes(place: Place) -> int:
    """Return how many changes the totals do not say yet."""
    return int(place.round.changes.count())


def parts_named(cell: Cell, cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells a share or an average is computed from."""
    return [cells[position] for position in cell.parts] if cell.roll_up in _SHARE else []
