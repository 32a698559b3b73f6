"""
What can be imported: a register filled by slices (``register`` in their ``wiring.py``).

A kind sees all rows at once, so that it looks things up in bulk and rows may refer to each other.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
import hashlib
import json
from typing import Any

from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability

READY, WARNING, ERROR = 0, 1, 2


@dataclass(frozen=True)
class Column:
    """A column people may use; ``aliases`` are other headings it is recognised by."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """
    Something about a row; ``text`` is a message id, ``values`` fill it in.

    ``fix`` is what the cell should hold instead, where that is known: one click takes it over for
    all rows that have this problem.
    """

    severity: int
    column: str
    text: str
    values: dict[str, Any] = field(default_factory=dict)
    fix: str | None = None

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "severity": self.severity,
            "column": self.column,
            "text": self.text,
            "values": self.values,
        }
        if self.fix is not None:
            told["fix"] = self.fix
        return told


@dataclass
class RowDraft:
    """One row while it is being planned; ``cells`` by column code, as text."""

    n: int
    cells: Mapping[str, str]
    parsed: dict[str, Any] = field(default_factory=dict)
    plan: str = "CREATE"
    problems: list[Problem] = field(default_factory=list)
    target_id: int | None = None
    #: Lower ranks are committed first (superiors before their subordinates).
    rank: int = 0

    def cell(self, column: str) -> str:
        return self.cells.get(column, "")

    def note(self, column: str, text: str, /, **values: Any) -> None:
        """Say what was repaired; the row stays ready."""
        self.problems.append(Problem(READY, column, text, values))

    def warn(self, column: str, text: str, /, **values: Any) -> None:
        self.problems.append(Problem(WARNING, column, text, values))

    def fail(self, column: str, text: str, /, **values: Any) -> None:
        self.problems.append(Problem(ERROR, column, text, values))
        self.plan = "ERROR"

    def suggest(self, severity: int, column: str, text: str, fix: str, /, **values: Any) -> None:
        """Say what is wrong with a cell and what it should hold instead."""
        self.problems.append(Problem(severity, column, text, values, fix))
        if severity == ERROR:
            self.plan = "ERROR"

    def skip(self, column: str, text: str, /, **values: Any) -> None:
        if self.plan != "ERROR":
            self.note(column, text, **values)
            self.plan = "SKIP"

    @property
    def failed(self) -> bool:
        return self.plan == "ERROR"

    @property
    def severity(self) -> int:
        return max((problem.severity for problem in self.problems), default=READY)


@dataclass(frozen=True)
class Context:
    """Who imports, for which organisation, with which choices of the upload form."""

    actor: Actor
    organisation_id: int | None
    options: Mapping[str, Any]
    at: datetime

    def day(self, name: str) -> date | None:
        text = self.options.get(name) or ""
        return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class Done:
    """What committing a row wrote, and what takes it back."""

    target_id: int
    inverse: dict[str, Any]


@dataclass(frozen=True)
class ImportKind:
    """
    One kind of import.

    ``plan`` reads and judges the drafts in place, in a bounded number of queries. ``commit`` writes
    rows of one checkpoint, all or none, through services that authorise. ``undo`` takes the
    inverses of a whole batch back, newest first. ``choices`` feeds the template's help sheet.
    """

    code: str
    label: str
    description: str
    needs: Capability
    columns: tuple[Column, ...]
    examples: tuple[tuple[str, ...], ...]
    plan: Callable[[list[RowDraft], Context], None]
    commit: Callable[[Sequence[RowDraft], Context], list[Done]]
    undo: Callable[[Sequence[dict[str, Any]], Context, str], None]
    #: Columns that name a row on the review page.
    named_by: tuple[str, ...] = ()
    choices: Callable[[date], list[tuple[str, list[tuple[str, str]]]]] | None = None


_register: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """
    Add a kind; from ``wiring.py`` only.

    :raises ValueError: when the code is taken
    """
    if _register.setdefault(kind.code, kind) is not kind:
        message = f"Import kind declared twice: {kind.code}"
        raise ValueError(message)


def kinds() -> list[ImportKind]:
    return list(_register.values())


def find_kind(code: str) -> ImportKind | None:
    return _register.get(code)


def fingerprint(kind: str, organisation_id: int | None, parsed: Mapping[str, Any]) -> str:
    """Return the mark of a row's meaning: equal rows of one kind and organisation are equal."""
    text = json.dumps([kind, organisation_id, parsed], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
