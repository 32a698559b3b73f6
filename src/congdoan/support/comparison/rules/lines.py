"""What is compared and what comes of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from congdoan.support.comparison.enums import Change
from congdoan.support.comparison.rules.words import Piece


@dataclass(frozen=True)
class Line:
    """
    One line of a text as it is read: ``number`` as printed ("Điều 3.", "1.", "a)").

    ``id`` is its identity through versions, ``level`` a code of the owner's ("ARTICLE"), ``depth``
    0 for the outermost, ``path`` the place in words ("khoản 2 Điều 5"), ``note`` what is settled
    beside the words (who leads, how often).
    """

    id: str
    level: str
    number: str
    heading: str = ""
    text: str = ""
    note: str = ""
    depth: int = 0
    path: str = ""

    @property
    def words(self) -> str:
        return "\n".join(part for part in (self.heading, self.text) if part)


@dataclass(frozen=True)
class Row:
    """
    A line in both texts, side by side.

    ``old`` is missing for what was added (or split off), ``new`` for what was removed (or joined to
    another line). ``partners`` are the lines it was split from or joined to, and the other way.
    """

    old: Line | None
    new: Line | None
    changes: tuple[Change, ...]
    heading: tuple[Piece, ...] = ()
    text: tuple[Piece, ...] = ()
    note: tuple[Piece, ...] = ()
    partners: tuple[Line, ...] = ()

    @property
    def line(self) -> Line:
        """Return the line as it reads now, or as it read last."""
        line = self.new or self.old
        if line is None:
            message = "a row without a line"
            raise ValueError(message)
        return line

    @property
    def is_changed(self) -> bool:
        """Say whether more than the number changed: numbers follow from other changes."""
        return any(change is not Change.RENUMBERED for change in self.changes)


@dataclass(frozen=True)
class Comparison:
    """Every line of two texts in the order of the newer one, removed lines in their old places."""

    rows: Sequence[Row]

    @cached_property
    def changed(self) -> list[Row]:
        return [row for row in self.rows if row.is_changed]

    @property
    def same(self) -> bool:
        return not self.changed

    @cached_property
    def counts(self) -> dict[Change, int]:
        """Return how many lines changed in which way, in the order of ``Change``."""
        found = Counter(change for row in self.rows for change in row.changes)
        return {change: found[change] for change in Change if found[change]}

    def row_of(self, line_id: str) -> Row | None:
        """Return the row of a line by its identity, wherever it went."""
        return next((row for row in self.rows if row.line.id == line_id), None)
