"""
What can be imported: a register filled by slices (``register`` in their ``wiring.py``).

A kind sees all rows at once, so that it looks things up in bulk and rows may refer to each other.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability
from congdoan.support.exchange.rules.repairs import Repair

READY, WARNING, ERROR = 0, 1, 2


@dataclass(frozen=True)
class Column:
    """A column people may use; ``aliases`` are other headings it is recognised by."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    help: str = ""
    #: Stored encrypted, under this use of the installation's key (``foundation.sealing``).
    sealed_for: str = ""


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


@dataclass(slots=True)
class RowDraft:
    """One row while it is being planned; ``cells`` by column code, as text."""

    n: int
    cells: Mapping[str, str]
    #: The cells of the file as they came, by place.
    raw: Sequence[str] = ()
    parsed: dict[str, Any] = field(default_factory=dict)
    plan: str = "CREATE"
    problems: list[Problem] = field(default_factory=list)
    target_id: int | None = None
    #: Lower ranks are committed first (superiors before their subordinates).
    rank: int = 0
    #: What may stand once in the file (``SetEngine.keys``).
    keys: tuple[str, ...] = ()
    #: What a person said of the row: who is meant ("same": id, or 0 for somebody new).
    answer: dict[str, Any] = field(default_factory=dict)
    #: What was repaired in its cells, proposed and noticed (``rules.repairs.Repair``).
    repairs: Sequence[Repair] = ()
    #: Texts of this row already encrypted, by their plain text: each is sealed once.
    sealed: dict[str, str] = field(default_factory=dict)

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

    def ask(self, column: str, text: str, /, **values: Any) -> None:
        """Leave the row to a person, who says which of the two it is."""
        self.problems.append(Problem(WARNING, column, text, values))
        if self.plan != "ERROR":
            self.plan = "ASK"

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


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row of a stored plan as committing sees it."""

    id: int
    n: int
    plan: str
    parsed: dict[str, Any]
    target_id: int | None
    inverse: dict[str, Any]


#: Key → the rows of the file that carry it, where there are several.
Twins = Mapping[str, Sequence[int]]


class Judge(Protocol):
    """Judges rows in place, a few thousand at once, in a bounded number of queries."""

    def __call__(self, rows: list[RowDraft], twins: Twins) -> None: ...


@dataclass(frozen=True)
class SetEngine:
    """
    How a kind judges and writes many rows: by set, never one by one.

    ``keys`` names what may stand only once in a file; the engine finds the twins. ``begin`` loads
    what all rows share. ``commit`` writes one checkpoint in the caller's transaction and answers
    for each row: done, or the problem that came up since the plan was made. ``undo`` takes rows of
    one checkpoint back and answers for those that must stay, with the reason.
    """

    keys: Callable[[Mapping[str, str]], tuple[str, ...]]
    begin: Callable[[Context], Judge]
    commit: Callable[[Sequence[PlannedRow], Context], "dict[int, Done | Problem]"]
    undo: Callable[[Sequence[PlannedRow], Context, str], dict[int, Problem]]
    #: Models that ``commit`` fills: counted anew for the planner once a long batch is in.
    tables: tuple[Any, ...] = ()


def _by_set(*_: Any) -> Any:
    message = "This kind has a SetEngine"
    raise TypeError(message)


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
    plan: Callable[[list[RowDraft], Context], None] = _by_set
    commit: Callable[[Sequence[RowDraft], Context], list[Done]] = _by_set
    undo: Callable[[Sequence[dict[str, Any]], Context, str], None] = _by_set
    #: Instead of the three above, for kinds of many thousand rows.
    engine: SetEngine | None = None
    #: What stands in the register now, in the order of ``columns``, to be changed in a
    #: spreadsheet and sent back. Authorises, and writes down that it was handed out.
    current: Callable[[Context], list[list[str]]] | None = None
    #: Of the sheet that ``current`` fills: raised when its columns change their meaning.
    version: int = 1
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
