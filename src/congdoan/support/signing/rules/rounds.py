"""
How a round of signing stands: what is due now, who is spared, whether it can still be completed.

A place outside a group needs its signature. Places of one group stand for each other: as many as
the group needs sign, in whatever order, and the rest is spared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from congdoan.foundation.refusal import Refusal

WAITING, SIGNED = "WAITING", "SIGNED"


class GroupNeedsTooMany(Refusal):
    """Nhóm “{group}” cần {needed} chữ ký nhưng có {places} chỗ ký; hãy sửa lại số chữ ký cần."""


class GroupInSeveralTurns(Refusal):
    """Các chỗ ký của nhóm “{group}” phải cùng một lượt ký; hãy xếp lại lượt."""


class Place(Protocol):
    """What a round looks at in a slot."""

    @property
    def turn(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def group_id(self) -> int | None: ...


class Standing(Enum):
    """Where a round stands."""

    GOING = "GOING"
    COMPLETE = "COMPLETE"
    #: A signature that is needed can no longer come: somebody declined, or was too late.
    STUCK = "STUCK"


@dataclass(frozen=True)
class Round:
    """The places of a packet and how many signatures each group needs."""

    places: Sequence[Place]
    needed: Mapping[int, int]

    def standing(self) -> Standing:
        done, stuck = True, False
        for place in self.places:
            if place.group_id is None:
                done = done and place.state == SIGNED
                stuck = stuck or place.state not in {WAITING, SIGNED}
        for group, needed in self.needed.items():
            done = done and self._signed(group) >= needed
            stuck = stuck or self._signed(group) + self._count(group, WAITING) < needed
        if stuck:
            return Standing.STUCK
        return Standing.COMPLETE if done else Standing.GOING

    def spared(self) -> list[Place]:
        """Return the waiting places whose group has all it needs."""
        return [
            place
            for place in self.places
            if place.state == WAITING
            and place.group_id is not None
            and self._signed(place.group_id) >= self.needed[place.group_id]
        ]

    def due(self, *, ordered: bool) -> list[Place]:
        """Return the places that can be signed now: in an ordered round, of the present turn."""
        waiting = [place for place in self.places if place.state == WAITING]
        if not ordered or not waiting:
            return waiting
        turn = min(place.turn for place in waiting)
        return [place for place in waiting if place.turn == turn]

    def _signed(self, group: int) -> int:
        return self._count(group, SIGNED)

    def _count(self, group: int, state: str) -> int:
        return sum(place.group_id == group and place.state == state for place in self.places)


def refuse_bad_group(*, group: str, needed: int, turns: Iterable[int]) -> None:
    """:raises GroupNeedsTooMany, GroupInSeveralTurns: a plan that could never be completed"""
    known = list(turns)
    if not 1 <= needed <= len(known):
        raise GroupNeedsTooMany(group=group, needed=needed, places=len(known))
    if len(set(known)) > 1:
        raise GroupInSeveralTurns(group=group)


def earliest(*days: date | None) -> date | None:
    known = [day for day in days if day is not None]
    return min(known) if known else None
