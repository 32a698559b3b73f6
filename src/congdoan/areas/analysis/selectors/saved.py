"""Saved views and dashboards an actor may find."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from congdoan.areas.analysis import policies
from congdoan.areas.analysis.enums import Shared
from congdoan.areas.analysis.models import Board, BoardTile, SavedView
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Lineage, Organisation


def _above(actor: Actor) -> QuerySet[Any]:
    """Return the units above the one the actor works for, itself among them."""
    rows = Lineage.objects.on(actor.today).filter(descendant_id=actor.organisation_id or 0)
    return rows.values("ancestor_id")


def visible_views(actor: Actor) -> QuerySet[SavedView]:
    """Return one's own views and those shared with one."""
    within: Any = actor.within(policies.VIEW, "organisation_id")
    shared = Q(within) & ~Q(shared=Shared.OWN)
    from_above = Q(shared=Shared.BELOW, organisation_id__in=_above(actor))
    own = Q(made_by_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    return SavedView.objects.filter(own | shared | from_above).select_related("form", "branch")


def visible_view(actor: Actor, pk: int) -> SavedView:
    """:raises NotFound: when there is none the actor may find"""
    found = visible_views(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def may_remove(actor: Actor, view: SavedView) -> bool:
    """Tell whether it is one's own, or one arranges the unit it is shared by."""
    if view.made_by_id is not None and view.made_by_id == actor.user_id:
        return True
    unit = Organisation.objects.get(pk=view.organisation_id)
    return view.shared != Shared.OWN and actor.may(policies.ARRANGE, on=unit)


@dataclass(frozen=True)
class Placed:
    """A unit's dashboard as the actor finds it."""

    unit: Organisation
    board: Board | None
    tiles: list[BoardTile]
    may_arrange: bool


def board_of(actor: Actor, unit: int) -> Placed:
    """:raises NotFound: when it is neither one's unit's, nor shared from above"""
    found = Organisation.objects.filter(pk=unit).first()
    if found is None:
        raise NotFound
    board = Board.objects.filter(organisation=found).first()
    from_above = board is not None and board.below and _is_above(actor, found)
    if not from_above and not actor.may(policies.VIEW, on=found):
        raise NotFound
    tiles = list(
        BoardTile.objects.filter(board=board)
        .select_related("view__form", "view__branch")
        .order_by("position", "pk")
    )
    return Placed(found, board, tiles, actor.may(policies.ARRANGE, on=found))


def _is_above(actor: Actor, unit: Organisation) -> bool:
    return _above(actor).filter(ancestor=unit).exists()


def boards_above(actor: Actor, *, besides: int) -> list[tuple[int, str]]:
    """Return the dashboards units above share with the one the actor works for."""
    rows = Board.objects.filter(below=True, organisation_id__in=_above(actor))
    found = list(rows.exclude(organisation=besides).values_list("organisation_id", flat=True))
    called = names(found, on=actor.today) if found else {}
    return sorted(((pk, called.get(pk, "")) for pk in found), key=lambda one: one[1])


def own_unit(actor: Actor) -> Organisation | None:
    """Return the unit the actor works for, where they may look at figures."""
    unit = Organisation.objects.filter(pk=actor.organisation_id or 0).first()
    return unit if unit is not None and actor.may(policies.VIEW, on=unit) else None


def names_of_units(actor: Actor, views: list[SavedView]) -> dict[int, str]:
    """Return how the units of some views are called; one query."""
    ids = {one.organisation_id for one in views} | {one.branch_id for one in views if one.branch_id}
    return names(ids, on=actor.today) if ids else {}
