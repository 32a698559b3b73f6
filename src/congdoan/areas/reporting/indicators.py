"""What reports answer to indicators: how many were owed, how many came in time."""

from collections.abc import Mapping
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.indicators.api import Asked, Behind, Opened
from congdoan.areas.reporting import policies

KEYS = ("REPORTS_OWED", "REPORTS_ONTIME")

# Owed is what fell due in the period; in time is counted as in ``Total.on_time``.
_OWED = """
SELECT a.top, count(*), count(*) FILTER (
  WHERE r.state IN ('SUBMITTED', 'ACCEPTED') AND NOT r.late)
FROM unnest(%(tops)s::bigint[], %(units)s::bigint[]) AS a (top, unit)
JOIN reporting_report r ON r.organisation_id = a.unit
  AND r.due_on BETWEEN %(first)s AND %(last)s
GROUP BY 1
"""


def owed(asked: Asked) -> Mapping[str, Mapping[int, Decimal]]:
    """Count the reports that fell due in the period, and those handed in in time; one query."""
    rows = asked.rows(_OWED)
    return {
        KEYS[0]: asked.filled({top: number for top, number, _in_time in rows}),
        KEYS[1]: asked.filled({top: in_time for top, _number, in_time in rows}),
    }


def reports_page(opened: Opened) -> Behind | None:
    """Return the list of the actor's own union; that of others is seen round by round."""
    own = opened.organisation.pk == opened.actor.organisation_id
    if not own or not opened.actor.may(policies.VIEW, on=opened.organisation):
        return None
    return Behind(_("Báo cáo của đơn vị"), reverse("reporting:reports"))
