"""
The file of a batch on its way into the database and out of it, part by part.

A list of a million rows is a file of 100 MB: whole, it would stand in memory as it came, as it is
sent, and as the database takes it. (Django besides spells bytes out as text in the statement.)
"""

import tempfile
from typing import IO

from django.db import connection
import psycopg

_PART = 2 * 1024 * 1024
#: Up to here a file that is read again waits in memory.
_HELD_BYTES = 8 * 1024 * 1024
_KEEP = "INSERT INTO exchange_importpart (batch_id, place, content) VALUES (%s, %s, %b)"
_PLACES = "SELECT place FROM exchange_importpart WHERE batch_id = %s ORDER BY place"
_KEPT = "SELECT content FROM exchange_importpart WHERE batch_id = %s AND place = %s"
_SIZE = "SELECT coalesce(sum(length(content)), 0) FROM exchange_importpart WHERE batch_id = %s"


def keep_file(batch_id: int, source: IO[bytes]) -> None:
    connection.ensure_connection()
    source.seek(0)
    with psycopg.Cursor(connection.connection) as cursor:
        place = 0
        while part := source.read(_PART):
            cursor.execute(_KEEP, [batch_id, place, part])
            place += 1


def kept_file(batch_id: int) -> IO[bytes]:
    """Return the file in a nameless one of our own; it goes when nobody holds it any more."""
    file = tempfile.SpooledTemporaryFile(max_size=_HELD_BYTES)  # noqa: SIM115 - goes with who reads
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_PLACES, [batch_id])
        for (place,) in cursor.fetchall():
            cursor.execute(_KEPT, [batch_id, place], binary=True)
            found = cursor.fetchone()
            file.write(found[0] if found else b"")
    file.seek(0)
    return file


def kept_size(batch_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_SIZE, [batch_id])
        return int(cursor.fetchone()[0])
