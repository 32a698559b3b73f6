"""
Which row answers, on a day, for an organisation.

Its own; else the nearest superior's; else the one for all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Rule:
    """A rule as it stands over ``[start, until)``, with the text it rests on."""

    id: int
    subject: str
    key: str
    code: str
    label_vi: str
    label_en: str
    value: Any
    unit: str
    position: int
    organisation_id: int | None
    start: date | None
    until: date | None
    overridable: str
    minimum: Any
    maximum: Any
    legal_basis: str
    source: str
    verified: bool
    note: str

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (
            self.until is None or day < self.until
        )

    def label(self, language: str) -> str:
        return self.label_en if language.startswith("en") and self.label_en else self.label_vi


def in_force(rows: Iterable[Rule], day: date, line: Sequence[int] = ()) -> Rule | None:
    """
    Return the row that answers on ``day``.

    :param line: the organisation asking, then its superiors, nearest first
    """
    standing = {row.organisation_id: row for row in rows if row.holds(day)}
    for organisation_id in (*line, None):
        if organisation_id in standing:
            return standing[organisation_id]
    return None


def nearest(rows: Sequence[Rule], day: date) -> Rule | None:
    """Return the row in force on ``day``, else the one that stood closest to it."""
    held = in_force(rows, day)
    if held or not rows:
        return held
    return min(rows, key=lambda row: _distance(row, day))


def _distance(row: Rule, day: date) -> int:
    if row.until is not None and row.until <= day:
        return (day - row.until).days + 1
    return (row.start - day).days if row.start is not None else 0
