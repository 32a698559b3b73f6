"""Two structured texts compared: which line became which, and word by word what changed in it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from congdoan.support.comparison.enums import Change, Mark
from congdoan.support.comparison.rules.lines import Comparison, Line, Row
from congdoan.support.comparison.rules.pairing import Pairing, paired
from congdoan.support.comparison.rules.words import (
    Piece,
    Span,
    Token,
    compare_words,
    is_same,
    pieces,
    spans,
    tokens,
)


def compare(old: Sequence[Line], new: Sequence[Line], *, same_tones: bool = True) -> Comparison:
    """
    Compare two versions of a text.

    Lines are the same by ``id``; ``same_tones`` takes hòa and hoà for one word.
    """
    pairing = paired(old, new, same_tones=same_tones)
    return Comparison(_Comparing(old, new, pairing, same_tones=same_tones).rows())


class _Comparing:
    """One comparison under way."""

    def __init__(
        self, old: Sequence[Line], new: Sequence[Line], pairing: Pairing, *, same_tones: bool
    ) -> None:
        self.old, self.new, self.pairing, self.same_tones = old, new, pairing, same_tones
        self.new_of = pairing.new_of
        self.woven: dict[tuple[str, int], tuple[Piece, ...]] = {}
        self.splits: dict[int, list[int]] = {}
        for part, base in sorted(pairing.split_from.items()):
            self.splits.setdefault(base, []).append(part)
        self.merges: dict[int, list[int]] = {}
        for part, base in sorted(pairing.merged_into.items()):
            self.merges.setdefault(base, []).append(part)
        for base in {*self.splits, *self.merges}:
            self._weave(base)

    def rows(self) -> list[Row]:
        """Return the rows of the new text; removed lines after what stood before them."""
        after: dict[int | None, list[int]] = {}
        for place in range(len(self.old)):
            if place not in self.new_of:
                after.setdefault(self._standing_before(place), []).append(place)
        done = [self._gone(place) for place in after.get(None, [])]
        for place in range(len(self.new)):
            done.append(self._row(place))
            done += [self._gone(gone) for gone in after.get(place, [])]
        return done

    def _standing_before(self, place: int) -> int | None:
        """Return the new place of the last line before an old one that still stands there."""
        for before in range(place - 1, -1, -1):
            stands = self.new_of.get(before)
            if stands is not None and stands not in self.pairing.moved:
                return stands
        return None

    def _row(self, place: int) -> Row:
        if place not in self.pairing.old_of:
            return self._come(place)
        old, new = self.old[self.pairing.old_of[place]], self.new[place]
        heading = self._compare(old.heading, new.heading)
        woven = self.woven.get(("new", place))
        text = self._compare(old.text, new.text) if woven is None else woven
        note = self._compare(old.note, new.note)
        parts = self.splits.get(place, [])
        joined = self.merges.get(place, [])
        found = {
            Change.REWORDED: not (is_same(heading) and _says_same(text, woven=woven is not None)),
            Change.SETTLED: not is_same(note),
            Change.MOVED: place in self.pairing.moved,
            Change.SPLIT: bool(parts),
            Change.MERGED: bool(joined),
            Change.LEVELLED: old.level != new.level,
            Change.RENUMBERED: old.number != new.number,
        }
        partners = [*(self.new[part] for part in parts), *(self.old[part] for part in joined)]
        changes = tuple(change for change, holds in found.items() if holds)
        return Row(old, new, changes, heading, text, note, tuple(partners))

    def _come(self, place: int) -> Row:
        line = self.new[place]
        base = self.pairing.split_from.get(place)
        if base is None:
            return Row(
                None,
                line,
                (Change.ADDED,),
                self._compare("", line.heading),
                self._compare("", line.text),
                self._compare("", line.note),
            )
        text = self.woven[("new", place)]
        note = self._compare("", line.note)
        return Row(None, line, (Change.SPLIT,), (), text, note, (self.new[base],))

    def _gone(self, place: int) -> Row:
        line = self.old[place]
        base = self.pairing.merged_into.get(place)
        if base is None:
            return Row(
                line,
                None,
                (Change.REMOVED,),
                self._compare(line.heading, ""),
                self._compare(line.text, ""),
                self._compare(line.note, ""),
            )
        text = self.woven[("old", place)]
        note = self._compare(line.note, "")
        return Row(line, None, (Change.MERGED,), (), text, note, (self.new[base],))

    def _compare(self, old: str, new: str) -> tuple[Piece, ...]:
        if old == new:
            return (Piece(Mark.KEPT, new, old),) if new else ()
        return compare_words(old, new, same_tones=self.same_tones)

    def _weave(self, base: int) -> None:
        """
        Compare a line with all its parts at once: words that went into a part are kept words.

        Parts split off count on the new side, lines joined to it on the old side.
        """
        was = self.pairing.old_of[base]
        olds = sorted([was, *self.merges.get(base, [])])
        news = [base, *self.splits.get(base, [])]
        before = [self._tokens(self.old[place], whole=place != was) for place in olds]
        after = [self._tokens(self.new[place], whole=place != base) for place in news]
        flat_old, flat_new = (
            [one for part in before for one in part],
            [one for part in after for one in part],
        )
        self.woven |= {
            ("old" if place != was else "new", place if place != was else base): ()
            for place in olds
        }
        self.woven |= {("new", place): () for place in news}
        marks = _marks(before), _marks(after)
        cuts: dict[tuple[int, int], list[Span]] = {}
        for span in _cut(spans(flat_old, flat_new), *marks):
            cuts.setdefault(_owner(span, *marks), []).append(span)
        for (old_part, new_part), found in sorted(cuts.items()):
            said = tuple(pieces(flat_old, flat_new, found))
            self._give(said, olds[old_part], news[new_part], was, base)

    def _give(self, said: tuple[Piece, ...], old: int, new: int, was: int, base: int) -> None:
        key = ("old", old) if old != was else ("new", new)
        self.woven[key] = (*self.woven.get(key, ()), *said)

    def _tokens(self, line: Line, *, whole: bool) -> list[Token]:
        return tokens(line.words if whole else line.text, same_tones=self.same_tones)


def _says_same(text: tuple[Piece, ...], *, woven: bool) -> bool:
    """Say whether no word changed; between parts a line break comes or goes."""
    return all(piece.mark is Mark.KEPT or (woven and not piece.text.strip()) for piece in text)


def _marks(parts: Sequence[Sequence[Token]]) -> list[int]:
    """Return where each part begins in all of them put together."""
    marks = [0]
    for part in parts[:-1]:
        marks.append(marks[-1] + len(part))
    return marks


def _cut(found: Sequence[Span], old_marks: list[int], new_marks: list[int]) -> Iterator[Span]:
    """Cut spans where a part begins, so that each lies within one part of either side."""
    for span in found:
        if span.kept:
            steps = {mark - span.old_from for mark in old_marks}
            steps |= {mark - span.new_from for mark in new_marks}
            size = span.old_to - span.old_from
            edges = [0, *sorted(step for step in steps if 0 < step < size), size]
            for first, last in pairwise(edges):
                yield Span(
                    kept=True,
                    old_from=span.old_from + first,
                    old_to=span.old_from + last,
                    new_from=span.new_from + first,
                    new_to=span.new_from + last,
                )
        else:
            yield from _cut_changed(span, old_marks, new_marks)


def _cut_changed(span: Span, old_marks: list[int], new_marks: list[int]) -> Iterator[Span]:
    olds = [span.old_from, *(m for m in old_marks if span.old_from < m < span.old_to), span.old_to]
    news = [span.new_from, *(m for m in new_marks if span.new_from < m < span.new_to), span.new_to]
    if len(olds) == 2 and len(news) == 2:
        yield span
        return
    for first, last in pairwise(olds):
        if first < last:
            yield Span(kept=False, old_from=first, old_to=last, new_from=news[0], new_to=news[0])
    for first, last in pairwise(news):
        if first < last:
            yield Span(kept=False, old_from=olds[-1], old_to=olds[-1], new_from=first, new_to=last)


def _owner(span: Span, old_marks: list[int], new_marks: list[int]) -> tuple[int, int]:
    """Return the parts a span lies in; what only came or only went belongs to what it follows."""
    old_at = span.old_from if span.old_from < span.old_to else max(0, span.old_from - 1)
    new_at = span.new_from if span.new_from < span.new_to else max(0, span.new_from - 1)
    return bisect_right(old_marks, old_at) - 1, bisect_right(new_marks, new_at) - 1
