"""What PostgreSQL's planner has to be told."""

from django.db import connection, models

#: Fewer rows than this change no plan that matters.
MANY = 500


def tell_planner(*tables: type[models.Model]) -> None:
    """
    Count tables anew, within the transaction that has just filled them.

    The checks that run at the commit (foreign keys, our own constraint triggers) keep the plan of
    their first use in a session. One made while a table was empty reads the whole table for every
    row: thousands of rows loaded by one transaction are then checked in quadratic time, since
    autovacuum sees them only after the commit. ``ANALYZE`` lets every such plan be made anew.
    """
    quote = connection.ops.quote_name
    names = ", ".join(quote(table._meta.db_table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")
