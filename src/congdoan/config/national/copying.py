"""COPY into our tables, and putting indexes and keys aside meanwhile."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection

_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype IN ('f', 'u', 'x')
ORDER BY contype = 'f'
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = %s::regclass AND NOT EXISTS
    (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""


def copy(table: str, columns: str, lines: Iterable[str]) -> int:
    """COPY lines of text (tabs between the columns); return how many characters."""
    sent = 0
    with connection.cursor() as cursor:
        connection.ensure_connection()
        raw: Any = cursor.cursor
        with raw.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
            for chunk in _chunks(lines):
                stream.write(chunk)
                sent += len(chunk)
    return sent


def _chunks(lines: Iterable[str], at_once: int = 5000) -> Iterator[str]:
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == at_once:
            yield "".join(waiting)
            waiting.clear()
    yield "".join(waiting)


@contextmanager
def bare(*tables: str) -> Iterator[None]:
    """
    Put the indexes and keys of ``tables`` aside, and make them anew at the end, checked as a whole.

    Inside one transaction: whoever stops in between leaves the tables as they were.
    """
    keys: list[tuple[str, str, str]] = []
    indexes: list[tuple[str, str]] = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(_KEYS, [table])
            keys += cursor.fetchall()
        for table, name, _definition in keys:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for table in tables:
            cursor.execute(_INDEXES, [table])
            indexes += cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        # Sorting at once what would otherwise be put in place row by row.
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in keys:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def analyse(*tables: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def continue_numbers(*tables: str) -> None:
    """Let the tables' numbers go on after the ones given by hand."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"  # noqa: S608 - our names
                f" greatest((SELECT max(id) FROM {table}), 1))"
            )


def span(start: date, until: date | None) -> str:
    return f"[{start.isoformat()},{until.isoformat() if until else ''})"


def clean(text: str) -> str:
    """Return text as COPY reads it."""
    return text.replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")
