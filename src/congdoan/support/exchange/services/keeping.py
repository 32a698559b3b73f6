"""
The file of a batch on its way into the database and out of it, as bytes.

Django spells bytes out as text in the statement, which takes eight times a file's size in memory.
"""

from django.db import connection
import psycopg

_KEEP = "INSERT INTO exchange_importfile (batch_id, content) VALUES (%s, %b)"
_KEPT = "SELECT content FROM exchange_importfile WHERE batch_id = %s"


def keep_file(batch_id: int, content: bytes) -> None:
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_KEEP, [batch_id, content])


def kept_file(batch_id: int) -> bytes:
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_KEPT, [batch_id], binary=True)
        found = cursor.fetchone()
    return bytes(found[0]) if found else b""
