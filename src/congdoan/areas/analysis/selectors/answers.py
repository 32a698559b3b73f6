"""What a saved view answers whoever opens it: their own rights, the newest round."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.analysis.enums import Look
from congdoan.areas.analysis.models import SavedView
from congdoan.areas.analysis.selectors.charts import Chart, charts_of, words
from congdoan.areas.analysis.selectors.maps import HANDED_IN, TAKEN, TileMap, tile_map
from congdoan.areas.reporting.api import (
    Layout,
    Pivot,
    Place,
    Round,
    by_figures,
    by_rounds,
    earlier_rounds,
    figures_before,
    figures_of,
    head_of,
    layout_of,
    place_in,
    visible_rounds,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound

_ROWS = 10


@dataclass
class Answer:
    """What is drawn in a tile; ``silent`` says in one sentence why there is nothing."""

    view: SavedView
    silent: str = ""
    round: Round | None = None
    name: str = ""
    url: str = ""
    charts: list[Chart] = field(default_factory=list)
    map: TileMap | None = None
    heads: list[str] = field(default_factory=list)
    rows: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    more: int = 0
    #: (label, figure, in the round before).
    figure: tuple[str, str, str] | None = None
    #: (label, count, of).
    progress: list[tuple[str, int, int]] = field(default_factory=list)


def answer_of(actor: Actor, view: SavedView, *, whole: bool = False) -> Answer:
    """Return what ``actor`` may see of ``view`` now; ``whole``: every row of a table."""
    made = Answer(view)
    found = _newest(actor, view)
    if found is None:
        made.silent = _("Chưa có đợt báo cáo nào theo biểu mẫu này mà bạn xem được.")
        return made
    try:
        place = place_in(
            actor, found, organisation=view.branch_id or actor.organisation_id or None, line=None
        )
    except NotFound:
        made.silent = _(
            "Bạn không có số tổng hợp để xem ở đây: đơn vị không có cấp dưới trong đợt, hoặc số liệu thuộc phạm vi khác."  # noqa: E501
        )
        return made
    layout = layout_of(found.version)
    made.round, made.name = found, place.name
    made.url = _address(view, place, layout)
    _fill(actor, made, place, layout, whole=whole)
    return made


def _newest(actor: Actor, view: SavedView) -> Round | None:
    rows = visible_rounds(actor).filter(version__form=view.form_id)
    if view.branch_id:
        rows = rows.filter(totals__organisation=view.branch_id).distinct()
    return rows.order_by("-last", "-pk").first()


def _positions(view: SavedView, layout: Layout) -> list[int]:
    known = layout.by_series
    return [known[one].position for one in view.series if one in known]


def _address(view: SavedView, place: Place, layout: Layout) -> str:
    here = f"?don-vi={place.organisation.pk}&he-thong={place.total.hierarchy_id}"
    positions = _positions(view, layout)
    if view.look == Look.MAP:
        return (
            f"{reverse('analysis:map', args=[place.round.pk])}{here}&mau={_measure(view, layout)}"
        )
    if view.look in {Look.FIGURE, Look.PROGRESS} or not positions:
        return reverse("reporting:totals", args=[place.round.pk]) + here
    asked = "".join(f"&cot={one}" for one in positions) + ("&theo=dot" if view.over_rounds else "")
    page = "analysis:charts" if view.look == Look.CHART else "reporting:pivot"
    return reverse(page, args=[place.round.pk]) + here + asked


def _measure(view: SavedView, layout: Layout) -> str:
    positions = _positions(view, layout)
    if view.progress in {HANDED_IN, TAKEN} or not positions:
        return view.progress or HANDED_IN
    return str(positions[0])


def _fill(actor: Actor, made: Answer, place: Place, layout: Layout, *, whole: bool) -> None:
    view, positions = made.view, _positions(made.view, layout)
    if view.look == Look.PROGRESS:
        total = place.total
        made.progress = [
            (_("đã nộp"), total.submitted, total.owed),
            (_("nộp đúng hạn"), total.on_time, total.owed),
            (_("đã được nhận"), total.accepted, total.owed),
        ]
    elif view.look == Look.MAP:
        made.map = tile_map(actor, place, layout, _measure(view, layout))
    elif not positions:
        made.silent = _("Biểu mẫu của đợt này không còn các dòng đã chọn; hãy lưu lại bảng xem.")
    elif view.look == Look.FIGURE:
        cell = layout.cells[positions[0]]
        now = figures_of(layout, place.total)[cell.position]
        made.figure = (
            head_of(cell),
            words(now),
            words(figures_before(layout, place).get(cell.series)),
        )
    else:
        _compare(made, place, layout, positions, whole=whole)


def _compare(
    made: Answer, place: Place, layout: Layout, positions: list[int], *, whole: bool
) -> None:
    found = _pivot(made.view, place, layout, positions)
    if not found.lines:
        made.silent = _("Chưa có báo cáo nào của các đơn vị bên dưới được nhận.")
        return
    if made.view.look == Look.CHART:
        charts = charts_of(found, whole=place.name, over_rounds=made.view.over_rounds)
        made.charts = charts if whole else charts[:1]
    made.heads = [one.label for one in found.heads]
    lines = found.by(len(found.heads) - 1 if made.view.over_rounds else 0, rising=False)
    shown = lines if whole else lines[:_ROWS]
    made.rows = [
        (one.name, list(zip(map(words, one.values), made.heads, strict=True))) for one in shown
    ]
    made.more = len(lines) - len(shown)


def _pivot(view: SavedView, place: Place, layout: Layout, positions: list[int]) -> Pivot:
    if view.over_rounds:
        return by_rounds(place, earlier_rounds(place), layout.cells[positions[0]].series)
    return by_figures(place, layout, positions)
