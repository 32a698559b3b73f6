from congdoan.support.worklist.models.traces import Reminder, WorkNote
from congdoan.support.worklist.models.work_item import WorkItem, WorkItemQuerySet

__all__ = ["Reminder", "WorkItem", "WorkItemQuerySet", "WorkNote"]
