"""
Statements that every page asks, planned once a connection.

Django binds values into the text of a statement, so PostgreSQL plans it anew each time; for the
small statements of the frame (session, user, offices, names) planning takes longer than answering.
Those are written out and go through here: values sent apart, prepared on their second use
(``prepare_threshold`` in the settings).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
import psycopg

Row = TypeVar("Row", bound=Model)


def _cursor() -> Any:
    if connection.queries_logged:
        return connection.cursor()  # whoever reads the log wants the statement with its values
    connection.ensure_connection()
    with connection.wrap_database_errors:
        plain: Any = psycopg.Cursor(connection.connection)
    return connection.make_cursor(plain)


def ask(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """
    Return the rows of a written-out statement.

    Counted and logged like any other query, inside the transaction that is open. The plan must
    suit all values alike: a statement whose best plan hangs on how many rows an organisation has
    below it goes the ordinary way.
    """
    with _cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def by_key(model: type[Row], pk: int) -> Row | None:
    """
    Return the row of this key as it now stands in the database.

    For what every page asks: writing the statement anew with the ORM takes four times as long.
    """
    statement, names = _by_key(model)
    rows = ask(statement, [pk])
    return model.from_db(connection.alias, names, rows[0]) if rows else None


@cache
def _by_key(model: type[Model]) -> tuple[str, list[str]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    statement = f'SELECT {columns} FROM "{model._meta.db_table}" WHERE id = %s'  # noqa: S608 - names of ours
    return statement, [field.attname for field in fields]
