"""Pure rules of the tree: which kinds of event end, found or keep their organisations."""

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


def is_code(text: str) -> bool:
    """Tell whether ``text`` may be an organisation's code: capitals, digits, dots and dashes."""
    return (
        bool(text)
        and len(text) <= 40
        and all(c.isascii() and (c.isalnum() or c in ".-_") for c in text)
    )
