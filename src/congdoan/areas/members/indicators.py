"""
What the register of members answers to indicators.

Everybody is counted as the register counts them, restricted records too: numbers name nobody.
Coming and going are told apart as the statement of movement does (``selectors.movement``), by
the union with the sections and teams it speaks for: a way from team to team is in no figure, and
number at the end − number before the beginning = NEW + IN − OUT − CEASED.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.indicators.api import Asked, Behind, Opened
from congdoan.areas.members import policies
from congdoan.areas.members.enums import BeginOfMembership, Category, EndOfMembership, SealedKind
from congdoan.areas.members.services.records import KINH, tokens_of

Answers = Mapping[str, Mapping[int, Decimal]]

_PAIRS = "unnest(%(tops)s::bigint[], %(units)s::bigint[]) AS a (top, unit)"

# Of the sums that are kept (ADR 0016), not of the memberships.
_TOTAL = f"""
SELECT a.top, sum(c.delta) FROM {_PAIRS}
JOIN members_memberchange c ON c.organisation_id = a.unit AND c.day <= %(last)s
GROUP BY 1
"""  # noqa: S608 - our text
_GROUPS = f"""
SELECT a.top, count(*) FILTER (WHERE m.gender = 'F'),
       count(*) FILTER (WHERE m.category = %(teacher)s)
FROM {_PAIRS}
JOIN members_membership m ON m.organisation_id = a.unit AND m.valid @> %(last)s::date
GROUP BY 1
"""  # noqa: S608 - our text
_ETHNIC = f"""
SELECT a.top, count(*) FROM {_PAIRS}
JOIN members_membership m ON m.organisation_id = a.unit AND m.valid @> %(last)s::date
JOIN members_sealedfact f ON f.person_id = m.person_id AND f.kind = %(ethnicity)s
  AND NOT f.token = ANY(%(kinh)s)
GROUP BY 1
"""  # noqa: S608 - our text

_MOVED = f"""
WITH near AS MATERIALIZED (
    SELECT a.top, m.id, m.person_id, m.valid, m.gender, m.category, m.begin_reason, m.end_reason,
           m.begun_by_id
    FROM {_PAIRS} JOIN members_membership m ON m.organisation_id = a.unit
    WHERE lower(m.valid) BETWEEN %(first)s AND %(last)s
       OR upper(m.valid) BETWEEN %(first)s AND %(last)s
), every AS (
    SELECT n.top, n.person_id, n.gender, n.category, lower(n.valid) AS day, CASE
        WHEN n.begin_reason = ANY(%(came)s) THEN 'MEM_IN'
        WHEN n.begin_reason <> '' THEN 'MEM_NEW'
        WHEN n.begun_by_id IS NOT NULL THEN 'MEM_IN'
        WHEN p.end_reason = 'TRANSFERRED' AND upper(p.valid) = lower(n.valid) THEN 'MEM_IN'
        ELSE 'MEM_NEW' END AS code
    FROM near n
    LEFT JOIN LATERAL (
        SELECT e.end_reason, e.valid FROM members_membership e
        WHERE e.person_id = n.person_id AND n.begin_reason = '' AND e.valid << n.valid
        ORDER BY e.valid DESC LIMIT 1
    ) p ON true
    WHERE lower(n.valid) BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT n.top, n.person_id, n.gender, n.category, upper(n.valid), CASE
        WHEN n.end_reason = ANY(%(went)s) THEN 'MEM_OUT' ELSE 'MEM_CEASED' END
    FROM near n WHERE upper(n.valid) BETWEEN %(first)s AND %(last)s
), moves AS (
    SELECT *, count(*) OVER (PARTITION BY top, person_id, day) > 1 AS inside FROM every
)
SELECT top, code, count(*), count(*) FILTER (WHERE gender = 'F'),
       count(*) FILTER (WHERE category = %(teacher)s)
FROM moves WHERE NOT inside GROUP BY 1, 2
"""  # noqa: S608 - our text

_DISCIPLINED = f"""
SELECT a.top, count(DISTINCT d.person_id),
       count(DISTINCT d.person_id) FILTER (WHERE n.gender = 'F')
FROM {_PAIRS}
JOIN members_discipline d ON d.organisation_id = a.unit
  AND d.decided_on BETWEEN %(first)s AND %(last)s
