"""
Django's sessions in the database, opened with a written-out statement.

Every page opens one, from the database and from nowhere else: a session ended on one device is
ended in every process with the next click.
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from congdoan.foundation.prepared import ask

_OPEN = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        # Sessions run out in real time, also where the product's day is fixed.
        rows = ask(_OPEN, [self.session_key, timezone.now()])  # noqa: TID251
        if not rows:
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(rows[0][0])
        return found
