"""
How long a list is, counted to a cap.

"More than the cap" is remembered for a while: counting that far for every page of a long list
costs more than the page, and a list that long does not grow short in minutes. What can be counted
exactly is counted each time.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet

from congdoan.foundation.templatetags.ui import number

#: Counting further than this is work nobody reads.
COUNT_CAP = 10_000
_REMEMBER_SECONDS = 300


class LongList:
    """The memory that the rows of one statement are more than ``cap``."""

    def __init__(self, sql: str, values: Sequence[Any], cap: int) -> None:
        self._key = f"more-than:{cap}:{sha256(f'{sql}{values}'.encode()).hexdigest()}"

    @property
    def known(self) -> bool:
        return bool(cache.get(self._key))

    def remember(self) -> None:
        cache.set(self._key, True, _REMEMBER_SECONDS)  # noqa: FBT003 - the value itself


class ShortList:
    """
    The memory that what ``key`` names was few: a hint for how to ask, never an answer.

    Few rows are found fastest by their ids, many by their order. A hint that is no longer true
    costs time and nothing else.
    """

    #: Ids that PostgreSQL still likes to be handed as one array.
    MOST = 4_000

    def __init__(self, *key: Any) -> None:
        self._key = f"few:{sha256(repr(key).encode()).hexdigest()}"

    @property
    def known(self) -> bool:
        return bool(cache.get(self._key))

    def learn(self, found: int) -> None:
        if found <= self.MOST:
            cache.set(self._key, True, _REMEMBER_SECONDS)  # noqa: FBT003 - the value itself


def capped_count(rows: QuerySet[Any], cap: int = COUNT_CAP) -> int:
    """Return how many rows there are, or ``cap + 1`` for all that are more."""
    counted = rows.order_by()[: cap + 1]
    long = LongList(*counted.query.sql_with_params(), cap)
    if long.known:
        return cap + 1
    found = counted.count()
    if found > cap:
        long.remember()
    return found


def counted(found: int, cap: int = COUNT_CAP) -> str:
    """Return ``1.234``, or ``10.000+``."""
    return f"{number(cap)}+" if found > cap else number(found)
