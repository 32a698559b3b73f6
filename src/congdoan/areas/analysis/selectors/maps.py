"""A branch as tiles: the provinces where they lie, or what stands right below in order of name."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.analysis.rules.maps import GRID, PERCENT, SINCE, Scale, corner, scale_of
from congdoan.areas.analysis.selectors.charts import words
from congdoan.areas.reporting.api import (
    Contribution,
    Layout,
    Place,
    ReportState,
    contributions,
    readable_branches,
    readable_reports,
)
from congdoan.foundation import vietnamese
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import OrganisationProfile
from congdoan.kernel.places.enums import Level
from congdoan.kernel.places.models import AdminUnit

#: What tiles are coloured by when it is not a figure of the form.
HANDED_IN, TAKEN = "nop", "nhan"
_HUNDRED = Decimal(100)
_HANDED_IN = {ReportState.SUBMITTED.value, ReportState.ACCEPTED.value}
#: Two provinces make a map; fewer are a list.
_MAP = 2


@dataclass(frozen=True)
class Tile:
    """A unit (or a province nobody speaks for) with its class and the way into it."""

    name: str
    text: str
    title: str
    tone: int
    url: str = ""
    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class TileMap:
    provinces: list[Tile]
    tiles: list[Tile]
    #: (class, words of its span); the first row is "not stated".
    legend: list[tuple[int, str]]
    is_percent: bool


def tile_map(actor: Actor, place: Place, layout: Layout, measure: str) -> TileMap:
    """Return the tiles of a branch; a fixed number of queries, however many units there are."""
    rows = [
        one for one in contributions(place, layout) if one.adjustment is None and not one.is_own
    ]
    rows.sort(key=lambda one: (vietnamese.sort_key(one.name), one.organisation_id))
    values = [_value(one, measure) for one in rows]
    is_percent = measure in {HANDED_IN, TAKEN}
    scale = PERCENT if is_percent else scale_of(values)
    branches = readable_branches(actor, [one.organisation_id for one in rows if one.total])
    reports = readable_reports(actor, [one.report for one in rows if one.report])
    codes = _provinces(place, rows)
    names = _called(place) if codes else {}
    drawn: dict[str, Tile] = {}
    beside: list[Tile] = []
    for one, value in zip(rows, values, strict=True):
        code = codes.get(one.organisation_id, "")
        on_map = bool(code) and code not in drawn
        text = f"{words(value)} %" if is_percent and value is not None else words(value)
        x, y = corner(code) if on_map else (0, 0)
        name = names.get(code, one.name) if on_map else one.name
        url = _way(one, place, measure, branches, reports)
        tile = Tile(name, text, f"{one.name}: {text}", scale.tone(value), url, x, y)
        if on_map:
            drawn[code] = tile
        else:
            beside.append(tile)
    provinces = [
        drawn.get(code) or _silent(names.get(code, code), corner(code)) for code in GRID if codes
    ]
    return TileMap(provinces, beside, _legend(scale, is_percent=is_percent), is_percent)


def _value(one: Contribution, measure: str) -> Decimal | None:
    if measure not in {HANDED_IN, TAKEN}:
        return one.values[int(measure)] if one.counts else None
    if one.total is not None:
        done = one.total.submitted if measure == HANDED_IN else one.total.accepted
        return Decimal(done) * _HUNDRED / one.total.owed if one.total.owed else None
    if one.report is None:
        return None
    there = _HANDED_IN if measure == HANDED_IN else {ReportState.ACCEPTED.value}
    return _HUNDRED if one.report.state in there else Decimal(0)


def _provinces(place: Place, rows: Sequence[Contribution]) -> dict[int, str]:
    """Return by unit the province it stands for, where the branch is a country of provinces."""
    if place.round.on < SINCE:
        return {}
    found = dict(
        OrganisationProfile.objects.on(place.round.on)
        .filter(organisation_id__in=[one.organisation_id for one in rows], place_code__in=GRID)
        .values_list("organisation_id", "place_code")
    )
    return found if len(set(found.values())) >= _MAP else {}


def _called(place: Place) -> dict[str, str]:
    found = AdminUnit.objects.on(place.round.on).at(Level.PROVINCE)
    return dict(found.values_list("code", "name"))


def _way(
    one: Contribution, place: Place, measure: str, branches: set[int], reports: set[int]
) -> str:
    if one.total is not None and one.organisation_id in branches:
        here = reverse("analysis:map", args=[place.round.pk])
        line = place.total.hierarchy_id
        return f"{here}?don-vi={one.organisation_id}&he-thong={line}&mau={measure}"
    if one.report is not None and one.report.pk in reports:
        return reverse("reporting:report", args=[one.report.pk])
    return ""


def _silent(name: str, at: tuple[int, int]) -> Tile:
    nobody = _("không có đơn vị trong đợt")
    return Tile(name, "—", f"{name}: {nobody}", 0, "", *at)


def _legend(scale: Scale, *, is_percent: bool) -> list[tuple[int, str]]:
    unit = " %" if is_percent else ""
    spans = [
        (n, words(high) + unit if low == high else f"{words(low)} – {words(high)}{unit}")
        for n, low, high in scale.spans
    ]
    return [(0, _("chưa có số")), *spans]
