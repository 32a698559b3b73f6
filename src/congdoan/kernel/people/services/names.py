"""Names that nobody bears any more."""

from django.db import connection, transaction

_GONE = """
SELECT n.id FROM people_name n
WHERE (NOT EXISTS (SELECT 1 FROM people_person p
                   WHERE p.sort_key = n.sort_key AND p.folded = n.folded)
   OR EXISTS (SELECT 1 FROM people_name twin
              WHERE twin.sort_key = n.sort_key AND twin.folded = n.folded AND twin.id < n.id))
"""
# Whoever writes a person holds the table until the end: now all of them are seen, and none writes.
_ALONE = "LOCK TABLE people_name IN SHARE ROW EXCLUSIVE MODE"
_SWEEP = f"DELETE FROM people_name WHERE id IN ({_GONE} AND n.id = ANY(%s))"  # noqa: S608


def sweep_names() -> int:
    """Remove names without a bearer, and what stands twice; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_GONE)
        gone = [row[0] for row in cursor.fetchall()]
    if not gone:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")
        cursor.execute(_ALONE)
        cursor.execute(_SWEEP, [gone])
        swept: int = cursor.rowcount
        return swept
