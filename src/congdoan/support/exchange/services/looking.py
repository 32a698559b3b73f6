"""A kept file as the page of its columns shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from congdoan.foundation.refusal import AlreadyDone
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.rules.choices import choices_of
from congdoan.support.exchange.rules.kinds import Column
from congdoan.support.exchange.services.keeping import kept_file
from congdoan.support.exchange.services.naming import NAMEABLE, ColumnTwice
from congdoan.support.exchange.services.planning import kind_of
from congdoan.support.exchange.services.preparing import Table, prepare, sheets_found
from congdoan.support.exchange.services.reading import Workbook, read_workbook

#: Rows offered as the row of headings.
_OFFERED = 20


@dataclass(frozen=True)
class Look:
    """One sheet of a file: its headings, first values, what each column was taken for."""

    columns: tuple[Column, ...]
    sheets: Sequence[tuple[int, str]]
    sheet: int
    at: int
    head: Sequence[tuple[int, str]]
    texts: Sequence[str]
    samples: Sequence[Sequence[str]]
    mapping: Mapping[str, int]
    doubtful: Sequence[str]
    missing: Sequence[str]

    def letter(self, place: int) -> str:
        """Return the column as Excel calls it: A, B … AA."""
        letters = ""
        place += 1
        while place:
            place, rest = divmod(place - 1, 26)
            letters = chr(65 + rest) + letters
        return letters

    def mapping_of(self, picked: Mapping[int, str]) -> dict[str, int]:
        """
        Return what was picked as a mapping; what the kind does not know is left out.

        :raises ColumnTwice: when two columns were named alike
        """
        labels = {code: label for code, _words, label in choices_of(self.columns)}
        mapping: dict[str, int] = {}
        for place, code in picked.items():
            if code not in labels:
                continue
            if code in mapping:
                raise ColumnTwice(column=labels[code])
            mapping[code] = place
        return mapping


def look_at(batch: ImportBatch, *, sheet: int | None = None, at: int | None = None) -> Look:
    """
    Open a batch's file; ``sheet`` and ``at`` (the row of headings, from 0) are what was chosen.

    :raises AlreadyDone: when its columns can no longer be named
    :raises SheetIsEmpty: when no sheet holds a row
    """
    if batch.state not in NAMEABLE or not batch.has_file:
        raise AlreadyDone
    kind = kind_of(batch)
    workbook = read_workbook(kept_file(batch.pk), batch.file_name)
    year = batch.created_at.year
    table = prepare(workbook, kind, latest_year=year, sheet=sheet)
    before = batch.reading.get("choice")
    if at is not None and at != table.headings.at:
        table = prepare(workbook, kind, latest_year=year, sheet=table.place, heads_at=at)
    elif before and sheet is None:
        table = prepare(workbook, kind, latest_year=year, **before)
    return _look(workbook, table, kind.columns)


def _look(workbook: Workbook, table: Table, columns: tuple[Column, ...]) -> Look:
    headings = table.headings
    head = table.sheet.head[:_OFFERED]
    kind_sheets = [place for place, _found in sheets_found(workbook, table)]
    return Look(
        columns=columns,
        sheets=[(place, workbook.sheets[place].name) for place in sorted(kind_sheets)],
        sheet=table.place,
        at=headings.at,
        head=[(at, " · ".join(filter(None, row))[:60]) for at, row in enumerate(head) if any(row)],
        texts=headings.texts,
        samples=table.samples(),
        mapping=headings.mapping,
        doubtful=headings.doubtful,
        missing=headings.missing(columns),
    )
