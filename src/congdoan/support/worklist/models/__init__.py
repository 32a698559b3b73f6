from congdoan.support.worklist.models.feed import WorkFeed
from congdoan.support.worklist.models.traces import Reminder, WorkNote
from congdoan.support.worklist.models.work_item import WorkItem, WorkItemQuerySet

__all__ = ["Reminder", "WorkFeed", "WorkItem", "WorkItemQuerySet", "WorkNote"]
