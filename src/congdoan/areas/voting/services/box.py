"""
The electronic box: one sealed row, written anew at every ballot (ADR 39).

A line is a ballot as a fixed-length mask of the ballot's lines; lines are kept sorted, so that
neither their order nor their length tells who put which in.
"""

from collections.abc import Sequence
import secrets

from congdoan.areas.voting.models import BallotBox
from congdoan.areas.voting.rules.validity import Ballot
from congdoan.foundation.sealing import seal_without_time, unseal

#: Without letters that are mixed up when read aloud.
_LETTERS = "ABCDEFGHJKLMNPQRTUVWXY346789"
CODE_LENGTH, SLIP_LENGTH = 12, 10


def new_code(length: int = CODE_LENGTH) -> str:
    """Return a receipt: a random code that is joined to nothing."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def is_code(text: str) -> bool:
    return len(text) == CODE_LENGTH and set(text) <= set(_LETTERS)


def put_in(box: BallotBox, *, chosen: Sequence[int], lines: int, code: str) -> None:
    """Add a ballot (places on the ballot, from 1) and its receipt, and seal everything anew."""
    mask = "".join("1" if n in chosen else "0" for n in range(1, lines + 1))
    ballots = sorted([*read(box), mask])
    box.sealed = seal_without_time("\n".join(ballots), use=_use(box))
    box.codes = sorted([*box.codes, code])
    box.save(update_fields=["sealed", "codes"])


def read(box: BallotBox) -> list[str]:
    """Return the masks in the box, sorted; for the count only."""
    text = unseal(box.sealed, use=_use(box))
    return text.split("\n") if text else []


def ballots_in(box: BallotBox) -> list[Ballot]:
    """Return the ballots with the places chosen on each."""
    return [
        Ballot([n for n, mark in enumerate(mask, start=1) if mark == "1"]) for mask in read(box)
    ]


def _use(box: BallotBox) -> str:
    return f"voting.box.{box.vote_id}"
