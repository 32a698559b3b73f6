"""Totals of branches follow the reports: what an acceptance touches is marked for counting."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from congdoan.areas.reporting.models import Report, Round

_MARK = """
INSERT INTO reporting_total
  (round_id, hierarchy_id, organisation_id, values, owed, submitted, accepted, dirty_at)
SELECT %(round)s, l.hierarchy_id, l.ancestor_id, '{}', 0, 0, 0, %(at)s
FROM organisations_lineage l
WHERE l.descendant_id = %(organisation)s AND l.valid @> %(on)s::date
ORDER BY l.hierarchy_id, l.ancestor_id
ON CONFLICT (round_id, hierarchy_id, organisation_id) DO UPDATE SET dirty_at = EXCLUDED.dirty_at
"""


def mark_dirty(report: Report, *, at: datetime) -> None:
    """Mark the totals of ``report``'s organisation and of all above it, on every hierarchy."""
    mark_dirty_at(report.round, report.organisation_id, at=at)


@transaction.atomic
def mark_dirty_at(found: Round, organisation_id: int, *, at: datetime) -> None:
    """Mark the totals of an organisation and of all above it on the round's day."""
    values: dict[str, Any] = {
        "round": found.pk,
        "organisation": organisation_id,
        "on": found.on,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MARK, values)
