"""Front door of the worklist."""

from congdoan.support.worklist.enums import WorkState
from congdoan.support.worklist.models import WorkItem
from congdoan.support.worklist.rules.calendar import Event, declare_source
from congdoan.support.worklist.rules.kinds import WorkKind, declare_kind
from congdoan.support.worklist.selectors.lists import open_count, own_work, unscoped_work
from congdoan.support.worklist.services.opening import cancel_work, close_work, move_due, open_work
from congdoan.support.worklist.services.opening_many import (
    cancel_work_under,
    open_wanted,
    open_work_at,
    reopen_work,
    restore_work_under,
)
from congdoan.support.worklist.services.syncing import Synced, Wanted, sync_work

__all__ = [
    "Event",
    "Synced",
    "Wanted",
    "WorkItem",
    "WorkKind",
    "WorkState",
    "cancel_work",
    "cancel_work_under",
    "close_work",
    "declare_kind",
    "declare_source",
    "move_due",
    "open_count",
    "open_wanted",
    "open_work",
    "open_work_at",
    "own_work",
    "reopen_work",
    "restore_work_under",
    "sync_work",
    "unscoped_work",
]
