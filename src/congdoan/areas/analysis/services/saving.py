"""Keeping a view, giving it to others, putting it on a dashboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from congdoan.areas.analysis import policies
from congdoan.areas.analysis.enums import Look, Shared
from congdoan.areas.analysis.models import Board, BoardTile, SavedView
from congdoan.areas.analysis.rules.refusals import (
    BoardIsFull,
    FormHasNoRound,
    NothingAsked,
    OnlyArrangersShare,
    TooManyViews,
)
from congdoan.areas.analysis.selectors.maps import HANDED_IN
from congdoan.areas.analysis.selectors.saved import may_remove, visible_view
from congdoan.areas.reporting.api import layout_of, visible_rounds
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.models import Organisation

MOST_VIEWS, MOST_TILES = 60, 12
_NEED_LINES = {Look.TABLE, Look.CHART, Look.FIGURE}


@dataclass(frozen=True)
class ViewData:
    """What a view asks, and of whom it is found."""

    title: str
    form_id: int
    look: str
    branch_id: int | None = None
    series: Sequence[str] = ()
    over_rounds: bool = False
    progress: str = ""
    shared: str = Shared.OWN


@transaction.atomic
def save_view(
    *, actor: Actor, organisation: Organisation, data: ViewData, at: datetime
) -> SavedView:
    """
    Keep a view at the unit the actor works for.

    :raises OnlyArrangersShare: when it is to be shared by who does not arrange the unit's things
    :raises NothingAsked: when the look needs figures and none is chosen
    :raises TooManyViews: when the actor keeps too many already
    """
    actor.require(policies.VIEW, on=organisation)
    if data.shared != Shared.OWN and not actor.may(policies.ARRANGE, on=organisation):
        raise OnlyArrangersShare
    if data.look in _NEED_LINES and not data.series:
        raise NothingAsked
    if SavedView.objects.filter(made_by_id=actor.user_id).count() >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    made = SavedView.objects.create(
        organisation=organisation,
        title=data.title,
        form_id=data.form_id,
        look=data.look,
        branch_id=data.branch_id,
        series=list(data.series),
        over_rounds=data.over_rounds,
        progress=data.progress,
        shared=data.shared,
        made_by_id=actor.user_id,
        made_by_name=actor.name,
        made_at=at,
    )
    _record(actor, "saved", made, {"look": made.look, "shared": made.shared})
    return made


@transaction.atomic
def remove_view(*, actor: Actor, view: SavedView) -> None:
    """
    Take a view away, from dashboards too.

    :raises NotAllowed: when it is neither one's own nor shared by a unit one arranges
    """
    actor.require(policies.VIEW, on=view.organisation)
    if not may_remove(actor, view):
        raise NotAllowed
    _record(actor, "removed", view)
    view.delete()


@transaction.atomic
def place_view(*, actor: Actor, organisation: Organisation, view: SavedView) -> BoardTile:
    """
    Put a view at the end of the unit's dashboard; one's own is thereby shared with the unit.

    :raises BoardIsFull: when there is no room
    """
    actor.require(policies.ARRANGE, on=organisation)
    visible_view(actor, view.pk)
    board, _new = Board.objects.get_or_create(organisation=organisation)
    Board.objects.select_for_update().get(pk=board.pk)
    held = board.tiles.filter(view=view).first()
    if held is not None:
        return held
    if board.tiles.count() >= MOST_TILES:
        raise BoardIsFull(most=MOST_TILES)
    if view.shared == Shared.OWN:
        view.shared = Shared.UNIT
        view.save(update_fields=["shared"])
    last = board.tiles.aggregate(last=Max("position"))["last"]
    wide = view.look in {Look.CHART, Look.MAP, Look.TABLE}
    tile = BoardTile.objects.create(board=board, view=view, position=(last or 0) + 1, wide=wide)
    _record(actor, "placed", view)
    return tile


@transaction.atomic
def arrange_tile(*, actor: Actor, tile: BoardTile, act: str) -> None:
    """Move a tile up or down, make it wide or narrow, take it off."""
    board = Board.objects.select_for_update().select_related("organisation").get(pk=tile.board_id)
    actor.require(policies.ARRANGE, on=board.organisation)
    order = list(board.tiles.order_by("position", "pk"))
    place = next((n for n, one in enumerate(order) if one.pk == tile.pk), None)
    if place is None:
        return
    if act == "bo":
        order.pop(place).delete()
    elif act == "rong":
        order[place].wide = not order[place].wide
    else:
        order.insert(max(0, place + (-1 if act == "len" else 1)), order.pop(place))
    for position, one in enumerate(order, 1):
        one.position = position
        one.save(update_fields=["position", "wide"])
    _record(actor, "arranged", tile.view)


@transaction.atomic
def share_board(*, actor: Actor, organisation: Organisation, below: bool) -> None:
    """Let the units below open the dashboard, or no longer."""
    actor.require(policies.ARRANGE, on=organisation)
    board, _new = Board.objects.get_or_create(organisation=organisation)
    board.below = below
    board.save(update_fields=["below"])
    audit.record(
        actor=actor,
        verb="analysis.board_shared",
        target=board,
        organisation_id=organisation.pk,
        changes={"below": below},
    )


@transaction.atomic
def begin_board(*, actor: Actor, organisation: Organisation, at: datetime) -> None:
    """
    Fill a dashboard with three views everybody needs: the map, the progress, the first figures.

    :raises FormHasNoRound: when there is no round to look at
    """
    actor.require(policies.ARRANGE, on=organisation)
    found = visible_rounds(actor).order_by("-last", "-pk").first()
    if found is None:
        raise FormHasNoRound
    form = found.version.form_id
    series = [one.series for one in layout_of(found.version).entered[:1]]
    chart = Look.CHART if series else Look.PROGRESS
    wanted = [
        ViewData(_("Tiến độ báo cáo"), form, Look.PROGRESS, shared=Shared.UNIT),
        ViewData(_("Đơn vị nào đã nộp"), form, Look.MAP, progress=HANDED_IN, shared=Shared.UNIT),
        ViewData(_("So sánh các đơn vị"), form, chart, series=series, shared=Shared.UNIT),
    ]
    for one in wanted:
        view = save_view(actor=actor, organisation=organisation, data=one, at=at)
        place_view(actor=actor, organisation=organisation, view=view)


def _record(
    actor: Actor, verb: str, view: SavedView, changes: dict[str, object] | None = None
) -> None:
    audit.record(
        actor=actor,
        verb=f"analysis.{verb}",
        target=view,
        organisation_id=view.organisation_id,
        label=view.title,
        changes=changes or {},
    )
