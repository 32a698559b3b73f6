"""
Words as they are kept for finding, and the place of what was found.

Vietnamese syllables are short and few, so a text matches nearly any set of them; what a person
remembers is how words follow each other. Neighbours are therefore kept as pairs ("hoi_nghi"):
a phrase is the set of its pairs, answered by the index alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
import re

from congdoan.foundation import vietnamese

#: A database keeps a megabyte of these a text; a book of 300 pages has fewer.
MOST, MOST_BYTES = 40_000, 900_000
_LONGEST = 40
_SYLLABLE = re.compile(r"[0-9a-z]+")
_LETTERS = [*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1EA0, 0x1F00)]
_FLAT = {code: folded for code in _LETTERS if len(folded := vietnamese.fold(chr(code))) == 1}


def flat(text: str) -> str:
    """Return composed text letter by letter without marks: as long as it was."""
    return text.translate(_FLAT)


def syllables(text: str) -> list[str]:
    return [one[:_LONGEST] for one in _SYLLABLE.findall(flat(vietnamese.nfc(text)))]


def pairs(found: Sequence[str]) -> list[str]:
    return [f"{one}_{two}" for one, two in pairwise(found)]


def lexemes(text: str) -> list[str]:
    """Return what a text is found by, each once, no more than a database keeps."""
    found = syllables(text)
    kept = dict.fromkeys([*dict.fromkeys(found), *pairs(found)])
    room, within = MOST_BYTES, []
    for one in list(kept)[:MOST]:
        room -= len(one)
        if room < 0:
            break
        within.append(one)
    return within


def asked(text: str) -> list[str]:
    """Return what a text must have to hold this phrase; empty for nothing that can be found."""
    found = syllables(text)[:20]
    return pairs(found) if len(found) > 1 else found


@dataclass(frozen=True)
class Piece:
    """Some words of an excerpt; ``found`` are those that were looked for."""

    words: str
    found: bool = False


def excerpt(text: str, wanted: str, *, around: int = 90) -> list[Piece]:
    """Return the first place where the phrase (else one of its words) stands, in a line."""
    text = vietnamese.nfc(text)
    parts = syllables(wanted)
    if not parts:
        return []
    level = flat(text)
    place = re.search(rf"(?<![0-9a-z]){'[^0-9a-z]+'.join(parts)}(?![0-9a-z])", level)
    if place is None:
        longest = max(parts, key=len)
        place = re.search(rf"(?<![0-9a-z]){longest}(?![0-9a-z])", level)
    if place is None:
        return []
    start, end = _word_edge(text, place.start() - around), place.end() + around
    before = ("… " if start else "") + text[start : place.start()]
    after = text[place.end() : end]
    cut = after if end >= len(text) else after.rsplit(None, 1)[0] + " …" if " " in after else after
    pieces = [Piece(before), Piece(text[place.start() : place.end()], found=True), Piece(cut)]
    return [Piece(re.sub(r"\s+", " ", one.words), one.found) for one in pieces if one.words]


def _word_edge(text: str, place: int) -> int:
    """Return a place not in the middle of a word."""
    if place <= 0:
        return 0
    space = text.find(" ", place, place + 20)
    return place if space < 0 else space + 1
