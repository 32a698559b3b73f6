"""When a ballot is valid (domain-rules §6.5, rule ``voting.rule.valid``)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Flaw(StrEnum):
    """Why a ballot does not count; the first that applies is named."""

    NOT_ISSUED = "NOT_ISSUED"
    MARKED = "MARKED"
    OUTSIDER = "OUTSIDER"
    TWICE = "TWICE"
    TOO_MANY = "TOO_MANY"
    BLANK = "BLANK"


@dataclass(frozen=True)
class Ballot:
    """What one ballot says: the numbers of the names chosen, and what else is seen on it."""

    chosen: Sequence[int] = ()
    issued: bool = True
    extra_writing: bool = False


def flaw_of(ballot: Ballot, *, listed: Collection[int], seats: int) -> Flaw | None:
    """Return why the ballot is invalid, or None."""
    checks = (
        (Flaw.NOT_ISSUED, not ballot.issued),
        (Flaw.MARKED, ballot.extra_writing),
        (Flaw.OUTSIDER, any(one not in listed for one in ballot.chosen)),
        (Flaw.TWICE, len(set(ballot.chosen)) != len(ballot.chosen)),
        (Flaw.TOO_MANY, len(ballot.chosen) > seats),
        (Flaw.BLANK, not ballot.chosen),
    )
    return next((flaw for flaw, found in checks if found), None)
