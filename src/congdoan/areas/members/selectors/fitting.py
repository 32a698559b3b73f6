"""
Filters that few fit (managers over fifty): those few are listed, not looked for along the walk.

A walk for fifty of them passes the whole country when there are not fifty. One index holds the
members of a unit by group and age (``membership_by_group``): a branch is asked unit by unit.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from congdoan.areas.members.selectors.paging import RegisterKeys
from congdoan.foundation.keyset import KeysFirst

#: Larger branches have too many units to be asked one by one; there the walk soon meets fifty.
FEW_WITHIN = 600_000


class FewFirst(KeysFirst):
    """Lists those who fit, up to the cap; when there are more, the walk meets them soon enough."""

    def __init__(
        self,
        rows: Any,
        names: Sequence[str],
        *,
        downward: bool,
        load: Callable[[Sequence[Any]], Iterable[Any]],
        walk: Callable[[], RegisterKeys],
    ) -> None:
        super().__init__(rows, names, downward=downward, load=load)
        if self._sql:
            self._sql += " OFFSET 0"  # all of it first, then its order
        self._walk = walk

    @cached_property
    def _walking(self) -> RegisterKeys | None:
        if super().count() <= self.cap:
            return None
        walk = self._walk()
        self.cap = walk.cap
        return walk

    def count(self) -> int:
        return self._walking.count() if self._walking else super().count()

    def _chosen(self, count: int, place: list[Any] | None, *, falling: bool) -> list[Any]:
        if place is None and self.counted is None and not self._long.known:
            keys = self._counted_start(count)
            if keys is not None:
                return keys
        if self._walking:
            return self._walking.chosen(count, place, falling=falling)
        return self._keys(count, place, falling=falling)
