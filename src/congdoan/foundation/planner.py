"""What PostgreSQL's planner has to be told."""

from django.db import connection, models

#: Fewer rows than this change no plan that matters.
MANY = 500

_UNAWARE = """
    SELECT relname FROM pg_class
    WHERE oid = ANY(%s::text[]::regclass[]) AND reltuples < %s
"""


def tell_planner(*tables: type[models.Model], added: int) -> None:
    """
    Count the tables anew that a transaction has at least doubled, within that transaction.

    The checks that run at the commit (foreign keys, our own constraint triggers) keep the plan of
    their first use in a session. One made while a table was empty reads the whole table for every
    row: thousands of rows loaded by one transaction are then checked in quadratic time, since
    autovacuum sees them only after the commit. ``ANALYZE`` lets every such plan be made anew.
    """
    if added < MANY:
        return
    with connection.cursor() as cursor:
        cursor.execute(_UNAWARE, [[table._meta.db_table for table in tables], added])
        names = [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]
        if names:
            cursor.execute(f"ANALYZE {', '.join(names)}")
