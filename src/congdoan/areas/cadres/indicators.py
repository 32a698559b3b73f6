"""What introductions to the Party answer to indicators: numbers, no names."""

from collections.abc import Mapping
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.cadres import policies
from congdoan.areas.cadres.enums import StepKind
from congdoan.areas.indicators.api import Asked, Behind, Opened

_CODES = {StepKind.INTRODUCED.value: "PARTY_INTRO", StepKind.ADMITTED.value: "PARTY_ADMITTED"}
KEYS = tuple(key for code in _CODES.values() for key in (code, f"{code}.FEMALE"))

# A step counts where it was taken.
_STEPS = """
SELECT a.top, s.kind, count(DISTINCT i.person_id),
       count(DISTINCT i.person_id) FILTER (WHERE n.gender = 'F')
FROM unnest(%(tops)s::bigint[], %(units)s::bigint[]) AS a (top, unit)
JOIN cadres_introductionstep s ON s.organisation_id = a.unit AND s.kind = ANY(%(kinds)s)
  AND s.done_on BETWEEN %(first)s AND %(last)s
JOIN cadres_partyintroduction i ON i.id = s.introduction_id
JOIN people_person n ON n.id = i.person_id
GROUP BY 1, 2
"""


def steps(asked: Asked) -> Mapping[str, Mapping[int, Decimal]]:
    """Count who was introduced and who was admitted in the period; one query."""
    found: dict[str, dict[int, int]] = {key: {} for key in KEYS}
    for top, kind, number, women in asked.rows(_STEPS, kinds=list(_CODES)):
        found[_CODES[kind]][top] = number
        found[f"{_CODES[kind]}.FEMALE"][top] = women
    return {key: asked.filled(values) for key, values in found.items()}


def party_page(opened: Opened) -> Behind | None:
    if not opened.actor.may(policies.COUNT, on=opened.organisation):
        return None
    address = reverse("cadres:party_of", args=[opened.organisation.pk])
    return Behind(_("Giới thiệu đoàn viên ưu tú cho Đảng"), address)
