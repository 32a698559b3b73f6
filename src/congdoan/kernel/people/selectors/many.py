"""Finding many people by what names them: one question for each kind of key."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from congdoan.kernel.people.models import Person
from congdoan.kernel.people.rules.links import is_derived

# What stands in an alias leads to whom it is kept in.
_BY_EMAIL = """
SELECT lower(email), coalesce(merged_into_id, id), folded FROM people_person
WHERE lower(email) = ANY(%s) AND email <> ''
"""
_BY_PHONE = """
SELECT DISTINCT phone, coalesce(merged_into_id, id), folded FROM people_person
WHERE phone = ANY(%s) AND phone <> ''
"""
_BY_BIRTH = """
SELECT DISTINCT person.birth_date, person.folded, coalesce(person.merged_into_id, person.id)
FROM unnest(%s::date[], %s::text[]) AS asked (birth_date, folded)
JOIN people_person person USING (birth_date, folded)
"""
_FACTS = """
SELECT id, family_middle, given_name, gender, birth_date, phone, email, folded
FROM people_person WHERE id = ANY(%s)
"""

Named = tuple[int, str]  # id, folded name


def _asked(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    if not values[0]:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def unscoped_people_by_email(emails: Collection[str]) -> dict[str, list[Named]]:
    """Return who has one of the addresses (in small letters)."""
    return _grouped(_asked(_BY_EMAIL, list(emails)))


def unscoped_people_by_phone(phones: Collection[str]) -> dict[str, list[Named]]:
    return _grouped(_asked(_BY_PHONE, list(phones)))


def unscoped_people_by_birth(
    pairs: Collection[tuple[date, str]],
) -> dict[tuple[date, str], list[int]]:
    """Return who was born that day under that name (folded): perhaps the same, perhaps not."""
    found: dict[tuple[date, str], list[int]] = defaultdict(list)
    rows = _asked(_BY_BIRTH, [day for day, _name in pairs], [name for _day, name in pairs])
    for day, name, pk in rows:
        found[day, name].append(pk)
    return found


def unscoped_person_facts(ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Return họ đệm, tên, sex, birth date, phone, e-mail, folded name of people."""
    return {row[0]: row[1:] for row in _asked(_FACTS, list(ids))}


def unscoped_survivors(ids: Collection[int]) -> dict[int, int]:
    """Return who of ``ids`` is there, each led to themself, an alias to whom it is kept in."""
    rows = Person.objects.filter(pk__in=ids).values_list("pk", "merged_into_id")
    return {pk: into or pk for pk, into in rows}


def unscoped_aliases_named(words: Iterable[str]) -> list[int]:
    """Return who is kept under another name too that holds all ``words`` (letters and digits)."""
    parts = [f"%{word}%" for word in words]
    held = " AND folded LIKE %s" * len(parts)
    statement = f"""SELECT merged_into_id FROM people_person
        WHERE merged_into_id IS NOT NULL{held} LIMIT 200"""  # noqa: S608 - places only
    return [pk for (pk,) in _asked(statement, *parts)]


def unscoped_referred_to(
    ids: Collection[int], *, apart_from: Iterable[type[models.Model]] = ()
) -> set[int]:
    """
    Return which of these people some row of any table refers to.

    Whatever slice keeps something about a person is found by its foreign key, also one that comes
    later; ``apart_from`` are the tables the caller knows about.
    """
    found: set[int] = set()
    for table, column in _referring(frozenset(apart_from)):
        statement = f"SELECT DISTINCT {column} FROM {table} WHERE {column} = ANY(%s)"  # noqa: S608
        found.update(pk for (pk,) in _asked(statement, list(ids)))
    return found


@cache
def _referring(known: frozenset[type[models.Model]]) -> tuple[tuple[str, str], ...]:
    """Return table and column of every foreign key to people."""
    return tuple(
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if model not in known and model._meta.managed and not model._meta.proxy
        for field in model._meta.concrete_fields
        if field.related_model is Person and not is_derived(model._meta.label, field.name)
    )


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = defaultdict(list)
    for key, pk, folded in rows:
        found[key].append((pk, folded))
    return found
