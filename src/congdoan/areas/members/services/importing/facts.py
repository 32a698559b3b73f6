"""What many rows are judged against: one question for each kind of key, whatever their number."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from congdoan.areas.members import policies
from congdoan.areas.members.enums import SealedKind
from congdoan.areas.members.rules.unit_names import spellings
from congdoan.areas.members.services.importing.nearest import Nearest
from congdoan.areas.members.services.records import tokens_of
from congdoan.foundation import vietnamese
from congdoan.foundation.capabilities import Capability
from congdoan.foundation.copying import array_of
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile
from congdoan.kernel.people.api import (
    unscoped_limited,
    unscoped_people_by_birth,
    unscoped_people_by_email,
    unscoped_people_by_phone,
    unscoped_person_facts,
)
from congdoan.support.exchange.api import Context

_BY_CITIZEN = """
SELECT f.token, coalesce(p.merged_into_id, p.id) FROM members_sealedfact f
JOIN people_person p ON p.id = f.person_id WHERE f.kind = 'CITIZEN_ID' AND f.token = ANY(%s)
"""
_BY_NUMBER = """
SELECT r.member_no, coalesce(p.merged_into_id, p.id) FROM members_memberrecord r
JOIN people_person p ON p.id = r.person_id WHERE r.member_no = ANY(%s)
"""
_STAYS = """
SELECT m.person_id, m.id, m.organisation_id, lower(m.valid), upper(m.valid), m.category, o.code
FROM members_membership m JOIN organisations_organisation o ON o.id = m.organisation_id
WHERE m.person_id = ANY(%s) ORDER BY lower(m.valid)
"""
_AT_HOME = """
SELECT m.organisation_id, p.folded, m.birth_year, p.id
FROM unnest(%s::bigint[], %s::text[]) AS wanted (unit, folded)
JOIN members_membership m ON m.organisation_id = wanted.unit
JOIN people_person p ON p.id = m.person_id AND p.folded = wanted.folded
WHERE upper_inf(m.valid) ORDER BY p.id
"""
_RECORDS = """
SELECT person_id, member_no, joined_on, hired_on, address_current FROM members_memberrecord
WHERE person_id = ANY(%s)
"""
_WORKS = """
SELECT person_id, job_title, department FROM members_memberwork
WHERE person_id = ANY(%s) AND valid @> %s::date
"""
_TOKENS = """
SELECT person_id, kind, token, CASE WHEN kind <> 'CITIZEN_ID' THEN sealed END
FROM members_sealedfact WHERE kind = ANY(%s) AND person_id = ANY(%s)
"""

_SEALED = ["CITIZEN_ID", "ID_ISSUED", "SALARY_RATE", "CHILDREN"]

#: (union, folded name) → (birth year as it is counted, person).
AtHome = dict[tuple[int, str], list[tuple[int | None, int]]]


@dataclass(frozen=True, slots=True)
class Unit:
    """A union that rows may name, and its days."""

    id: int
    code: str
    founded: date
    ended: date | None


@dataclass(frozen=True, slots=True)
class Stay:
    id: int
    organisation_id: int
    since: date
    until: date | None
    category: str
    code: str

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(slots=True)
class Known:
    """Somebody of the register whom a row may mean."""

    id: int
    family_middle: str
    given_name: str
    gender: str
    birth_date: date | None
    phone: str
    email: str
    folded: str
    stays: list[Stay] = field(default_factory=list)
    member_no: str = ""
    joined_on: date | None = None
    hired_on: date | None = None
    address: str = ""
    job_title: str = ""
    department: str = ""
    token: str = ""
    #: Other sealed facts lists tell: kind → (token, sealed).
    sealed: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: Nothing but keeping is allowed with their data.
    restricted: bool = False

    @property
    def name(self) -> str:
        return f"{self.family_middle} {self.given_name}".strip()

    def stay_on(self, day: date) -> Stay | None:
        return next((stay for stay in self.stays if stay.holds(day)), None)


@dataclass
class Units:
    """The units rows name, asked once however often they come."""

    context: Context
    #: What the actor must be allowed to do there.
    right: Capability = policies.IMPORT
    #: Code → unit; None: not there, or not the actor's (nobody learns which).
    by_code: dict[str, Unit | None] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)
    reached: set[int] = field(default_factory=set)
    home: Unit | None = None
    nearest: Nearest = field(init=False)

    def __post_init__(self) -> None:
        actor = self.context.actor
        self.nearest = Nearest(actor.reach(self.right), actor.today)
        if self.context.organisation_id is not None:
            own = Organisation.objects.filter(pk=self.context.organisation_id)
            codes = list(own.values_list("code", flat=True))
            self.ask(codes)
            self.home = self.by_code.get(codes[0]) if codes else None

    def ask(self, codes: Iterable[str]) -> None:
        wanted = {code for code in codes if code not in self.by_code}
        if not wanted:
            return
        reach = self.context.actor.reach(self.right).filter(code__in=wanted, family="UNION")
        self.by_code.update(dict.fromkeys(wanted))
        for pk, code, valid in reach.values_list("pk", "code", "valid"):
            self.by_code[code] = Unit(pk, code, valid.lower, valid.upper)
            self.reached.add(pk)

    def ask_names(self, names: Iterable[str], on: date) -> None:
        """
        Look unions up by name among those the actor reaches; several may share one.

        A union called just so comes before one that is only called alike ("TH Hoa Sen").
        """
        wanted = {
            name: spellings(vietnamese.fold(name)) for name in names if name not in self.by_name
        }
        if not wanted:
            return
        profiles = OrganisationProfile.objects.on(on).filter(
            folded__in={one for some in wanted.values() for one in some},
            organisation__in=self.context.actor.reach(self.right).filter(family="UNION"),
        )
        called: dict[str, list[str]] = {}
        for folded, code in profiles.values_list("folded", "organisation__code"):
            called.setdefault(folded, []).append(code)
        for name, spelt in wanted.items():
            alike = {code for one in spelt for code in called.get(one, ())}
            found = called.get(spelt[0]) or sorted(alike)
            # A register holds short names too, beside the full ones.
            self.by_name[name] = found or self.nearest.called(name)
        self.ask(code for codes in self.by_name.values() for code in codes)

    def ask_reached(self, ids: Collection[int]) -> None:
        """Learn which of these units the actor reaches."""
        wanted = set(ids) - self.reached
        if wanted:
            reach = self.context.actor.reach(self.right).filter(pk__in=wanted)
            self.reached.update(reach.values_list("pk", flat=True))


@dataclass
class Keys:
    """Who of the register carries a key of the rows at hand."""

    by_token: dict[str, int] = field(default_factory=dict)
    by_number: dict[str, int] = field(default_factory=dict)
    by_email: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    by_phone: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    by_birth: dict[tuple[date, str], list[int]] = field(default_factory=dict)
    #: Who belongs to a union under a name: (birth year as it is counted, person).
    at_home: AtHome = field(default_factory=dict)
    #: Those of the people a sheet of ours names who are still there, led to whom they are kept in.
    people: dict[int, int] = field(default_factory=dict)


def ask_keys(
    *,
    tokens: Collection[str],
    numbers: Collection[str],
    emails: Collection[str],
    phones: Collection[str],
    births: Collection[tuple[date, str]],
) -> Keys:
    return Keys(
        dict(rows_of(_BY_CITIZEN, list(tokens))) if tokens else {},
        dict(rows_of(_BY_NUMBER, list(numbers))) if numbers else {},
        unscoped_people_by_email(emails),
        unscoped_people_by_phone(phones),
        unscoped_people_by_birth(births),
    )


def ask_at_home(pairs: Collection[tuple[int, str]]) -> AtHome:
    """Return who belongs to a union (id) under a name (folded)."""
    found: AtHome = {}
    if not pairs:
        return found
    wanted = sorted(set(pairs))
    for unit, folded, year, pk in rows_of(
        _AT_HOME, [unit for unit, _name in wanted], [name for _unit, name in wanted]
    ):
        found.setdefault((unit, folded), []).append((year, pk))
    return found


def alike_at_home(
    found: AtHome,
    unit: int,
    folded: str,
    year: int | None,
) -> list[int]:
    """Return whom a row without key and birthday may mean: same union, name, no other year."""
    return [
        pk
        for born, pk in found.get((unit, folded), ())
        if year is None or born is None or born == year
    ]


def load_known(ids: Collection[int], *, on: date) -> dict[int, Known]:
    """Return people with their memberships, records, work: five questions."""
    if not ids:
        return {}
    asked = list(ids)
    known = {pk: Known(pk, *facts) for pk, facts in unscoped_person_facts(asked).items()}
    for pk, *stay in rows_of(_STAYS, asked):
        known[pk].stays.append(Stay(*stay))
    for pk, number, joined, hired, address in rows_of(_RECORDS, asked):
        one = known[pk]
        one.member_no, one.joined_on, one.hired_on, one.address = number, joined, hired, address
    for pk, job, department in rows_of(_WORKS, asked, on):
        known[pk].job_title, known[pk].department = job, department
    for pk in unscoped_limited(asked):
        known[pk].restricted = True
    for pk, kind, token, sealed in rows_of(_TOKENS, _SEALED, asked):
        if kind == SealedKind.CITIZEN_ID:
            known[pk].token = token
        else:
            known[pk].sealed[kind] = (token, sealed)
    return known


def rows_of(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        given = [array_of(one) if isinstance(one, list) else one for one in values]
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def tokens_for(citizen_id: str) -> list[str]:
    return tokens_of(SealedKind.CITIZEN_ID, citizen_id)
