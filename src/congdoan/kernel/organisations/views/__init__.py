from congdoan.kernel.organisations.views.changes import (
    end,
    establish,
    move,
    profile,
    undo,
)
from congdoan.kernel.organisations.views.groupings import (
    counterpart_add,
    counterpart_end,
    grouping_add,
    grouping_list,
    grouping_member_add,
    grouping_member_end,
    grouping_page,
)
from congdoan.kernel.organisations.views.pages import detail, event_page, register, tree

__all__ = [
    "counterpart_add",
    "counterpart_end",
    "detail",
    "end",
    "establish",
    "event_page",
    "grouping_add",
    "grouping_list",
    "grouping_member_add",
    "grouping_member_end",
    "grouping_page",
    "move",
    "profile",
    "register",
    "tree",
    "undo",
]
