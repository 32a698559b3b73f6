"""A vote's result is worked out from its figures; nobody types it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ballots:
    """A secret ballot: who may vote, who was there, how many said yes and no."""

    entitled: int
    present: int
    in_favour: int
    against: int

    @property
    def abstained(self) -> int:
        """Return the blank and spoilt ballots."""
        return self.present - self.in_favour - self.against

    @property
    def adds_up(self) -> bool:
        counts = (self.entitled, self.present, self.in_favour, self.against)
        return (
            min(counts) >= 0
            and 1 <= self.present <= self.entitled
            and self.in_favour + self.against <= self.present
        )


@dataclass(frozen=True)
class Verdict:
    """What the rule makes of a vote."""

    quorate: bool
    carried: bool
    #: The fewest present and the fewest in favour that would do.
    quorum: int
    needed: int


def verdict(ballots: Ballots, rule: Mapping[str, Any]) -> Verdict:
    """
    Judge a vote by a row of the rulebook.

    ``quorum``: at least parts/of of those entitled; ``majority``: more than parts/of of those
    present (or ``of_all``: of those entitled).
    """
    least = _at_least(ballots.entitled, rule["quorum"])
    base = ballots.entitled if rule.get("of_all") else ballots.present
    needed = _more_than(base, rule["majority"])
    quorate = ballots.present >= least
    return Verdict(quorate, quorate and ballots.in_favour >= needed, least, needed)


def _at_least(whole: int, share: Mapping[str, int]) -> int:
    return -(-whole * share["parts"] // share["of"])


def _more_than(whole: int, share: Mapping[str, int]) -> int:
    return whole * share["parts"] // share["of"] + 1
