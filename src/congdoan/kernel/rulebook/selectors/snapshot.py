"""
The rulebook in memory: a few hundred rows, read once, kept until somebody writes.

Every writing puts a fresh mark into the one ``Stamp`` row, in its own transaction. A request asks
for the mark once, when it first needs a rule (``one_edition``): a page costs no query or one, works
with one edition from beginning to end, and sees what any other worker process had committed before
it. Elsewhere a thread asks at most once a second. What was rolled back is forgotten with it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from threading import local
from time import monotonic
from uuid import UUID, uuid4

from django.db import connection, transaction

from congdoan.foundation.prepared import ask
from congdoan.kernel.rulebook.models import RuleRow, Stamp
from congdoan.kernel.rulebook.rules.lookup import Rule, nearest

TRUST_SECONDS = 1.0
#: Answers kept of one edition.
REMEMBERED = 10_000
_NEVER = float("-inf")


@dataclass(frozen=True)
class Snapshot:
    """Every row, by key and by subject, in the order of the book."""

    mark: UUID | None
    by_key: dict[str, list[Rule]]
    by_subject: dict[str, list[Rule]]
    _nearest: dict[tuple[str, date], Rule | None] = field(default_factory=dict)

    def nearest(self, key: str, day: date) -> Rule | None:
        """Return what stood closest to ``day``; a list of names asks the same fifty times."""
        asked = (key, day)
        if asked not in self._nearest:
            if len(self._nearest) >= REMEMBERED:
                self._nearest.clear()
            self._nearest[asked] = nearest(self.by_key.get(key, []), day)
        return self._nearest[asked]


@dataclass
class _Held(local):
    """What this thread knows."""

    snapshot: Snapshot | None = None
    asked_at: float = _NEVER
    #: Within ``one_edition``: asked once is asked for all of it.
    held_fast: bool = False
    #: Called when the transaction commits in which this thread wrote; None when it has.
    pending: Callable[[], None] | None = None


_held = _Held()
#: The last snapshot of the process: other threads take it over instead of reading it again.
_shared: list[Snapshot] = []


def current() -> Snapshot:
    """Return the rulebook as it now stands in the database."""
    if _is_rolled_back():
        forget()
    if _held.snapshot is not None and _is_fresh():
        return _held.snapshot
    mark = _mark()
    if _held.snapshot is None or _held.snapshot.mark != mark:
        _held.snapshot = _take_over(mark) or _read(mark)
    _held.asked_at = monotonic()
    return _held.snapshot


def _mark() -> UUID | None:
    """Asked on every page, hence written out."""
    rows = ask("SELECT mark FROM rulebook_stamp ORDER BY id LIMIT 1", [])
    return rows[0][0] if rows else None


@contextmanager
def one_edition() -> Iterator[None]:
    """Work with one edition of the book: asked for at the first need, not again before the end."""
    if _held.held_fast:
        yield
        return
    _held.asked_at = _NEVER
    _held.held_fast = True
    try:
        yield
    finally:
        _held.held_fast = False


def renew() -> None:
    """Say that the book has changed: the last line of every service that writes it."""
    Stamp.objects.update_or_create(pk=1, defaults={"mark": uuid4()})
    _held.asked_at = _NEVER
    _held.pending = pending = partial(_settle)
    transaction.on_commit(pending)


def hold() -> None:
    """Let writers of the book take turns, each seeing what the one before it wrote."""
    Stamp.objects.select_for_update().first()
    _held.asked_at = _NEVER


def forget() -> None:
    """Drop what this thread holds (tests that roll back behind our back)."""
    _held.snapshot = None
    _held.pending = None


def _is_fresh() -> bool:
    if _held.held_fast:
        return _held.asked_at != _NEVER
    return monotonic() - _held.asked_at < TRUST_SECONDS


def _settle() -> None:
    _held.pending = None


def _is_rolled_back() -> bool:
    """Tell whether the writing transaction was undone: Django drops its callbacks then."""
    pending = _held.pending
    return pending is not None and not any(
        entry[1] is pending for entry in connection.run_on_commit
    )


def _take_over(mark: UUID | None) -> Snapshot | None:
    return next((known for known in _shared if known.mark == mark), None)


def _read(mark: UUID | None) -> Snapshot:
    by_key: dict[str, list[Rule]] = defaultdict(list)
    by_subject: dict[str, list[Rule]] = defaultdict(list)
    for row in RuleRow.objects.order_by("subject__position", "position", "key", "valid"):
        rule = as_rule(row)
        by_key[rule.key].append(rule)
        by_subject[rule.subject].append(rule)
    snapshot = Snapshot(mark, dict(by_key), dict(by_subject))
    if _held.pending is None and mark is not None:
        _shared[:] = [snapshot]
    return snapshot


def as_rule(row: RuleRow) -> Rule:
    return Rule(
        id=row.pk,
        subject=row.subject_id,
        key=row.key,
        code=row.code,
        label_vi=row.label,
        label_en=row.label_en,
        value=row.value,
        unit=row.unit,
        position=row.position,
        organisation_id=row.organisation_id,
        start=row.valid.lower,
        until=row.valid.upper,
        overridable=row.overridable,
        minimum=row.minimum,
        maximum=row.maximum,
        legal_basis=row.legal_basis,
        source=row.source,
        verified=row.verified,
        note=row.note,
    )
