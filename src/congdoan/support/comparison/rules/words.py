"""
Two wordings compared word by word.

A Vietnamese word is one syllable or several written apart: words of several syllables of this field
(``data/words.txt``) are compared whole, numbers and document symbols ("12/2023/NĐ-CP") as well,
punctuation apart. Composed and decomposed letters are equal; so are old and new tone positions
(hòa, hoà) unless one asks otherwise.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
import re
import unicodedata

from rapidfuzz.distance import Indel

from congdoan.support.comparison.enums import Mark

_TOKEN = re.compile(
    r"(\n|\d+(?:[.,/:-]\w+)*%?|\w+(?:-\w+)*|[^\w\s]|(?<![^\n])[^\S\n]+)([^\S\n]*)", re.UNICODE
)
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_WORDS = Path(__file__).parents[1] / "data" / "words.txt"
#: An island of so few words between two changes is drawn as changed too: phrases read better whole.
_ISLAND = 2


@dataclass(frozen=True)
class Piece:
    """A stretch of words; ``was`` is the old writing of kept words (spaces, tone positions)."""

    mark: Mark
    text: str
    was: str = ""


@dataclass(frozen=True)
class Token:
    """A word with the space after it; ``key`` is what it is compared by."""

    key: str
    text: str

    @property
    def is_word(self) -> bool:
        return self.key[:1].isalnum()


@dataclass(frozen=True)
class Span:
    """``old[old_from:old_to]`` became ``new[new_from:new_to]``."""

    kept: bool
    old_from: int
    old_to: int
    new_from: int
    new_to: int


def compare_words(old: str, new: str, *, same_tones: bool = True) -> tuple[Piece, ...]:
    """
    Return the pieces that lead from ``old`` to ``new``.

    Kept and removed pieces give the old wording, kept and added ones the new: nothing is lost.
    """
    before, after = tokens(old, same_tones=same_tones), tokens(new, same_tones=same_tones)
    return tuple(pieces(before, after, spans(before, after)))


def old_text(found: Iterable[Piece]) -> str:
    """Return the wording before the change."""
    return "".join(
        piece.was if piece.mark is Mark.KEPT else piece.text
        for piece in found
        if piece.mark is not Mark.ADDED
    )


def new_text(found: Iterable[Piece]) -> str:
    """Return the wording after the change."""
    return "".join(piece.text for piece in found if piece.mark is not Mark.REMOVED)


def is_same(found: Iterable[Piece]) -> bool:
    return all(piece.mark is Mark.KEPT for piece in found)


def inline(found: Sequence[Piece]) -> list[tuple[Mark, str]]:
    """Return the pieces to be read in one line, with a space wherever words would run together."""
    said: list[tuple[Mark, str]] = []
    for place, piece in enumerate(found):
        text = piece.text
        follower = found[place + 1] if place + 1 < len(found) else Piece(Mark.KEPT, "")
        joins = text[-1:].isalnum() and follower.text[:1].isalnum()
        # A space of the old wording stands before an old word, not before a new comma.
        lost = (
            piece.mark is Mark.KEPT
            and piece.was[-1:] == " "
            and text[-1:] != " "
            and follower.mark is Mark.REMOVED
        )
        said.append((piece.mark, f"{text} " if joins or lost else text))
    return said


def tokens(text: str, *, same_tones: bool = True) -> list[Token]:
    """Return the words of a text; joined again they are the text in its composed form."""
    composed = unicodedata.normalize("NFC", text)
    found = [
        Token(_key(match[1], same_tones=same_tones), match[0])
        for match in _TOKEN.finditer(composed)
    ]
    return list(_grouped(found))


@lru_cache(maxsize=20_000)
def _key(word: str, *, same_tones: bool) -> str:
    """Return the word with its tone told apart from the letter it is written on."""
    if not same_tones or not word[:1].isalpha():
        return word
    bare: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        (tones if char in _TONES else bare).append(char)
    return unicodedata.normalize("NFC", "".join(bare)) + "".join(tones)


def _grouped(found: list[Token]) -> Iterator[Token]:
    """Join the syllables of known words, the longest word first."""
    known, longest = _known_words()
    keys = [_key(token.text.rstrip(" ").lower(), same_tones=True) for token in found]
    place = 0
    while place < len(found):
        size = next(
            (
                size
                for size in range(min(longest, len(found) - place), 1, -1)
                if tuple(keys[place : place + size]) in known
                and all(one.text.endswith(" ") for one in found[place : place + size - 1])
            ),
            1,
        )
        group = found[place : place + size]
        yield (
            group[0]
            if size == 1
            else Token(" ".join(one.key for one in group), "".join(one.text for one in group))
        )
        place += size


@cache
def _known_words() -> tuple[frozenset[tuple[str, ...]], int]:
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    words = frozenset(
        tuple(_key(part, same_tones=True) for part in line.split())
        for line in lines
        if line and not line.startswith("#")
    )
    return words, max(map(len, words))


def spans(old: Sequence[Token], new: Sequence[Token]) -> list[Span]:
    """Return what was kept and what was changed, the fewest words first, islands absorbed."""
    found: list[Span] = []
    for step in Indel.opcodes([one.key for one in old], [one.key for one in new]):
        span = Span(
            step.tag == "equal", step.src_start, step.src_end, step.dest_start, step.dest_end
        )
        if found and not found[-1].kept and not span.kept:
            found[-1] = _joined(found[-1], span)
        else:
            found.append(span)
    return _slid(_without_islands(found, old, new), old, new)


def _without_islands(found: list[Span], old: Sequence[Token], new: Sequence[Token]) -> list[Span]:
    done: list[Span] = []
    for place, span in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        if done and not done[-1].kept:
            island = span.kept and after and _is_island(span, done[-1], after, old, new)
            if island or not span.kept:
                done[-1] = _joined(done[-1], span)
                continue
        done.append(span)
    return done


def _is_island(
    span: Span, before: Span, after: Span, old: Sequence[Token], new: Sequence[Token]
) -> bool:
    """Say whether kept words are too few to be read between what was changed around them."""
    kept = new[span.new_from : span.new_to]
    words = sum(one.is_word for one in kept)
    if words > _ISLAND or any(one.key == "\n" for one in kept):
        return False
    return words < min(_size(before, old, new), _size(after, old, new))


def _size(span: Span, old: Sequence[Token], new: Sequence[Token]) -> int:
    """Return how many words a change replaced; one that only adds or only removes stays alone."""
    gone = sum(one.is_word for one in old[span.old_from : span.old_to])
    come = sum(one.is_word for one in new[span.new_from : span.new_to])
    return min(gone, come)


def _slid(found: list[Span], old: Sequence[Token], new: Sequence[Token]) -> list[Span]:
    """Let a sentence that came or went begin with its first word, not with the full stop before."""
    done: list[Span] = []
    for place, span in enumerate(found):
        follower = found[place + 1] if place + 1 < len(found) else None
        if done and done[-1].kept and follower and _may_slide(span, follower, old, new):
            before = done[-1]
            done[-1] = replace(before, old_to=before.old_to + 1, new_to=before.new_to + 1)
            done.append(
                Span(
                    kept=False,
                    old_from=span.old_from + 1,
                    old_to=span.old_to + 1,
                    new_from=span.new_from + 1,
                    new_to=span.new_to + 1,
                )
            )
            found[place + 1] = replace(
                follower, old_from=follower.old_from + 1, new_from=follower.new_from + 1
            )
        elif not span.kept or span.old_from < span.old_to:
            done.append(span)
    return done


def _may_slide(span: Span, follower: Span, old: Sequence[Token], new: Sequence[Token]) -> bool:
    """Say whether a piece that only came (or went) starts with the sign that follows it."""
    if span.kept or not follower.kept or follower.old_from == follower.old_to:
        return False
    came, went = span.new_to - span.new_from, span.old_to - span.old_from
    if bool(came) == bool(went):
        return False
    first = new[span.new_from] if came else old[span.old_from]
    return not first.is_word and first.key == old[follower.old_from].key


def _joined(one: Span, other: Span) -> Span:
    return Span(
        kept=False,
        old_from=one.old_from,
        old_to=other.old_to,
        new_from=one.new_from,
        new_to=other.new_to,
    )


def pieces(old: Sequence[Token], new: Sequence[Token], found: Iterable[Span]) -> Iterator[Piece]:
    for span in found:
        gone = "".join(one.text for one in old[span.old_from : span.old_to])
        come = "".join(one.text for one in new[span.new_from : span.new_to])
        if span.kept:
            yield Piece(Mark.KEPT, come, gone)
            continue
        if gone:
            yield Piece(Mark.REMOVED, gone)
        if come:
            yield Piece(Mark.ADDED, come)
