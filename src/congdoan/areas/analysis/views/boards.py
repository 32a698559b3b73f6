"""A unit's dashboard: looked at, filled, arranged by buttons."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congdoan.areas.analysis import policies
from congdoan.areas.analysis.selectors.answers import answer_of
from congdoan.areas.analysis.selectors.saved import board_of, boards_above, own_unit
from congdoan.areas.analysis.services.saving import arrange_tile, begin_board, share_board
from congdoan.foundation import clock
from congdoan.foundation.acting import press
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.organisations.api import name_of

_ACTS = {"len", "xuong", "rong", "bo"}


@needs(policies.VIEW)
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """The way to the dashboard of the unit one works for."""
    unit = own_unit(request.actor)
    if unit is None:
        raise NotAllowed
    return redirect("analysis:board", unit.pk)


@needs(policies.VIEW)
@require_safe
def board(request: ActorRequest, unit: int) -> HttpResponse:
    """What the unit put on its dashboard, answered for whoever looks."""
    placed = board_of(request.actor, unit)
    context = {
        "unit": placed.unit,
        "unit_name": name_of(placed.unit, on=request.actor.today),
        "board": placed.board,
        "may_arrange": placed.may_arrange,
        "tiles": [(one, answer_of(request.actor, one.view)) for one in placed.tiles],
        "others": boards_above(request.actor, besides=unit),
    }
    return render_page(request, "analysis/board.html", context)


def _back(unit: int) -> str:
    return reverse("analysis:board", args=[unit])


@needs(policies.ARRANGE)
@require_POST
def board_begin(request: ActorRequest, unit: int) -> HttpResponse:
    """Put the three views everybody needs on an empty dashboard."""
    placed = board_of(request.actor, unit)

    def do() -> None:
        begin_board(actor=request.actor, organisation=placed.unit, at=clock.now())

    done = _("Đã đưa ba bảng xem có sẵn lên bảng theo dõi.")
    return press(request, do, back=_back(unit), done=done)


@needs(policies.ARRANGE)
@require_POST
def board_share(request: ActorRequest, unit: int) -> HttpResponse:
    """Let the units below open it, or no longer."""
    placed = board_of(request.actor, unit)
    below = request.POST.get("below") == "1"

    def do() -> None:
        share_board(actor=request.actor, organisation=placed.unit, below=below)

    done = (
        _("Cấp dưới đã mở được bảng này.") if below else _("Cấp dưới không còn mở được bảng này.")
    )
    return press(request, do, back=_back(unit), done=done)


@needs(policies.ARRANGE)
@require_POST
def board_tile(request: ActorRequest, unit: int, pk: int, act: str) -> HttpResponse:
    """
    Move, widen or take off a tile.

    :raises NotFound: when it is not on this dashboard
    """
    placed = board_of(request.actor, unit)
    tile = next((one for one in placed.tiles if one.pk == pk), None)
    if tile is None or act not in _ACTS:
        raise NotFound

    def do() -> None:
        arrange_tile(actor=request.actor, tile=tile, act=act)

    return press(request, do, back=_back(unit), done="")
