"""What the register knows by which two records may be one person; unscoped, for ``duplicates``."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from congdoan.areas.members.enums import SealedKind

KEYS = (SealedKind.CITIZEN_ID, SealedKind.INSURANCE_NO)

_PAIRS = """
WITH numbered AS MATERIALIZED (
    SELECT r.person_id AS id, regexp_replace(upper(member_no), '[^0-9A-Z]', '', 'g') AS key
    FROM members_memberrecord r JOIN people_person p ON p.id = r.person_id
    WHERE member_no <> '' AND p.merged_into_id IS NULL
), sealed AS MATERIALIZED (
    SELECT f.person_id AS id, f.kind || f.token AS key
    FROM members_sealedfact f JOIN people_person p ON p.id = f.person_id
    WHERE f.kind = ANY(%(kinds)s) AND p.merged_into_id IS NULL
), bare AS MATERIALIZED (
    SELECT DISTINCT p.id, m.birth_year, p.folded
    FROM people_person p JOIN members_membership m ON m.person_id = p.id
    WHERE p.birth_date IS NULL AND m.birth_year IS NOT NULL AND p.merged_into_id IS NULL
), dated AS MATERIALIZED (
    SELECT id, extract(year FROM birth_date)::int AS birth_year, folded FROM people_person
    WHERE merged_into_id IS NULL AND birth_date IS NOT NULL
        AND EXISTS (SELECT FROM bare WHERE bare.folded = people_person.folded)
)
SELECT DISTINCT least(a, b), greatest(a, b) FROM (
    SELECT one.id AS a, other.id AS b FROM numbered one JOIN numbered other USING (key)
    UNION ALL
    SELECT one.id, other.id FROM sealed one JOIN sealed other USING (key)
    UNION ALL
    SELECT one.id, other.id FROM bare one JOIN bare other USING (birth_year, folded)
    UNION ALL
    SELECT one.id, other.id FROM bare one JOIN dated other USING (birth_year, folded)
) AS found WHERE a <> b AND greatest(a, b) > %(since)s
"""
_MARKS = """
SELECT p.id, coalesce(r.member_no, ''), coalesce(place.organisation_id, 0), place.birth_year
FROM people_person p
LEFT JOIN members_memberrecord r ON r.person_id = p.id
LEFT JOIN LATERAL (
    SELECT organisation_id, birth_year FROM members_membership m WHERE m.person_id = p.id
    ORDER BY lower(valid) DESC LIMIT 1
) place ON true
WHERE p.id = ANY(%(ids)s)
"""
_TOKENS = """
SELECT person_id, kind, token FROM members_sealedfact
WHERE person_id = ANY(%(ids)s) AND kind = ANY(%(kinds)s)
"""
_BY_CITIZEN = """
SELECT coalesce(p.merged_into_id, p.id) FROM members_sealedfact f
JOIN people_person p ON p.id = f.person_id WHERE f.kind = 'CITIZEN_ID' AND f.token = ANY(%(tokens)s)
"""


@dataclass(slots=True)
class Marks:
    """What else tells one person from another; ``unit_id`` is where they (last) belong, or 0."""

    member_no: str = ""
    unit_id: int = 0
    birth_year: int | None = None
    tokens: dict[str, str] = field(default_factory=dict)


def unscoped_pairs_by_keys(*, since: int = 0) -> list[tuple[int, int]]:
    """Return pairs with one member's number, one sealed number, or a name and only the year."""
    given: dict[str, Any] = {"since": since, "kinds": [str(kind) for kind in KEYS]}
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, given)
        return [(int(one), int(other)) for one, other in cursor.fetchall()]


def unscoped_marks(ids: Collection[int]) -> dict[int, Marks]:
    """Return the marks of people in two questions, however many they are."""
    given: dict[str, Any] = {"ids": list(ids), "kinds": [str(kind) for kind in KEYS]}
    with connection.cursor() as cursor:
        cursor.execute(_MARKS, given)
        found = {pk: Marks(number, unit, year) for pk, number, unit, year in cursor.fetchall()}
        cursor.execute(_TOKENS, given)
        for pk, kind, token in cursor.fetchall():
            found[pk].tokens[kind] = token
    return found


def unscoped_by_citizen_tokens(tokens: Collection[str]) -> list[int]:
    """Return whose citizen's number stands under one of the tokens."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_CITIZEN, {"tokens": list(tokens)})
        return [int(pk) for (pk,) in cursor.fetchall()]