JOIN people_person n ON n.id = d.person_id
GROUP BY 1
"""  # noqa: S608 - our text

_SIGNED_IN = f"""
SELECT a.top, count(*) FROM {_PAIRS}
JOIN members_membership m ON m.organisation_id = a.unit AND m.valid @> %(last)s::date
JOIN people_person n ON n.id = m.person_id
JOIN accounts_user u ON u.id = n.user_id AND u.is_active
  AND (u.last_login AT TIME ZONE %(zone)s)::date >= %(first)s
  AND (u.created_at AT TIME ZONE %(zone)s)::date <= %(last)s
GROUP BY 1
"""  # noqa: S608 - our text

TOTAL = "MEM_TOTAL"
GROUPS = (f"{TOTAL}.FEMALE", f"{TOTAL}.TEACHER")
ETHNIC = f"{TOTAL}.ETHNIC"
_FLOWS = ("MEM_NEW", "MEM_IN", "MEM_OUT", "MEM_CEASED")
FLOWS = tuple(key for code in _FLOWS for key in (code, f"{code}.FEMALE", f"{code}.TEACHER"))
DISCIPLINE = ("DISCIPLINE", "DISCIPLINE.FEMALE")
#: Ways in and out that are no admission and no ceasing to be a member.
_CAME = (
    BeginOfMembership.TRANSFERRED,
    BeginOfMembership.REORGANISED,
    BeginOfMembership.KNOWN,
    BeginOfMembership.CONTINUED,
)
_WENT = (EndOfMembership.TRANSFERRED, EndOfMembership.UNIT_MERGED, EndOfMembership.CONTINUED)


def total(asked: Asked) -> Mapping[int, Decimal]:
    return asked.filled(dict(_ask(_TOTAL, asked)))


def groups(asked: Asked) -> Answers:
    """Count women and teachers among the members of the last day; one query."""
    rows = _ask(_GROUPS, asked)
    return {
        GROUPS[0]: asked.filled({top: women for top, women, _teachers in rows}),
        GROUPS[1]: asked.filled({top: teachers for top, _women, teachers in rows}),
    }


def ethnic(asked: Asked) -> Mapping[int, Decimal]:
    """Count who is written down as of an ethnic minority; opens no sealed fact."""
    return asked.filled(dict(_ask(_ETHNIC, asked)))


def flows(asked: Asked) -> Answers:
    """Count who was admitted, came, went and ceased in the period; one query."""
    found: dict[str, dict[int, int]] = {key: {} for key in FLOWS}
    for top, code, number, women, teachers in _ask(_MOVED, asked):
        found[code][top] = number
        found[f"{code}.FEMALE"][top] = women
        found[f"{code}.TEACHER"][top] = teachers
    return {key: asked.filled(values) for key, values in found.items()}


def disciplined(asked: Asked) -> Answers:
    rows = _ask(_DISCIPLINED, asked)
    return {
        DISCIPLINE[0]: asked.filled({top: number for top, number, _women in rows}),
        DISCIPLINE[1]: asked.filled({top: women for top, _number, women in rows}),
    }


def signed_in(asked: Asked) -> Mapping[int, Decimal]:
    """Count the members with an account that signed in since the first day; one query."""
    return asked.filled(dict(_ask(_SIGNED_IN, asked)))


def register_page(opened: Opened) -> Behind | None:
    """Return the register of the last day; it names members to whom it may."""
    if not opened.actor.may(policies.COUNT, on=opened.organisation):
        return None
    address = reverse("members:of", args=[opened.organisation.pk])
    return Behind(_("Sổ đoàn viên"), f"{address}?as_of={opened.last.isoformat()}")


def movement_page(opened: Opened) -> Behind | None:
    """Return the statement of movement of the period, which opens into names."""
    if not opened.actor.may(policies.COUNT, on=opened.organisation):
        return None
    address = reverse("members:movement", args=[opened.organisation.pk])
    days = f"first={opened.first.isoformat()}&last={opened.last.isoformat()}"
    return Behind(_("Biến động đoàn viên trong kỳ"), f"{address}?{days}")


def _ask(query: str, asked: Asked) -> list[tuple[Any, ...]]:
    return asked.rows(
        query,
        teacher=Category.TEACHER.value,
        ethnicity=SealedKind.ETHNICITY.value,
        kinh=tokens_of(SealedKind.ETHNICITY, KINH),
        came=[one.value for one in _CAME],
        went=[one.value for one in _WENT],
        zone=settings.TIME_ZONE,
    )
