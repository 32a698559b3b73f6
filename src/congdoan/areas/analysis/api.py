"""Front door of analysis."""

from congdoan.areas.analysis.models import Board, SavedView
from congdoan.areas.analysis.services.saving import (
    ViewData,
    begin_board,
    place_view,
    save_view,
    share_board,
)

__all__ = [
    "Board",
    "SavedView",
    "ViewData",
    "begin_board",
    "place_view",
    "save_view",
    "share_board",
]
