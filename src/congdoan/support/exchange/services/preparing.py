"""From an opened workbook to the rows of one table, mapped and repaired, ready to be judged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple, Protocol

from congdoan.support.exchange.rules.headings import Headings, find_headings, signature_of
from congdoan.support.exchange.rules.kinds import Column
from congdoan.support.exchange.rules.margins import Skipped, data_rows
from congdoan.support.exchange.rules.repairing import Decisions, Repairer, decide
from congdoan.support.exchange.rules.repairs import Repair
from congdoan.support.exchange.services.reading import Sheet, SheetIsEmpty, Workbook

#: Rows that are looked at before columns are decided, and rows repaired at once.
LOOKED_AT, CHUNK = 20_000, 5_000


class Row(NamedTuple):
    """One row of the table: its number in the file (from 1), as it came, as it was understood."""

    n: int
    raw: list[str]
    cells: dict[str, str]
    repairs: list[Repair]


@dataclass
class Table:
    """The table of one sheet: where it stands, what each column is, how its cells are repaired."""

    columns: tuple[Column, ...]
    sheet: Sheet
    place: int
    headings: Headings
    decisions: Decisions
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def signature(self) -> str:
        return signature_of(self.headings.texts)

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that hold data as they came; what is passed over is told anew."""
        self.skipped.clear()
        yield from data_rows(
            self._filled_down(),
            first=self.headings.at + 2,
            mapping=self.headings.mapping,
            texts=self.headings.texts,
            skipped=self.skipped,
        )

    @property
    def repairer(self) -> Repairer:
        return Repairer(self.columns, self.headings.mapping, self.decisions)

    def rows(self, chunk: int = CHUNK) -> Iterator[list[Row]]:
        """Yield the rows repaired, so many at a time."""
        repairer = self.repairer
        numbered = self.numbered()
        while piece := list(islice(numbered, chunk)):
            done = repairer.numbered(piece)
            yield [
                Row(n, raw, one.cells, one.repairs)
                for (n, raw), one in zip(piece, done, strict=True)
            ]

    def samples(self, most: int = 5) -> list[list[str]]:
        """Return the first values of each column, for people who say what the column is."""
        width = max(len(self.headings.texts), *(len(row) for row in self.sheet.head[:30] or [[]]))
        found: list[list[str]] = [[] for _ in range(width)]
        for _n, row in islice(self.numbered(), 200):
            for place, text in enumerate(row[:width]):
                if text and len(found[place]) < most and text not in found[place]:
                    found[place].append(text)
        return found

    def _filled_down(self) -> Iterator[list[str]]:
        """Yield rows with the text of cells merged downwards in each of their rows."""
        tall = [
            ((top, left), bottom)
            for (top, left), (bottom, _right) in self.sheet.merges
            if bottom > top > self.headings.at
        ]
        if not tall:
            yield from self.sheet
            return
        begin: dict[int, list[tuple[int, int]]] = {}
        for (top, left), bottom in tall:
            begin.setdefault(top, []).append((left, bottom))
        open_cells: dict[int, tuple[int, str]] = {}
        for at, row in enumerate(self.sheet):
            _fill(row, at, open_cells)
            for place, bottom in begin.get(at, ()):
                if place < len(row):
                    open_cells[place] = (bottom, row[place])
            yield row


def _fill(row: list[str], at: int, open_cells: dict[int, tuple[int, str]]) -> None:
    for place, (bottom, text) in list(open_cells.items()):
        if at > bottom:
            del open_cells[place]
        elif place < len(row) and not row[place]:
            row[place] = text


class HasColumns(Protocol):
    """A kind, or a table of one."""

    @property
    def columns(self) -> tuple[Column, ...]: ...


def prepare(
    workbook: Workbook,
    kind: HasColumns,
    *,
    latest_year: int,
    sheet: int | None = None,
    mapping: Mapping[str, int] | None = None,
    at: int | None = None,
    heads_at: int | None = None,
) -> Table:
    """
    Find the table in a workbook: the sheet that looks most like the kind, unless one is chosen.

    ``mapping`` and ``at`` (the last row of the headings) are what a person said instead;
    ``heads_at`` alone asks what the columns would be if the headings stood there.

    :raises SheetIsEmpty: when no sheet holds a row
    """
    place, headings = _best(workbook, kind, sheet)
    chosen = workbook.sheets[place]
    if heads_at is not None:
        headings = _headings_at(heads_at, chosen, kind.columns)
    if mapping is not None:
        headings = _as_told(headings, mapping, chosen, at)
    table = Table(kind.columns, chosen, place, headings, Decisions(latest_year))
    table.decisions = decide(
        kind.columns,
        headings.mapping,
        (row for _n, row in islice(table.numbered(), LOOKED_AT)),
        latest_year=latest_year,
        epoch_1904=workbook.epoch_1904,
        by_font=chosen.fonts,
        formulas=chosen.formulas,
    )
    return table


def _as_told(found: Headings, mapping: Mapping[str, int], sheet: Sheet, at: int | None) -> Headings:
    head = sheet.head
    at = found.at if at is None else min(at, max(0, len(head) - 1))
    texts = found.texts if at == found.at and found.texts else tuple(head[at] if head else ())
    used = set(mapping.values())
    unknown = tuple(text for place, text in enumerate(texts) if text and place not in used)
    return Headings(at, dict(mapping), unknown, min(found.top, at), texts, {})


def _headings_at(at: int, sheet: Sheet, columns: Sequence[Column]) -> Headings:
    head = sheet.head
    at = min(at, max(0, len(head) - 1))
    found = find_headings(head[at : at + 1], columns)
    texts = tuple(head[at]) if head else ()
    return Headings(at, found.mapping, found.unknown, at, texts, found.confidence)


def sheets_found(workbook: Workbook, kind: HasColumns) -> list[tuple[int, Headings]]:
    """Return the sheets with rows, and how much of the kind each holds; the best first."""
    found = []
    for place, sheet in enumerate(workbook.sheets):
        head = sheet.head
        if any(any(row) for row in head) or not sheet.is_empty:
            found.append((place, find_headings(head, kind.columns, sheet.merges)))
    return sorted(
        found,
        key=lambda one: (
            -round(sum(one[1].confidence.values()), 6),
            workbook.sheets[one[0]].hidden,
            one[0],
        ),
    )


def _best(workbook: Workbook, kind: HasColumns, sheet: int | None) -> tuple[int, Headings]:
    found = sheets_found(workbook, kind)
    if sheet is not None:
        found = [one for one in found if one[0] == sheet] or found
    if not found:
        raise SheetIsEmpty(name=workbook.name)
    return found[0]


def repaired(
    columns: Sequence[Column], mapping: Mapping[str, int], told: Mapping[str, Any]
) -> Repairer:
    """Return the repairer of a stored plan: its cells are read as they were the first time."""
    return Repairer(columns, mapping, Decisions.from_json(told))
