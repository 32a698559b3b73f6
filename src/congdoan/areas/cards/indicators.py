"""What cards answer to indicators."""

from collections.abc import Mapping
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.cards import policies
from congdoan.areas.indicators.api import Asked, Behind, Opened

KEYS = ("CARDS", "CARDS.FEMALE")

_HOLDING = """
SELECT a.top, count(DISTINCT m.person_id),
       count(DISTINCT m.person_id) FILTER (WHERE m.gender = 'F')
FROM unnest(%(tops)s::bigint[], %(units)s::bigint[]) AS a (top, unit)
JOIN members_membership m ON m.organisation_id = a.unit AND m.valid @> %(last)s::date
JOIN cards_card c ON c.person_id = m.person_id AND c.issued_on <= %(last)s
  AND (c.ended_on IS NULL OR c.ended_on > %(last)s)
GROUP BY 1
"""


def holding(asked: Asked) -> Mapping[str, Mapping[int, Decimal]]:
    """Count the members of the last day who hold a card on it; one query."""
    rows = asked.rows(_HOLDING)
    return {
        KEYS[0]: asked.filled({top: number for top, number, _women in rows}),
        KEYS[1]: asked.filled({top: women for top, _number, women in rows}),
    }


def cards_page(opened: Opened) -> Behind | None:
    if not opened.actor.may(policies.VIEW, on=opened.organisation):
        return None
    return Behind(_("Thẻ đoàn viên"), reverse("cards:of", args=[opened.organisation.pk]))
