"""
Put the test database back after a test that commits.

Django empties every table, then makes its rows of content types and permissions anew, and the
next test loads the rulebook again: seconds, for each of these tests and for every journey. Here
only what holds rows is emptied, past the triggers, and the rows that stood there when the session
began are copied back. Where the database user may not pass the triggers, Django's way is taken.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase
from psycopg import sql
import pytest

from tests.standing import columns_of, copying, may_pass_triggers

#: Every table with a page on disk; those that a test of before has left empty are few.
_FILLED = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND relname <> 'django_migrations' AND pg_relation_size(oid) > 0
    ORDER BY relname
"""


class Shipped:
    """The rows of the installed product, as PostgreSQL wrote them."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[list[str], bytes]] = {}

    def keep(self) -> None:
        with connection.cursor() as cursor:
            for table in _filled(cursor):
                columns = columns_of(cursor, table)
                with cursor.copy(copying(table, columns, "TO STDOUT")) as rows:
                    content = b"".join(bytes(block) for block in rows)
                if content:
                    self.rows[table] = columns, content

    def put_back(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in _filled(cursor):
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for table, (columns, content) in self.rows.items():
                with cursor.copy(copying(table, columns, "FROM STDIN")) as writer:
                    writer.write(content)


def _filled(cursor: Any) -> list[str]:
    cursor.execute(_FILLED)
    return [name for (name,) in cursor.fetchall()]


@pytest.fixture(scope="session")
def installed_rows(django_db_setup: None, django_db_blocker: Any) -> Shipped | None:
    with django_db_blocker.unblock():
        if not may_pass_triggers():
            return None
        made = Shipped()
        made.keep()
        return made


@pytest.fixture(scope="session")
def _quick_reset(installed_rows: Shipped | None) -> Iterator[None]:
    if installed_rows is None:
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda _case: installed_rows.put_back()
        )
        yield


@pytest.fixture
def _django_db_helper(_quick_reset: None, _django_db_helper: None) -> None:
    """Every test of the database ends in our way."""
