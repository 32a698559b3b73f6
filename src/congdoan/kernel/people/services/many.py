"""
Thousands of people at once: written by ``COPY``, changed and taken away by one statement.

Who may is asked once for all the organisations the people belong to; the audit row of the whole
(who, how many, from which file) is the caller's.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection, transaction

from congdoan.foundation import vietnamese
from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability
from congdoan.foundation.copying import array_of, copy_in, next_ids
from congdoan.foundation.hooks import Hook
from congdoan.foundation.planner import tell_planner
from congdoan.foundation.references import checked_by_set
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.people.models import Person
from congdoan.kernel.people.selectors.many import unscoped_referred_to

_COLUMNS = (
    *("id", "family_middle", "given_name", "gender", "birth_date", "phone", "email"),
    *("sort_key", "folded"),
)
_CHANGE = """
UPDATE people_person AS person
SET family_middle = new.family_middle, given_name = new.given_name, gender = new.gender,
    birth_date = new.birth_date, phone = new.phone, email = new.email, sort_key = new.sort_key,
    folded = new.folded
FROM unnest(%(id)s::bigint[], %(family_middle)s::text[], %(given_name)s::text[],
            %(gender)s::text[], %(birth_date)s::date[], %(phone)s::text[], %(email)s::text[],
            %(sort_key)s::text[], %(folded)s::text[])
    AS new (id, family_middle, given_name, gender, birth_date, phone, email, sort_key, folded)
WHERE person.id = new.id
"""

#: Asked with their ids before people are taken away: what was only derived of them goes first.
removing: Hook[frozenset[int], None] = Hook("people.removing")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as a list gives them; names are tidy (single spaces, composed letters)."""

    family_middle: str
    given_name: str
    gender: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    #: The name as it is searched, where that is known already.
    folded: str = ""

    @property
    def values(self) -> tuple[Any, ...]:
        return (
            *(self.family_middle, self.given_name, self.gender, self.birth_date),
            *(self.phone, self.email),
        )

    @property
    def keys(self) -> tuple[str, str]:
        """Return the stored sort and search keys (as ``Person.settle_keys`` sets them)."""
        sort = f"{_sort_key(self.given_name)} {_sort_key(self.family_middle)}"[:500]
        folded = self.folded or vietnamese.fold(f"{self.family_middle} {self.given_name}".strip())
        return sort, folded


# Given names are few hundred, family and middle names some thousand: each is spelled out once.
_sort_key = lru_cache(maxsize=20_000)(vietnamese.sort_key)


def require_everywhere(actor: Actor, right: Capability, organisations: Collection[int]) -> None:
    """
    Ask once whether the actor holds a right on all of the organisations.

    :raises NotAllowed: when one of them is out of reach
    """
    wanted = set(organisations)
    if actor.reach(right).filter(pk__in=wanted).count() != len(wanted):
        raise NotAllowed


@transaction.atomic
def register_people(
    *, actor: Actor, right: Capability, organisations: Collection[int], people: Sequence[PersonRow]
) -> list[int]:
    """
    Write people down on behalf of organisations that then admit them; return their ids in order.

    ``right`` is the capability of the act they are written for.
    """
    require_everywhere(actor, right, organisations)
    ids = next_ids("people_person", len(people))
    copy_in(
        "people_person",
        _COLUMNS,
        ((pk, *person.values, *person.keys) for pk, person in zip(ids, people, strict=True)),
    )
    tell_planner(Person, added=len(ids))
    return ids


@transaction.atomic
def change_people(
    *,
    actor: Actor,
    right: Capability,
    organisations: Collection[int],
    people: Mapping[int, PersonRow],
) -> None:
    """Write over the facts of people who belong to these organisations."""
    require_everywhere(actor, right, organisations)
    if not people:
        return
    rows = [(pk, *person.values, *person.keys) for pk, person in people.items()]
    columns = zip(*rows, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            _CHANGE,
            {name: array_of(column) for name, column in zip(_COLUMNS, columns, strict=True)},
        )


@transaction.atomic
def remove_people(
    *, actor: Actor, right: Capability, organisations: Collection[int], ids: Collection[int]
) -> None:
    """
    Take people away whom an import wrote down by mistake, once nothing refers to them.

    The database refuses whoever is still referred to (``unscoped_referred_to`` tells).
    """
    require_everywhere(actor, right, organisations)
    removing.ask(frozenset(ids))
    wanted = array_of(ids)
    with connection.cursor() as cursor:
        # Held, so that nobody comes to refer to them: who has not committed by now is refused.
        cursor.execute("SELECT 1 FROM people_person WHERE id = ANY(%s) FOR UPDATE", [wanted])
    free = not unscoped_referred_to(ids)
    with checked_by_set() if free else nullcontext(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_person WHERE id = ANY(%s)", [wanted])
