"""Pure rules of the tree: which kinds of event end, found or keep their organisations."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """What an event does to its originals and results (domain-rules 1.4)."""

    ends_originals: bool
    founds_results: bool


MEANINGS = {
    "ESTABLISH": Meaning(ends_originals=False, founds_results=True),
    "MERGE_INTO": Meaning(ends_originals=True, founds_results=False),
    "CONSOLIDATE": Meaning(ends_originals=True, founds_results=True),
    "DIVIDE": Meaning(ends_originals=True, founds_results=True),
    "SEPARATE": Meaning(ends_originals=False, founds_results=True),
    "DISSOLVE": Meaning(ends_originals=True, founds_results=False),
    "END_OPERATION": Meaning(ends_originals=True, founds_results=False),
    "TRANSFER": Meaning(ends_originals=False, founds_results=False),
    "RENAME": Meaning(ends_originals=False, founds_results=False),
    "CHANGE_LEVEL": Meaning(ends_originals=False, founds_results=False),
    "CHANGE_PROFILE": Meaning(ends_originals=False, founds_results=False),
}


@dataclass(frozen=True)
class Shape:
    """How many organisations a regrouping takes and founds (fewest, most; None: any number)."""

    originals: tuple[int, int | None]
    founded: tuple[int, int | None]
    into_existing: bool

    def fits(self, *, originals: int, founded: int) -> bool:
        pairs = ((originals, self.originals), (founded, self.founded))
        return all(fewest <= n and (most is None or n <= most) for n, (fewest, most) in pairs)


SHAPES: Mapping[str, Shape] = {
    "MERGE_INTO": Shape((1, None), (0, 0), into_existing=True),
    "CONSOLIDATE": Shape((2, None), (1, 1), into_existing=False),
    "DIVIDE": Shape((1, 1), (2, None), into_existing=False),
    "SEPARATE": Shape((1, 1), (1, None), into_existing=False),
}


def is_code(text: str) -> bool:
    """Tell whether ``text`` may be an organisation's code: capitals, digits, dots and dashes."""
    return (
        bool(text)
        and len(text) <= 40
        and all(c.isascii() and (c.isalnum() or c in ".-_") for c in text)
    )
