"""
Who is elected, what is carried: pure arithmetic (domain-rules §6.5, §14).

The share and what it is taken of come from the rulebook (``voting.kind.*``, ``voting.rule.*``).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from congdoan.areas.voting.rules.validity import Ballot, Flaw, flaw_of

#: A tie's new round: the higher wins, without a share.
HIGHEST = "HIGHEST"


@dataclass(frozen=True)
class Tally:
    """What lay in the box, added up."""

    collected: int
    valid: int
    votes: Mapping[int, int]
    flaws: Mapping[Flaw, int] = field(default_factory=dict)

    @property
    def invalid(self) -> int:
        return self.collected - self.valid


@dataclass(frozen=True)
class Outcome:
    """Who is elected (highest first), who is tied for how many seats, what stays empty."""

    elected: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    tied_seats: int = 0
    vacant: int = 0
    needed: int = 0


def needed_of(base: int, share: Mapping[str, int]) -> int:
    """Return the fewest votes that are more than the share of ``base``."""
    return base * share["parts"] // share["of"] + 1


def tally(ballots: Iterable[Ballot], *, listed: Collection[int], seats: int) -> Tally:
    """Add up ballots one by one; invalid ones are collected and give nobody a vote."""
    votes = dict.fromkeys(listed, 0)
    flaws: dict[Flaw, int] = {}
    collected = valid = 0
    for ballot in ballots:
        collected += 1
        flaw = flaw_of(ballot, listed=votes, seats=seats)
        if flaw is not None:
            flaws[flaw] = flaws.get(flaw, 0) + 1
            continue
        valid += 1
        for one in ballot.chosen:
            votes[one] += 1
    return Tally(collected, valid, votes, flaws)


def together(first: Tally, second: Tally) -> Tally:
    """Add two tallies of one vote, as of its paper and of its electronic ballots."""
    keys = [*first.votes, *(one for one in second.votes if one not in first.votes)]
    flaws = {
        one: first.flaws.get(one, 0) + second.flaws.get(one, 0)
        for one in {*first.flaws, *second.flaws}
    }
    return Tally(
        first.collected + second.collected,
        first.valid + second.valid,
        {one: first.votes.get(one, 0) + second.votes.get(one, 0) for one in keys},
        flaws,
    )


def elect(votes: Mapping[int, int], *, seats: int, needed: int) -> Outcome:
    """
    Return who is elected among those with at least ``needed`` votes, highest first.

    Equals at the last seat are tied: nobody of them is elected until a new round.
    """
    least = max(1, needed)
    passed = sorted((one for one in votes if votes[one] >= least), key=lambda one: -votes[one])
    if len(passed) <= seats:
        return Outcome(tuple(passed), vacant=seats - len(passed), needed=least)
    last = votes[passed[seats - 1]]
    if votes[passed[seats]] < last:
        return Outcome(tuple(passed[:seats]), needed=least)
    above = tuple(one for one in passed if votes[one] > last)
    tied = tuple(one for one in passed if votes[one] == last)
    return Outcome(above, tied, seats - len(above), needed=least)


def least_votes(rule: Mapping[str, Any], *, collected: int, present: int) -> int:
    """Return how many votes a rule row asks for."""
    if rule["of"] == HIGHEST:
        return 1
    base = present if rule["of"] == "PRESENT" else collected
    return needed_of(base, rule["more_than"])


def is_void(*, issued: int, collected: int) -> bool:
    """Tell whether more ballots came back than were handed out (``voting.rule.void``)."""
    return collected > issued


def adds_up(votes: Iterable[int], *, collected: int, invalid: int, seats: int) -> bool:
    """Tell whether a paper count can be true: every valid ballot holds 1 to ``seats`` names."""
    counted = list(votes)
    valid = collected - invalid
    if invalid < 0 or valid < 0 or any(not 0 <= one <= valid for one in counted):
        return False
    return valid <= sum(counted) <= valid * seats


def differences(first: Mapping[str, int], second: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Return where two counts of the same ballots differ."""
    keys = [*first, *(one for one in second if one not in first)]
    pairs = [(one, first.get(one, 0), second.get(one, 0)) for one in keys]
    return [one for one in pairs if one[1] != one[2]]


def surplus_advice(candidates: int, *, seats: int, least: int) -> int:
    """Return how many candidates are missing to the surplus the rule asks for (0: enough)."""
    wanted = seats + -(-seats * least // 100)
    return max(0, wanted - candidates)
