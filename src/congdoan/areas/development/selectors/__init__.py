from congdoan.areas.development.selectors.progress import progress
from congdoan.areas.development.selectors.targets import (
    Line,
    Sheet,
    given_to,
    sheet_of,
    subordinates,
    targets_of,
    visible_receiver,
    visible_round,
    visible_unit,
)

__all__ = [
    "Line",
    "Sheet",
    "given_to",
    "progress",
    "sheet_of",
    "subordinates",
    "targets_of",
    "visible_receiver",
    "visible_round",
    "visible_unit",
]
