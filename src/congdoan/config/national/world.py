"""
The dated rows of a country that grows by events, in memory, as the services write them.

Each method is one event: it checks what the service would refuse (the story is ours: a fault),
writes names, placements and the steps back, and remembers who took part.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from congdoan.kernel.organisations.api import ProfileData
from congdoan.kernel.organisations.enums import EndReason, EventKind, Family, GroupingKind

COMMAND, SECTOR, AUTHORITY = 1, 2, 3


@dataclass(eq=False, slots=True)
class ProfileRow:
    pk: int
    unit: "Unit"
    start: date
    data: ProfileData
    event: int
    until: date | None = None


@dataclass(eq=False, slots=True)
class PlacementRow:
    pk: int
    hierarchy: int
    child: "Unit"
    parent: "Unit"
    start: date
    event: int
    until: date | None = None


@dataclass(eq=False, slots=True)
class LinkRow:
    """Counterparts (``table`` "counterpart") or a place in a grouping ("grouping_member")."""

    table: str
    pk: int
    #: The union, or the key of the grouping; then the partner, or the member.
    left: int
    right: "Unit"
    start: date
    until: date | None = None


@dataclass(eq=False, slots=True)
class GroupingRow:
    pk: int
    kind: GroupingKind
    superior: "Unit"
    name: str
    start: date


@dataclass(eq=False, slots=True)
class Unit:
    pk: int
    code: str
    start: date
    family: Family = Family.UNION
    profile: ProfileRow = field(init=False)
    #: By hierarchy: the placement that holds now.
    above: dict[int, PlacementRow] = field(default_factory=dict)
    until: date | None = None
    end_reason: str = ""
    #: Counterparts and groupings, of all times.
    links: list[LinkRow] = field(default_factory=list)
    #: Members when founded, and the district whose people come and go between units.
    size: int = 0
    home: str = ""
    #: What ended it and, in a merger, where its members went on.
    ended_by: int = 0
    into: "Unit | None" = None

    @property
    def data(self) -> ProfileData:
        return self.profile.data

    @property
    def parent(self) -> "Unit":
        return self.above[COMMAND].parent


@dataclass(eq=False, slots=True)
class EventRow:
    pk: int
    kind: EventKind
    on: date
    decision_no: str
    decided_by: str
    parts: list[tuple[int, str]] = field(default_factory=list)
    inverse: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class New:
    """A unit to be founded: its superiors by hierarchy, its members at the beginning."""

    code: str
    profile: ProfileData
    parents: dict[int, Unit]
    size: int = 0
    home: str = ""
    family: Family = Family.UNION


class World:
    def __init__(self) -> None:
        self.units: list[Unit] = []
        self.profiles: list[ProfileRow] = []
        self.placements: list[PlacementRow] = []
        self.events: list[EventRow] = []
        self.counterparts: list[LinkRow] = []
        self.groupings: list[GroupingRow] = []
        self.grouped: list[LinkRow] = []

    def found(self, news: Sequence[New], on: date, by: str) -> list[Unit]:
        event = self._event(EventKind.ESTABLISH, on, by)
        made = []
        for new in news:
            unit = Unit(len(self.units) + 1, new.code, on, new.family, size=new.size, home=new.home)
            self.units.append(unit)
            made.append(unit)
            event.inverse.append(_created("organisation", unit.pk))
        for new, unit in zip(news, made, strict=True):
            self._name(unit, new.profile, on, event)
        for new, unit in zip(news, made, strict=True):
            for hierarchy, parent in new.parents.items():
                _must(parent.start <= on and parent.until is None, new.code)
                self._hang(unit, parent, on, hierarchy, event)
        superiors = {parent.pk for new in news for parent in new.parents.values()}
        self._took_part(event, "RESULTING", made)
        event.parts += [(pk, "AFFECTED") for pk in sorted(superiors)]
        return made

    def move(
        self, moves: Sequence[tuple[Unit, Unit]], on: date, by: str, hierarchy: int = COMMAND
    ) -> None:
        event = self._event(EventKind.TRANSFER, on, by)
        affected = set()
        for unit, parent in moves:
            affected |= {parent.pk, unit.above[hierarchy].parent.pk}
            event.inverse.append(self._cut(unit.above[hierarchy], on))
        for unit, parent in moves:
            self._hang(unit, parent, on, hierarchy, event)
        children = {unit.pk for unit, _parent in moves}
        self._took_part(event, "ORIGINAL", [unit for unit, _parent in moves])
        event.parts += [(pk, "AFFECTED") for pk in sorted(affected - children)]

    def end(self, units: Sequence[Unit], reason: EndReason, on: date, by: str) -> None:
        ended = reason == EndReason.ENDED_2025
        event = self._event(EventKind.END_OPERATION if ended else EventKind.DISSOLVE, on, by)
        self._took_part(event, "ORIGINAL", units)
        self._end(units, reason, on, event)

    def merge(self, units: Sequence[Unit], into: Unit, on: date, by: str) -> None:
        """Merge units without subordinates; their members go on at ``into``."""
        event = self._event(EventKind.MERGE_INTO, on, by)
        self._took_part(event, "ORIGINAL", units)
        self._took_part(event, "RESULTING", [into])
        self._end(units, EndReason.MERGED, on, event)
        for unit in units:
            unit.into = into

    def separate(self, unit: Unit, new: New, on: date, by: str) -> Unit:
        event = self._event(EventKind.SEPARATE, on, by)
        made = Unit(len(self.units) + 1, new.code, on, size=new.size, home=new.home)
        self.units.append(made)
        event.inverse.append(_created("organisation", made.pk))
        self._name(made, new.profile, on, event)
        for hierarchy, parent in new.parents.items():
            self._hang(made, parent, on, hierarchy, event)
        self._took_part(event, "ORIGINAL", [unit])
        self._took_part(event, "RESULTING", [unit, made])
        event.parts += [(pk, "AFFECTED") for pk in sorted({p.pk for p in new.parents.values()})]
        return made

    def rename(self, unit: Unit, data: ProfileData, on: date, by: str) -> None:
        old = unit.profile
        _must(old.start < on, unit.code)
        kind = EventKind.CHANGE_PROFILE if old.data.name == data.name else EventKind.RENAME
        event = self._event(kind, on, by)
        event.inverse.append(_changed("profile", old.pk, old.start, None))
        old.until = on
        self._name(unit, data, on, event)
        self._took_part(event, "AFFECTED", [unit])

    def link(self, pairs: Sequence[tuple[Unit, Unit]], on: date) -> None:
        """Write down who faces whom (union, partner); no event."""
        for union, partner in pairs:
            _must(union.until is None and partner.until is None, union.code)
            row = LinkRow("counterpart", len(self.counterparts) + 1, union.pk, partner, on)
            self.counterparts.append(row)
            union.links.append(row)
            partner.links.append(row)

    def group(
        self, kind: GroupingKind, superior: Unit, name: str, members: Sequence[Unit], on: date
    ) -> None:
        """Found a grouping of units under ``superior``; no event."""
        grouping = GroupingRow(len(self.groupings) + 1, kind, superior, name, on)
        self.groupings.append(grouping)
        for unit in members:
            row = LinkRow("grouping_member", len(self.grouped) + 1, grouping.pk, unit, on)
            self.grouped.append(row)
            unit.links.append(row)

    # --- rows ------------------------------------------------------------------------------

    def _event(self, kind: EventKind, on: date, by: str) -> EventRow:
        number = len(self.events) + 1
        event = EventRow(number, kind, on, f"{number}/QĐ-LĐLĐ", by)
        self.events.append(event)
        return event

    def _took_part(self, event: EventRow, role: str, units: Sequence[Unit]) -> None:
        event.parts += [(unit.pk, role) for unit in units]

    def _name(self, unit: Unit, data: ProfileData, on: date, event: EventRow) -> None:
        row = ProfileRow(len(self.profiles) + 1, unit, on, data, event.pk)
        self.profiles.append(row)
        unit.profile = row
        event.inverse.append(_created("profile", row.pk))

    def _hang(self, unit: Unit, parent: Unit, on: date, hierarchy: int, event: EventRow) -> None:
        row = PlacementRow(len(self.placements) + 1, hierarchy, unit, parent, on, event.pk)
        self.placements.append(row)
        unit.above[hierarchy] = row
        event.inverse.append(_created("placement", row.pk))

    def _cut(self, row: PlacementRow, on: date) -> dict[str, Any]:
        _must(row.start < on and row.until is None, row.child.code)
        row.until = on
        return _changed("placement", row.pk, row.start, None)

    def _end(self, units: Sequence[Unit], reason: EndReason, on: date, event: EventRow) -> None:
        for unit in units:
            _must(unit.start < on and unit.until is None, unit.code)
            event.inverse.append(
                {
                    "table": "organisation",
                    "id": unit.pk,
                    "op": "changed",
                    "old": {"end_reason": ""},
                }
            )
        for unit in units:
            event.inverse.append(_changed("organisation", unit.pk, unit.start, None))
            unit.until, unit.end_reason, unit.ended_by = on, reason, event.pk
        for unit in units:
            event.inverse.append(_changed("profile", unit.profile.pk, unit.profile.start, None))
            unit.profile.until = on
        for unit in units:
            event.inverse += [self._cut(row, on) for row in unit.above.values()]
        for row in (row for unit in units for row in unit.links if row.until is None):
            _must(row.start < on, row.right.code)
            row.until = on
            event.inverse.append(_changed(row.table, row.pk, row.start, None))


def decided_on(event: EventRow) -> date:
    """Return the day the decision was signed: ten days before it takes effect."""
    return event.on - timedelta(days=10)


def _must(holds: object, code: str) -> None:
    if not holds:
        message = f"the story does to {code} what the services would refuse"
        raise ValueError(message)


def _created(table: str, pk: int) -> dict[str, Any]:
    return {"table": table, "id": pk, "op": "created"}


def _changed(table: str, pk: int, start: date, until: date | None) -> dict[str, Any]:
    old = {"valid": {"span": [start.isoformat(), until.isoformat() if until else None]}}
    return {"table": table, "id": pk, "op": "changed", "old": old}
