"""
The consolidated text: the signed text with the addenda of a day worked into it.

What is abolished keeps its number, and what is added takes one of its own ("khoản 2a"): other
papers point at the numbers of the signed text, which never change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from congdoan.areas.agreements.enums import Bearer, Cadence, ChangeKind, Level
from congdoan.areas.agreements.rules.numbering import (
    Line,
    label_of,
    number_of,
    numbered,
    rank,
)


@dataclass(frozen=True)
class Wording:
    """What one clause says and who owes it; reads like a clause."""

    level: str
    heading: str = ""
    text: str = ""
    content_code: str = ""
    bearer: str = ""
    lead_party_id: int | None = None
    cadence: str = ""
    indicator: str = ""
    target: str = ""

    def as_json(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @property
    def words(self) -> str:
        """Return heading and text together, a line each."""
        return "\n".join(part for part in (self.heading, self.text) if part)

    @property
    def terms(self) -> tuple[Any, ...]:
        """Return who owes it, how often and how measured: what duties follow from."""
        return (self.bearer, self.lead_party_id, self.cadence, self.indicator, self.target)


def wording_of(clause: Any) -> Wording:
    """Return what a clause, a change or a stored base (a mapping) says."""
    if isinstance(clause, dict):
        return Wording(**{one.name: clause[one.name] for one in fields(Wording)})
    return Wording(**{one.name: getattr(clause, one.name) for one in fields(Wording)})


@dataclass(frozen=True)
class Touch:
    """By which addendum a clause was changed, and from which day."""

    amendment_id: int
    number: int | None
    kind: str
    on: date | None


@dataclass(frozen=True)
class Entry:
    """A clause of the consolidated text."""

    stable_id: UUID
    wording: Wording
    ordinal: int
    suffix: int = 0
    #: The party that leads, for showing; its id is in the wording.
    lead_party: Any = None
    touches: tuple[Touch, ...] = ()
    removed: Touch | None = None

    @property
    def level(self) -> str:
        return self.wording.level

    @property
    def heading(self) -> str:
        return self.wording.heading

    @property
    def text(self) -> str:
        return self.wording.text

    @property
    def content_code(self) -> str:
        return self.wording.content_code

    @property
    def bearer(self) -> str:
        return self.wording.bearer

    @property
    def lead_party_id(self) -> int | None:
        return self.wording.lead_party_id

    @property
    def cadence(self) -> str:
        return self.wording.cadence

    @property
    def indicator(self) -> str:
        return self.wording.indicator

    @property
    def target(self) -> str:
        return self.wording.target

    def get_bearer_display(self) -> str:
        return str(Bearer(self.bearer).label)

    def get_cadence_display(self) -> str:
        return str(Cadence(self.cadence).label)


EntryLine = Line[Entry]


@dataclass(frozen=True)
class Change:
    """One change of an addendum; ``number`` is (ordinal, suffix) once it is settled."""

    kind: str
    clause: UUID
    wording: Wording
    anchor: UUID | None = None
    number: tuple[int, int] | None = None
    lead_party: Any = None


@dataclass(frozen=True)
class Addendum:
    """What one addendum changes, from which day."""

    amendment_id: int
    number: int | None
    on: date | None
    changes: Sequence[Change] = field(default_factory=tuple)


def consolidate(clauses: Iterable[Any], addenda: Iterable[Addendum]) -> list[Entry]:
    """
    Return the text with the addenda worked in, in their order.

    A change of a clause that is not there (any more) changes nothing: what was abolished stays so.
    """
    entries = [
        Entry(
            stable_id=line.item.stable_id,
            wording=wording_of(line.item),
            ordinal=line.ordinal,
            lead_party=line.item.lead_party,
        )
        for line in numbered(clauses)
    ]
    for addendum in addenda:
        _work_in(entries, addendum)
    return entries


def amend(entries: Iterable[Entry], addendum: Addendum) -> list[Entry]:
    """Return the text with one more addendum worked in."""
    amended = list(entries)
    _work_in(amended, addendum)
    return amended


def _work_in(entries: list[Entry], addendum: Addendum) -> None:
    for change in addendum.changes:
        touch = Touch(addendum.amendment_id, addendum.number, change.kind, addendum.on)
        _apply(entries, change, touch)


def _apply(entries: list[Entry], change: Change, touch: Touch) -> None:
    sought = change.anchor if change.kind == ChangeKind.ADD else change.clause
    place = _place(entries, sought)
    if place is None:
        return
    if change.kind == ChangeKind.ADD:
        _insert(entries, place, change, touch)
    elif change.kind == ChangeKind.REMOVE:
        for n in range(place, _end(entries, place)):
            if entries[n].removed is None:
                entries[n] = replace(
                    entries[n], removed=touch, touches=(*entries[n].touches, touch)
                )
    elif entries[place].removed is None:
        entries[place] = replace(
            entries[place],
            wording=replace(change.wording, level=entries[place].level),
            lead_party=change.lead_party,
            touches=(*entries[place].touches, touch),
        )


def _place(entries: Sequence[Entry], stable_id: UUID | None) -> int | None:
    return next((n for n, one in enumerate(entries) if one.stable_id == stable_id), None)


def _end(entries: Sequence[Entry], start: int) -> int:
    """Return the place after the entry at ``start`` and everything under it."""
    end = start + 1
    while end < len(entries) and rank(entries[end].level) > rank(entries[start].level):
        end += 1
    return end


def _insert(entries: list[Entry], anchor: int, change: Change, touch: Touch) -> None:
    """Put a new clause after its anchor, all under it, and what was put there before."""
    level = change.wording.level
    place = _end(entries, anchor)
    while place < len(entries) and entries[place].level == level and entries[place].suffix:
        place = _end(entries, place)
    ordinal, suffix = change.number or _next_number(entries, place, level)
    entries.insert(
        place,
        Entry(
            stable_id=change.clause,
            wording=change.wording,
            ordinal=ordinal,
            suffix=suffix,
            lead_party=change.lead_party,
            touches=(touch,),
        ),
    )


def _next_number(entries: Sequence[Entry], place: int, level: str) -> tuple[int, int]:
    """Return the number of a clause at ``place``: the next one, or "2a" between 2 and 3."""
    before = _sibling(reversed(entries[:place]), level)
    after = _sibling(iter(entries[place:]), level)
    if before is None:
        return (1, 0) if after is None else (0, after.suffix + 1)
    if after is None:
        return (before.ordinal + 1, 0)
    return (before.ordinal, before.suffix + 1)


def _sibling(entries: Iterable[Entry], level: str) -> Entry | None:
    """Return the nearest entry of a level; articles and chapters count through the whole text."""
    for one in entries:
        if one.level == level:
            return one
        if rank(one.level) < rank(level) and level not in {Level.ARTICLE, Level.CHAPTER}:
            return None
    return None


def outlined(entries: Iterable[Entry]) -> list[EntryLine]:
    """Return the entries as numbered lines."""
    above: dict[Level, EntryLine] = {}
    lines = []
    for entry in entries:
        level = Level(entry.level)
        for deeper in [one for one in above if rank(one) >= rank(level)]:
            del above[deeper]
        parent = above[max(above, key=rank)] if above else None
        number = number_of(level, entry.ordinal, entry.suffix)
        line = Line(entry, number, label_of(level, number), rank(level), parent, entry.ordinal)
        above[level] = line
        lines.append(line)
    return lines


def touched(change: Change) -> set[UUID]:
    """Return the clauses a change has to do with: two addenda that share one meet there."""
    if change.kind == ChangeKind.ADD and change.anchor is not None:
        return {change.clause, change.anchor}
    return {change.clause}


def under(entries: Sequence[Entry], stable_id: UUID) -> list[Entry]:
    """Return a clause and everything that stands under it."""
    place = _place(entries, stable_id)
    return [] if place is None else list(entries[place : _end(entries, place)])


def levels_after(level: str, *, has_clauses: bool) -> list[Level]:
    """Return what may be added after a clause: its like, or the level just below it."""
    found = [Level(level)]
    if level == Level.CHAPTER:
        found.append(Level.ARTICLE)
    elif level == Level.ARTICLE:
        found.append(Level.CLAUSE)
        if not has_clauses:
            found.append(Level.POINT)
    elif level == Level.CLAUSE:
        found.append(Level.POINT)
    return found
