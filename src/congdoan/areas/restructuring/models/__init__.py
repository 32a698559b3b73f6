from congdoan.areas.restructuring.models.founding import (
    Founding,
    FoundingAnswer,
    FoundingPaper,
    FoundingSeat,
)
from congdoan.areas.restructuring.models.hand_over import HandOver, HandOverItem, LateReceipt

__all__ = [
    "Founding",
    "FoundingAnswer",
    "FoundingPaper",
    "FoundingSeat",
    "HandOver",
    "HandOverItem",
    "LateReceipt",
]
