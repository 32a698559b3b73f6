from congdoan.areas.analysis.views.boards import (
    board,
    board_begin,
    board_share,
    board_tile,
    home,
)
from congdoan.areas.analysis.views.charts import charts, charts_file
from congdoan.areas.analysis.views.maps import map_
from congdoan.areas.analysis.views.saved import kept, save, view, view_place, view_remove

__all__ = [
    "board",
    "board_begin",
    "board_share",
    "board_tile",
    "charts",
    "charts_file",
    "home",
    "kept",
    "map_",
    "save",
    "view",
    "view_place",
    "view_remove",
]
