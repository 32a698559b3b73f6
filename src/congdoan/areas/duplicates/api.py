"""The front door of duplicates."""

from congdoan.areas.duplicates.models import Pair
from congdoan.areas.duplicates.policies import DECIDE
from congdoan.areas.duplicates.services.deciding import (
    Choice,
    merge_pair,
    part_pair,
    reject_pair,
)
from congdoan.areas.duplicates.services.finding import find_duplicates

__all__ = ["DECIDE", "Choice", "Pair", "find_duplicates", "merge_pair", "part_pair", "reject_pair"]
