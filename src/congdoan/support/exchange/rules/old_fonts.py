"""Columns written with fonts of the time before Unicode: found out, then turned."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from congdoan.foundation.legacy_fonts import (
    Encoding,
    as_bytes_shown,
    decoded,
    is_old_repertoire,
)
from congdoan.foundation.syllables import is_plausible, marked_share
from congdoan.foundation.vietnamese import nfc
from congdoan.support.exchange.rules.repairs import SUGGEST, Step

_ENCODINGS: tuple[Encoding, ...] = ("tcvn3", "vni")
#: So many of the cells with marks must make sense after turning and none before.
_ENOUGH = 0.6


@dataclass(frozen=True)
class Turning:
    """How a column is turned: by which table, whether every cell is, whether into capitals."""

    encoding: Encoding
    pure: bool = False
    capitals: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"encoding": self.encoding, "pure": self.pure, "capitals": self.capitals}


def turning_of(texts: Iterable[str]) -> Turning | None:
    """
    Tell by its texts how a column was written, or None for Unicode.

    Proof is a text that is no Vietnamese as it stands and is when turned. A column of Unicode names
    has texts with letters the old fonts had no place for, and those are never turned.
    """
    marked = [text for text in texts if not text.isascii()]
    odd = [text for text in marked if _is_shown_old(text) and not _is_good(text)]
    if not odd:
        return None
    shares = {one: _share(odd, one) for one in _ENCODINGS}
    encoding = max(_ENCODINGS, key=lambda one: shares[one])
    if shares[encoding] < _ENOUGH:
        return None
    rest = set(marked).difference(odd)
    return Turning(encoding, pure=all(map(is_old_repertoire, rest)))


def _is_shown_old(text: str) -> bool:
    """Tell whether a text may be of an old font, also as a Vietnamese Windows shows its bytes."""
    return is_old_repertoire(text) or is_old_repertoire(as_bytes_shown(text))


def _is_good(text: str) -> bool:
    """Tell whether every word with marks is Vietnamese as it stands."""
    return marked_share(nfc(text)) == 1.0


def _share(texts: list[str], encoding: Encoding) -> float:
    return sum(marked_share(turned(text, encoding)) for text in texts) / len(texts)


def readings(text: str) -> list[str]:
    """Return a text as it stands and, if it could be of an old font, as either would mean it."""
    if text.isascii() or not _is_shown_old(text):
        return [text]
    return [text, *(turned(text, one) for one in _ENCODINGS)]


def turned(text: str, encoding: Encoding) -> str:
    return decoded(as_bytes_shown(text), encoding)


def repair_old_font(text: str, turning: Turning | None) -> list[Step]:
    """
    Turn a text of a column found to be of an old font; propose it for a single strange cell.

    A text that is good Vietnamese already is turned only in a column without any Unicode.
    """
    if text.isascii():
        return _capital(text, turning)
    before = _is_good(text)
    if not (is_old_repertoire(text) or (not before and _is_shown_old(text))):
        return []
    if turning is None:
        return [] if before else _proposed(text)
    after = turned(text, turning.encoding)
    share = marked_share(after)
    good = share >= marked_share(nfc(text)) if turning.pure else not before
    if after == text or share < _ENOUGH or not good:
        return [] if before else _proposed(text)
    return [Step(after.upper() if turning.capitals else after, turning.encoding)]


def with_capitals(name: str) -> str:
    """Give a name the capitals that TCVN3 had no letters for: "ánh Dương" is Ánh Dương."""
    words = name.split(" ")
    if not any(word[:1].isupper() for word in words):
        return name
    return " ".join(
        w[0].upper() + w[1:] if w and w[0].islower() and not w[0].isascii() else w for w in words
    )


def _capital(text: str, turning: Turning | None) -> list[Step]:
    """Fonts whose name ends in H show small letters as capitals."""
    if turning is None or not turning.capitals or text.upper() == text:
        return []
    return [Step(text.upper(), turning.encoding)]


def _proposed(text: str) -> list[Step]:
    for encoding in _ENCODINGS:
        after = turned(text, encoding)
        if after != text and is_plausible(after):
            return [Step(after, f"maybe_{encoding}", SUGGEST)]
    return []
