"""
Make a world once a process, and put its rows there again for each test that stands in it.

Making the standing tree through its services takes a tenth of a second, thousands of times. Its
rows are kept as PostgreSQL wrote them and put back past the triggers, which have run when they
were made. Where that cannot be done (a test without a transaction of its own, tables that are not
empty, a database user who may not) the world is made anew.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeVar, cast

from django.db import connection, transaction
from psycopg import sql

World = TypeVar("World")
_TOUCHED = """
    SELECT relname FROM pg_stat_xact_user_tables
    WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 ORDER BY relname
"""
#: Numbers that were handed out are not handed out again: a test may have set a sequence back.
_AHEAD = "setval('{name}', greatest({last}, (SELECT last_value FROM {name})))"
_COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    ORDER BY attnum
"""


class Standing:
    """The rows and the objects that ``make`` leaves; kept by the first ``stand``."""

    def __init__(self) -> None:
        self.tables: dict[str, tuple[list[str], bytes]] = {}
        self.made: object = None
        self.ahead = ""

    def stand(self, make: Callable[[], World]) -> World:
        if not connection.in_atomic_block or not may_pass_triggers():
            return make()
        if self.tables and _empty(self.tables):
            self._put_back()
            return cast(World, deepcopy(self.made))
        if self.tables or _touched():
            return make()
        made = make()
        self._keep(made)
        return made

    def _keep(self, made: object) -> None:
        self.made = deepcopy(made)
        sequences = []
        with connection.cursor() as cursor:
            for table in _touched():
                columns = columns_of(cursor, table)
                with cursor.copy(copying(table, columns, "TO STDOUT")) as rows:
                    self.tables[table] = columns, b"".join(bytes(block) for block in rows)
                if "id" in columns:
                    cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
                    sequences += [name for (name,) in cursor.fetchall() if name]
            for name in sequences:
                cursor.execute(f"SELECT last_value FROM {name}")  # noqa: S608 - PostgreSQL's own
                last = cursor.fetchone()[0]
                self.ahead += (", " if self.ahead else "SELECT ") + _AHEAD.format(
                    name=name, last=last
                )

    def _put_back(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, (columns, rows) in self.tables.items():
                with cursor.copy(copying(table, columns, "FROM STDIN")) as writer:
                    writer.write(rows)
            cursor.execute(self.ahead)
            cursor.execute("SET LOCAL session_replication_role = origin")


def _touched() -> list[str]:
    """Return the tables that the transaction of this test has written to."""
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED)
        return [name for (name,) in cursor.fetchall()]


def columns_of(cursor: Any, table: str) -> list[str]:
    """Return the columns that are written, not computed."""
    cursor.execute(_COLUMNS, [table])
    return [name for (name,) in cursor.fetchall()]


def may_pass_triggers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        return bool(cursor.fetchone()[0])


def _empty(tables: dict[str, Any]) -> bool:
    one = sql.SQL("NOT EXISTS (SELECT FROM {})")
    asked = sql.SQL(" AND ").join(one.format(sql.Identifier(table)) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {}").format(asked))
        return bool(cursor.fetchone()[0])


def copying(table: str, columns: list[str], direction: str) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) {}")
    return statement.format(sql.Identifier(table), names, sql.SQL(direction))
