from congdoan.areas.duplicates.views.deciding import merged, pair, part
from congdoan.areas.duplicates.views.queue import queue

__all__ = ["merged", "pair", "part", "queue"]
