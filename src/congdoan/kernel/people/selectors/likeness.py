"""
Who may be the same person as whom, by name, day of birth, telephone, e-mail: candidates only.

Found by set: everybody is put into small blocks (same birthday and same words of the name, …) and
compared within them, never with everybody else. What a candidate is worth is scored elsewhere.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection

from congdoan.foundation import vietnamese
from congdoan.kernel.people.models import Office

#: A telephone or mailbox that more people share belongs to a school or a family, not to one person.
MOST_SHARING = 4

#: A name is common when this many carry it, and more than one in two thousand.
FEWEST_OF_COMMON = 20
_COMMON = """
SELECT folded FROM people_person WHERE folded = ANY(%(names)s) GROUP BY folded
HAVING count(*) > greatest(%(fewest)s, (
    SELECT reltuples FROM pg_class WHERE oid = 'people_person'::regclass) / 2000)
"""

#: ``words``: the name's words in order of the alphabet (typed the other way round it is equal);
#: ``ends``: its first and last word (a middle name left out is equal); ``turned``: the birthday
#: with day and month exchanged.
_WHO = """
WITH who AS MATERIALIZED (
    SELECT id, birth_date, lower(email) AS email,
        regexp_replace(regexp_replace(phone, '\\D', '', 'g'), '^84(?=\\d{9})', '0') AS phone,
        (SELECT string_agg(word, ' ' ORDER BY word) FROM unnest(name) AS word) AS words,
        least(name[1], name[cardinality(name)]) || ' '
            || greatest(name[1], name[cardinality(name)]) AS ends,
        CASE WHEN extract(day FROM birth_date) <= 12
              AND extract(day FROM birth_date) <> extract(month FROM birth_date)
             THEN make_date(extract(year FROM birth_date)::int,
                            extract(day FROM birth_date)::int,
                            extract(month FROM birth_date)::int) END AS turned
    FROM (SELECT *, string_to_array(folded, ' ') AS name FROM people_person
          WHERE merged_into_id IS NULL) AS person
)"""
_PAIRS = """{who},
fresh AS (SELECT * FROM who WHERE id > %(since)s),
shared_phone AS (
    SELECT phone FROM who WHERE length(phone) >= 9 GROUP BY phone
    HAVING count(*) BETWEEN 2 AND %(most)s
),
shared_email AS (
    SELECT email FROM who WHERE email <> '' GROUP BY email HAVING count(*) BETWEEN 2 AND %(most)s
)
SELECT DISTINCT least(a, b), greatest(a, b) FROM (
    SELECT f.id AS a, w.id AS b FROM fresh f JOIN who w USING (birth_date, words)
    UNION ALL
    SELECT f.id, w.id FROM fresh f JOIN who w USING (birth_date, ends)
    UNION ALL
    SELECT f.id, w.id FROM fresh f JOIN who w ON w.birth_date = f.turned AND w.words = f.words
    UNION ALL
    SELECT f.id, w.id FROM fresh f JOIN shared_phone USING (phone) JOIN who w USING (phone)
    UNION ALL
    SELECT f.id, w.id FROM fresh f JOIN shared_email USING (email) JOIN who w USING (email)
) AS found WHERE a <> b
""".replace("{who}", _WHO)
_ONE = """
SELECT id FROM people_person
WHERE merged_into_id IS NULL AND id <> %(apart)s AND (
    birth_date = ANY(%(days)s)
        AND (string_to_array(folded, ' ') @> %(words)s
             OR string_to_array(folded, ' ') <@ %(words)s)
    OR (phone <> '' AND phone = ANY(%(phones)s))
    OR (email <> '' AND lower(email) = %(email)s)
) ORDER BY id LIMIT 50
"""


def unscoped_like_pairs(*, since: int = 0) -> list[tuple[int, int]]:
    """Return pairs worth a look; ``since``: those with somebody of a later key."""
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, {"since": since, "most": MOST_SHARING})
        return [(int(one), int(other)) for one, other in cursor.fetchall()]


def unscoped_like_newcomer(
    *, folded: str, born: date | None, phones: list[str], email: str, apart_from: int = 0
) -> list[int]:
    """Return who of the register may be somebody who is about to be written down."""
    days = [born, turned(born)] if born else []
    given: dict[str, Any] = {
        "apart": apart_from,
        "days": [day for day in days if day],
        "words": vietnamese.fold(folded).split(),
        "phones": [phone for phone in phones if phone],
        "email": email.lower(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ONE, given)
        return [int(pk) for (pk,) in cursor.fetchall()]


def unscoped_common_names(names: Collection[str]) -> set[str]:
    """Return those of ``names`` (folded) that so many people carry that they tell little."""
    with connection.cursor() as cursor:
        cursor.execute(_COMMON, {"names": list(set(names)), "fewest": FEWEST_OF_COMMON})
        return {name for (name,) in cursor.fetchall()}


def unscoped_office_units(ids: Collection[int]) -> dict[int, int]:
    """Return where people (last) held an office."""
    rows = Office.objects.filter(person_id__in=ids).order_by("valid")
    return dict(rows.values_list("person_id", "organisation_id"))


def unscoped_newest_person() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM people_person")
        return int(cursor.fetchone()[0])


def turned(day: date | None) -> date | None:
    """Return the day with day and month exchanged; None where that is no other day."""
    if day is None or day.day > 12 or day.day == day.month:
        return None
    return date(day.year, day.day, day.month)
