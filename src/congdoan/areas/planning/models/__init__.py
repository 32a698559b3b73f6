from congdoan.areas.planning.models.giving import Given, HandDown
from congdoan.areas.planning.models.plan import Plan
from congdoan.areas.planning.models.task import Step, Task

__all__ = ["Given", "HandDown", "Plan", "Step", "Task"]
