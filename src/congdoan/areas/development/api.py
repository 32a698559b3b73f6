"""The front door of development."""

from congdoan.areas.development.enums import Indicator
from congdoan.areas.development.models import TargetRound
from congdoan.areas.development.rules.sharing import share
from congdoan.areas.development.services import answer_targets, give_targets, save_targets
from congdoan.areas.development.services.assigning import Giving

__all__ = [
    "Giving",
    "Indicator",
    "TargetRound",
    "answer_targets",
    "give_targets",
    "save_targets",
    "share",
]
