from congdoan.areas.duplicates.models.merge import Merge
from congdoan.areas.duplicates.models.pair import FindingRun, Pair

__all__ = ["FindingRun", "Merge", "Pair"]
