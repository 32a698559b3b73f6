"""Pages of a sheet: what was typed into them, what their buttons ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from congdoan.areas.agreements.enums import Bearer, Cadence, Fate, Level, Piece, Side
from congdoan.areas.agreements.rules import sheet as sheets
from congdoan.areas.agreements.rules.sheet import Sheet, SheetLine
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import Refusal

_TYPED = ("level", "heading", "text", "reason", "bearer", "lead_side", "cadence")


@dataclass(frozen=True)
class Drawn:
    """A line as drawn: its number to be, and what is odd about it."""

    line: SheetLine
    label: str
    stray: bool
    differs: bool
    rows: int

    @property
    def choice(self) -> str:
        return self.line.level or self.line.fate or Fate.OPEN

    @property
    def piece(self) -> str:
        return "" if self.line.piece == Piece.TEXT else str(Piece(self.line.piece).label)


def sheet_context(sheet: Sheet, number: int, *, terms: bool = False) -> dict[str, Any]:
    """Return what ``sheet_lines.html`` draws: one page of the sheet, its counts, its choices."""
    labels, stray = sheets.labels(sheet), sheets.stray(sheet)
    pages = max(1, -(-len(sheet) // sheets.PAGE))
    number = min(max(number, 1), pages)
    shown = sheet[(number - 1) * sheets.PAGE : number * sheets.PAGE]
    text = sheets.clauses(sheet)
    return {
        "lines": [_drawn(line, labels, stray) for line in shown],
        "number": number,
        "pages": range(1, pages + 1) if pages > 1 else [],
        "counts": [(level.label, sum(line.level == level for line in text)) for level in Level],
        "undecided": [(line, _page(sheet, line)) for line in sheets.undecided(sheet)][:30],
        "stray_lines": [(line, _page(sheet, line)) for line in text if line.key in stray][:30],
        "left_count": sum(line.fate == Fate.LEFT for line in sheet),
        "levels": Level.choices,
        "fates": Fate.choices,
        "terms": terms,
        "bearers": Bearer.choices,
        "sides": [("", _("không có")), *Side.choices[:2]],
        "cadences": Cadence.choices,
    }


def _drawn(line: SheetLine, labels: dict[int, str], stray: set[int]) -> Drawn:
    label = labels.get(line.key, "")
    differs = bool(label and line.number) and _bare(label) != _bare(line.number)
    return Drawn(line, label, line.key in stray, differs, min(10, 1 + len(line.text) // 80))


def _bare(label: str) -> str:
    """Return a number for comparing: "Điều 1." and "điều 1" are the same."""
    return label.casefold().rstrip(".):/ ").removeprefix("khoản ").removeprefix("chương ")


def _page(sheet: Sequence[SheetLine], line: SheetLine) -> int:
    return sheet.index(line) // sheets.PAGE + 1


def sent_sheet(sheet: Sheet, sent: QueryDict) -> tuple[Sheet, str]:
    """
    Return the sheet with what a page sent, and the sentence for what of it could not be done.

    Every field of the page counts, then the button that was pressed; what is refused stays as it
    was, nothing else that was typed is lost.
    """
    button = sent.get("do", "")
    leaving = read_key(button.removeprefix("leave:")) if button.startswith("leave:") else 0
    refused = ""
    kept = []
    for line in sheet:
        typed = {
            name: str(sent[f"{name}-{line.key}"]).strip()
            for name in _TYPED
            if f"{name}-{line.key}" in sent
        }
        if line.key == leaving:
            typed["level"] = Fate.LEFT
        new, why = _edited(line, typed) if typed else (line, "")
        kept.append(new)
        refused = refused or why
    try:
        return _pressed(kept, button), refused
    except Refusal as refusal:
        return kept, refusal.sentence


def _edited(line: SheetLine, typed: dict[str, str]) -> tuple[SheetLine, str]:
    try:
        return sheets.edited(line, typed), ""
    except sheets.ReasonForLeaving as refusal:
        typed.pop("level")
        return sheets.edited(line, typed), refusal.sentence
    except Refusal as refusal:
        return line, refusal.sentence


def _pressed(sheet: Sheet, button: str) -> Sheet:
    act, _colon, rest = button.partition(":")
    key = read_key(rest)
    if act == "join":
        return sheets.joined(sheet, key)
    if act == "split":
        return sheets.split(sheet, key)
    if act == "add":
        return sheets.added(sheet, key or None, Level.CLAUSE if key else Level.ARTICLE)
    return sheet
