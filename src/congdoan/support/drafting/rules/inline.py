"""
Bold and italic within a block: ``**đậm**`` and ``__nghiêng__``, the only mark-up there is.

A mark without its partner is what it is: two stars, two underscores. Lines to be filled in by hand
("Họ tên: ______") are longer than two underscores and stay.
"""

from collections.abc import Iterator
import re
from typing import Final

from congdoan.support.rendering.api import Run

BOLD: Final = "**"
ITALIC: Final = "__"
_MARK = re.compile(r"(?<!\*)\*\*(?!\*)|(?<!_)__(?!_)")
#: One style ends and begins again: it goes on.
_SEAM = re.compile(r"(\*\*|__)(\s*)\1")


def runs_of(text: str) -> tuple[Run, ...]:
    """Return a line as runs of one style each."""
    made: list[Run] = []
    styles = {BOLD: False, ITALIC: False}
    for piece in _pieces(text):
        if piece in styles:
            styles[piece] = not styles[piece]
        elif piece:
            words = piece.removeprefix(_LITERAL)
            made.append(Run(words, bold=styles[BOLD], italic=styles[ITALIC]))
    return tuple(made) or (Run(""),)


def plain_of(text: str) -> str:
    """Return a line without its marks."""
    return "".join(run.text for run in runs_of(text))


def marked(text: str, mark: str) -> str:
    """Return words between marks, the spaces around them outside."""
    words = text.strip()
    if not words:
        return text
    start = text.index(words)
    return f"{text[:start]}{mark}{words}{mark}{text[start + len(words) :]}"


def joined(text: str) -> str:
    """Return a line in which a style that ends and begins again goes on."""
    return _SEAM.sub(r"\2", text)


def without_start(text: str, count: int) -> str:
    """Return a line without its first ``count`` visible signs; the marks stay in pairs."""
    made: list[str] = []
    for piece in _pieces(text):
        if piece in (BOLD, ITALIC):
            made.append(piece)
            continue
        words = piece.removeprefix(_LITERAL)
        gone = min(count, len(words))
        count -= gone
        made.append(words[gone:])
    return joined("".join(made))


#: Put before a mark without a partner, to tell it from one that has: no text holds it.
_LITERAL: Final = "\x00"


def _pieces(text: str) -> Iterator[str]:
    """Return marks that have a partner, and the words between them."""
    found = list(_MARK.finditer(text))
    paired: set[int] = set()
    for mark in (BOLD, ITALIC):
        same = [n for n, one in enumerate(found) if one[0] == mark]
        paired.update(same[: len(same) // 2 * 2])
    at = 0
    for n, one in enumerate(found):
        yield text[at : one.start()]
        yield one[0] if n in paired else _LITERAL + one[0]
        at = one.end()
    yield text[at:]
