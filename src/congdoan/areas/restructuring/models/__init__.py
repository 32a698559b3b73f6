from congdoan.areas.restructuring.models.employer_waiver import EmployerWaiver
from congdoan.areas.restructuring.models.founding import (
    Founding,
    FoundingAnswer,
    FoundingPaper,
    FoundingSeat,
)
from congdoan.areas.restructuring.models.hand_over import HandOver, HandOverItem, LateReceipt

__all__ = [
    "EmployerWaiver",
    "Founding",
    "FoundingAnswer",
    "FoundingPaper",
    "FoundingSeat",
    "HandOver",
    "HandOverItem",
    "LateReceipt",
]
