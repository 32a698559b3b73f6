"""Front door of planning."""

from congdoan.areas.planning.enums import Answer, PlanKind, PlanState, TaskState
from congdoan.areas.planning.models import Plan, Task
from congdoan.areas.planning.services.doing import (
    ReportData,
    TaskData,
    add_task,
    report_task,
)
from congdoan.areas.planning.services.following import follow
from congdoan.areas.planning.services.handing import (
    HandingData,
    accept_given,
    decline_given,
    hand_down,
)
from congdoan.areas.planning.services.writing import (
    Adoption,
    PlanData,
    adopt_plan,
    close_plan,
    start_plan,
)

__all__ = [
    "Adoption",
    "Answer",
    "HandingData",
    "Plan",
    "PlanData",
    "PlanKind",
    "PlanState",
    "ReportData",
    "Task",
    "TaskData",
    "TaskState",
    "accept_given",
    "add_task",
    "adopt_plan",
    "close_plan",
    "decline_given",
    "follow",
    "hand_down",
    "report_task",
    "start_plan",
]
