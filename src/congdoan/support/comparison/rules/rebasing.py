"""
A wording proposed for an older text, carried over to the text as it reads now.

Both came from one base. Where they changed different words both changes stand; where they changed
the same words somebody has to choose, and is shown all three.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from congdoan.support.comparison.rules.words import Span, Token, spans, tokens

#: After these a word stands apart.
_CLOSING = frozenset(",.;:)%”")


@dataclass(frozen=True)
class Rebased:
    """``text`` holds both changes; not ``clean``: the current words stand where both changed."""

    text: str
    clean: bool


def rebase(base: str, current: str, wanted: str) -> Rebased:
    """Return ``current`` with what ``wanted`` changes in ``base``."""
    if current in (base, wanted):
        return Rebased(wanted, clean=True)
    if wanted == base:
        return Rebased(current, clean=True)
    ground, now, wish = tokens(base), tokens(current), tokens(wanted)
    theirs = [span for span in spans(ground, now) if not span.kept]
    ours = [span for span in spans(ground, wish) if not span.kept]
    said: list[str] = []
    clean = True
    at = 0
    for group in _groups(theirs, ours):
        mine = [span for one, span in group if one]
        other = [span for one, span in group if not one]
        first = min(span.old_from for _, span in group)
        last = max(span.old_to for _, span in group)
        said.append(_words(ground[at:first]))
        kept = _spoken(ground, now, other, first, last)
        if mine and other:
            proposed = _spoken(ground, wish, mine, first, last)
            clean = clean and kept.split() == proposed.split()
            said.append(kept)
        else:
            said.append(_spoken(ground, wish if mine else now, mine or other, first, last))
        at = last
    said.append(_words(ground[at:]))
    return Rebased(_glued(said), clean)


def _groups(theirs: Sequence[Span], ours: Sequence[Span]) -> list[list[tuple[bool, Span]]]:
    """Return changes of the base in order, those that touch each other together."""
    every = sorted(
        [*((False, span) for span in theirs), *((True, span) for span in ours)],
        key=lambda one: (one[1].old_from, one[1].old_to),
    )
    groups: list[list[tuple[bool, Span]]] = []
    end = -1
    for one in every:
        if groups and one[1].old_from <= end:
            groups[-1].append(one)
        else:
            groups.append([one])
        end = max(end, one[1].old_to)
    return groups


def _spoken(
    base: Sequence[Token], other: Sequence[Token], changes: Sequence[Span], first: int, last: int
) -> str:
    """Return the base between two places with ``changes`` made in it."""
    said, at = [], first
    for span in changes:
        said.append(_words(base[at : span.old_from]))
        said.append(_words(other[span.new_from : span.new_to]))
        at = span.old_to
    said.append(_words(base[at:last]))
    return _glued(said)


def _words(part: Sequence[Token]) -> str:
    return _glued([one.text for one in part])


def _glued(parts: Iterable[str]) -> str:
    """Join stretches; what stood last in its text has no space after it yet."""
    text = ""
    for part in parts:
        apart = text and part and (text[-1].isalnum() or text[-1] in _CLOSING)
        text += f" {part}" if apart and part[0].isalnum() else part
    return text
