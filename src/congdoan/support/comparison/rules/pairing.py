"""
Which old line is which new one.

By identity first. What has none in the other text may have been split off a line, joined to one,
or written anew in nearly the same words; only the rest was added or removed.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Indel

from congdoan.support.comparison.rules.lines import Line
from congdoan.support.comparison.rules.words import Token, tokens

#: So much of a line's words must come from another line for it to be part of it.
_PART = 0.75
#: So alike must two lines without common identity be to be one line written anew.
_ALIKE = 0.6
#: Fewer words prove nothing.
_FEWEST_WORDS = 3
#: Among so many candidates near its place a rewritten line is looked for.
_NEAR = 30


@dataclass
class Pairing:
    """Places in the old and the new text that belong together."""

    old_of: dict[int, int] = field(default_factory=dict)
    #: place of a new line → place (new) of the line it was split from
    split_from: dict[int, int] = field(default_factory=dict)
    #: place of an old line → place (new) of the line it was joined to
    merged_into: dict[int, int] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)

    @property
    def new_of(self) -> dict[int, int]:
        return {old: new for new, old in self.old_of.items()}


class _Text:
    """A text with its words, taken apart once."""

    def __init__(self, lines: Sequence[Line], *, same_tones: bool) -> None:
        self.lines = lines
        self._same_tones = same_tones
        self._words: dict[int, list[Token]] = {}

    def words(self, place: int) -> list[Token]:
        if place not in self._words:
            words = self.lines[place].words
            self._words[place] = tokens(words, same_tones=self._same_tones)
        return self._words[place]

    def keys(self, place: int) -> list[str]:
        return [one.key for one in self.words(place) if one.is_word]


def paired(old: Sequence[Line], new: Sequence[Line], *, same_tones: bool) -> Pairing:
    """Return which lines belong together."""
    before, after = _Text(old, same_tones=same_tones), _Text(new, same_tones=same_tones)
    pairing = Pairing()
    places = {line.id: place for place, line in reversed(list(enumerate(old)))}
    for place, line in enumerate(new):
        if line.id in places:
            pairing.old_of[place] = places.pop(line.id)
    _find_parts(before, after, pairing)
    _find_rewritten(before, after, pairing)
    pairing.moved = _moved(old, new, pairing)
    return pairing


def _find_parts(before: _Text, after: _Text, pairing: Pairing) -> None:
    """Find lines split off others and lines joined to others by the words that went over."""
    fresh = [place for place in range(len(after.lines)) if place not in pairing.old_of]
    kept = set(pairing.old_of.values())
    gone = [place for place in range(len(before.lines)) if place not in kept]
    if not fresh and not gone:
        return
    lost, won = _exchanged(before, after, pairing)
    for place in fresh:
        base = _best_base(after.keys(place), lost)
        if base is not None:
            pairing.split_from[place] = base
    for place in gone:
        base = _best_base(before.keys(place), won)
        if base is not None:
            pairing.merged_into[place] = base


def _exchanged(
    before: _Text, after: _Text, pairing: Pairing
) -> tuple[dict[int, Counter[str]], dict[int, Counter[str]]]:
    """Return which words each line (by its new place) lost and won."""
    lost, won = {}, {}
    for new, old in pairing.old_of.items():
        if before.lines[old].words == after.lines[new].words:
            continue
        was, now = Counter(before.keys(old)), Counter(after.keys(new))
        lost[new], won[new] = was - now, now - was
    return lost, won


def _best_base(words: list[str], exchanged: dict[int, Counter[str]]) -> int | None:
    if len(words) < _FEWEST_WORDS:
        return None
    wanted = Counter(words)
    best, share = None, _PART
    for place, available in exchanged.items():
        common = (wanted & available).total() / len(words)
        if common >= share:
            best, share = place, common
    return best


def _find_rewritten(before: _Text, after: _Text, pairing: Pairing) -> None:
    """Pair lines of one level without common identity that say nearly the same."""
    kept = set(pairing.old_of.values()) | set(pairing.merged_into)
    gone = [place for place in range(len(before.lines)) if place not in kept]
    fresh = [
        place
        for place in range(len(after.lines))
        if place not in pairing.old_of and place not in pairing.split_from
    ]
    same: dict[tuple[str, str], list[int]] = {}
    for place in gone:
        same.setdefault((before.lines[place].level, before.lines[place].words), []).append(place)
    left = []
    for place in fresh:
        line = after.lines[place]
        twins = same.get((line.level, line.words)) if line.words else None
        if twins:
            pairing.old_of[place] = twins.pop(0)
        else:
            left.append(place)
    _pair_alike(before, after, pairing, left)


def _pair_alike(before: _Text, after: _Text, pairing: Pairing, fresh: Iterable[int]) -> None:
    kept = set(pairing.old_of.values()) | set(pairing.merged_into)
    gone = [place for place in range(len(before.lines)) if place not in kept]
    scale = len(before.lines) / max(1, len(after.lines))
    for place in fresh:
        middle = bisect_left(gone, int(place * scale))
        near = gone[max(0, middle - _NEAR) : middle + _NEAR]
        found = _most_alike(before, after, place, near)
        if found is not None:
            pairing.old_of[place] = found
            gone.remove(found)


def _most_alike(before: _Text, after: _Text, place: int, near: Iterable[int]) -> int | None:
    words, level = after.keys(place), after.lines[place].level
    best, alike = None, _ALIKE
    for candidate in near:
        if before.lines[candidate].level != level:
            continue
        score = Indel.normalized_similarity(before.keys(candidate), words, score_cutoff=alike)
        if score > alike:
            best, alike = candidate, score
    return best


def _moved(old: Sequence[Line], new: Sequence[Line], pairing: Pairing) -> set[int]:
    """
    Return the new places of lines that stand elsewhere.

    The longest run of lines in unchanged order stayed; what is not in it moved, and so did what
    came under another line than before without crossing any. Lines that moved with the line above
    them did not move on their own.
    """
    stayed = _longest_rising(pairing.old_of)
    above_old, above_new = _parents(old), _parents(new)
    new_of = pairing.new_of
    moved = set()
    for place, was in sorted(pairing.old_of.items()):
        mine = above_new[place]
        under_same = mine is not None and pairing.old_of.get(mine) == above_old[was]
        elsewhere = place not in stayed
        if elsewhere and not (under_same and mine in moved):
            moved.add(place)
        if (
            not elsewhere
            and not under_same
            and _changed_hands(mine, above_old[was], pairing, new_of)
        ):
            moved.add(place)
    return moved


def _changed_hands(
    mine: int | None, old_parent: int | None, pairing: Pairing, new_of: dict[int, int]
) -> bool:
    """Say whether a line left a parent that still stands for another that stood before."""
    return mine in pairing.old_of and old_parent in new_of


def _parents(lines: Sequence[Line]) -> list[int | None]:
    above: list[int] = []
    parents: list[int | None] = []
    for place, line in enumerate(lines):
        while above and lines[above[-1]].depth >= line.depth:
            above.pop()
        parents.append(above[-1] if above else None)
        above.append(place)
    return parents


def _longest_rising(old_of: dict[int, int]) -> set[int]:
    """Return the new places of the longest run whose old places rise."""
    ends: list[int] = []
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for place in sorted(old_of):
        was = old_of[place]
        at = bisect_left(ends, was)
        before[place] = tails[at - 1] if at else None
        if at == len(ends):
            ends.append(was)
            tails.append(place)
        else:
            ends[at], tails[at] = was, place
    run: set[int] = set()
    here: int | None = tails[-1] if tails else None
    while here is not None:
        run.add(here)
        here = before[here]
    return run
