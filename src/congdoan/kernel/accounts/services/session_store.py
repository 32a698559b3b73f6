"""
Django's sessions in the database, opened with a written-out statement.

Every page opens one, from the database and from nowhere else: a session ended on one device is
ended in every process with the next click.
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

_OPEN = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            # Sessions run out in real time, also where the product's day is fixed.
            cursor.execute(_OPEN, [self.session_key, timezone.now()])  # noqa: TID251
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(row[0])
        return found
