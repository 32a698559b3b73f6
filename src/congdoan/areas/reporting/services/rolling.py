"""Totals of branches follow the reports: what an acceptance touches is marked for counting."""

from datetime import datetime

from django.db import connection, transaction

from congdoan.areas.reporting.models import Report

_MARK = """
INSERT INTO reporting_total
  (round_id, hierarchy_id, organisation_id, values, owed, submitted, accepted, dirty_at)
SELECT %(round)s, l.hierarchy_id, l.ancestor_id, '{}', 0, 0, 0, %(at)s
FROM organisations_lineage l
WHERE l.descendant_id = %(organisation)s AND l.valid @> %(on)s::date
ON CONFLICT (round_id, hierarchy_id, organisation_id) DO UPDATE SET dirty_at = EXCLUDED.dirty_at
"""


@transaction.atomic
def mark_dirty(report: Report, *, at: datetime) -> None:
    """Mark the totals of ``report``'s organisation and of all above it, on every hierarchy."""
    values = {
        "round": report.round_id,
        "organisation": report.organisation_id,
        "on": report.round.on,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MARK, values)
