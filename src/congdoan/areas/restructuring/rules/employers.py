"""What the funding class of an employer says about a union there (domain-rules §1.3)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from congdoan.foundation.vietnamese import fold


class Verdict(StrEnum):
    """May there be a union, is there one, must it end."""

    MAY_FOUND = "MAY_FOUND"
    MUST_END = "MUST_END"
    HAS = "HAS"
    NONE = "NONE"
    UNKNOWN = "UNKNOWN"


class Listed(Protocol):
    """What a filter looks at."""

    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def funding(self) -> str: ...
    @property
    def verdict(self) -> "Verdict": ...


@dataclass(frozen=True)
class Filter:
    """What the list of employers is narrowed to."""

    verdict: str = ""
    funding: str = ""
    words: tuple[str, ...] = ()

    def fits(self, one: Listed) -> bool:
        folded = fold(f"{one.name} {one.code}")
        return (
            (not self.verdict or one.verdict == self.verdict)
            and (not self.funding or one.funding == self.funding)
            and all(word in folded for word in self.words)
        )


def verdict_of(*, funding: str, allowed: bool, has_union: bool) -> Verdict:
    """Judge an employer; without a funding class nobody can say."""
    if not funding:
        return Verdict.HAS if has_union else Verdict.UNKNOWN
    if allowed:
        return Verdict.HAS if has_union else Verdict.MAY_FOUND
    return Verdict.MUST_END if has_union else Verdict.NONE
