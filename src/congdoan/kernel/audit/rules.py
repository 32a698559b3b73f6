"""
The chain of seals: what makes a changed, removed or moved row visible.

Each entry's seal is the SHA-256 of its content, its place in the chain and the seal before it; the
head keeps the last place and seal, so that rows cut off at the end are missed too. Whoever can
rewrite every row *and* the head can forge a chain: ``verify_audit`` prints the head's seal so that
it can be written down outside the database.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
import hashlib
import json

#: The seal before the first entry.
NOTHING_BEFORE = "0" * 64


@dataclass(frozen=True)
class Sealed:
    """One entry as the chain sees it."""

    sequence: int
    content: Mapping[str, object]
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class Head:
    sequence: int
    hash: str


class FaultKind(Enum):
    CHANGED = "changed"
    MISSING = "missing"
    MISPLACED = "misplaced"
    CUT = "cut"
    HEADLESS = "headless"


@dataclass(frozen=True)
class Fault:
    """Where the chain is broken: ``first``..``last`` are places in the chain."""

    kind: FaultKind
    first: int
    last: int


def moment(at: datetime) -> str:
    """Return the one spelling of a moment that is sealed."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def seal(*, sequence: int, content: Mapping[str, object], previous_hash: str) -> str:
    """Return the seal of an entry: SHA-256 over its canonical JSON."""
    canonical = json.dumps(
        {"content": content, "previous": previous_hash, "sequence": sequence},
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def faults(entries: Iterable[Sealed], head: Head | None) -> Iterator[Fault]:
    """
    Walk a chain in the order of its places and yield every break.

    Checking goes on after a break from what the row itself says came before, so that one changed
    row is one fault and not a fault for each row after it.
    """
    last = Head(0, NOTHING_BEFORE)
    for entry in entries:
        if entry.sequence > last.sequence + 1:
            yield Fault(FaultKind.MISSING, last.sequence + 1, entry.sequence - 1)
        elif entry.sequence <= last.sequence or entry.previous_hash != last.hash:
            yield Fault(FaultKind.MISPLACED, entry.sequence, entry.sequence)
        if entry.hash != seal(
            sequence=entry.sequence, content=entry.content, previous_hash=entry.previous_hash
        ):
            yield Fault(FaultKind.CHANGED, entry.sequence, entry.sequence)
        last = Head(entry.sequence, entry.hash)
    yield from _end(last, head)


def _end(last: Head, head: Head | None) -> Iterator[Fault]:
    if head is None:
        if last.sequence:
            yield Fault(FaultKind.HEADLESS, 1, last.sequence)
    elif head.sequence > last.sequence:
        yield Fault(FaultKind.CUT, last.sequence + 1, head.sequence)
    elif head != last:
        yield Fault(FaultKind.HEADLESS, head.sequence, last.sequence)
