"""References between tables that were checked for thousands of rows by one question each."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_MAY = "SELECT has_parameter_privilege('session_replication_role', 'SET')"


@contextmanager
def checked_by_set() -> Iterator[None]:
    """
    Let statements go without the database's own look at each row's references.

    A row taken out of a table that sixteen others refer to costs sixteen look-ups; for 100,000 rows
    they took longer than everything else. Only for a caller who holds the rows of either side (by
    ``FOR UPDATE``, ``FOR KEY SHARE``, or as rows of this transaction) and has asked all the rest.
    Where the role may not say so (a server that is not ours: ``GRANT SET ON PARAMETER
    session_replication_role``), the database looks as ever.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MAY)
        may = bool(cursor.fetchone()[0])
        if not may:
            yield
            return
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield  # where this fails, the rollback takes the setting back as well
        cursor.execute("SET LOCAL session_replication_role = origin")
