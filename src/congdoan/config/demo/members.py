"""
Members of the demo's unions: invented people, sizes as such units have.

Fact: at the end of 2025 the 73 units of the national education union had 41,935 members
(domain-rules §0, fact 7). Everybody belongs from the day of joining on; what events do to the units
(merged, ended, handed over) they do to the members too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
import random

from django.db import connection

from congdoan.areas.members.api import rebuild_counts
from congdoan.areas.members.enums import Category
from congdoan.areas.members.models import Membership
from congdoan.config.demo.names import Names
from congdoan.config.national.copying import analyse, copy
from congdoan.foundation import vietnamese
from congdoan.kernel.organisations.models import OrganisationProfile
from congdoan.kernel.people.models import Office, Person

#: Members of the universities under the national union, all together.
OF_UNIVERSITIES = 41_935
#: Members of a union by kind of school (the least, and how many more it may have).
_SIZES = {
    "PRESCHOOL_PUBLIC": (20, 14), "PRESCHOOL_PRIVATE": (9, 12), "PRIMARY": (24, 14),
    "LOWER_SECONDARY": (22, 14), "UPPER_SECONDARY": (50, 26), "MULTI_LEVEL": (44, 16),
    "CONTINUING_EDU": (18, 10),
}  # fmt: skip
_WOMEN = {"PRESCHOOL_PUBLIC": 0.97, "PRESCHOOL_PRIVATE": 0.96, "UNIVERSITY": 0.5}
#: The first officers of a union are counted among the managers.
_MANAGERS = 2
#: Three in four were there from the beginning, the others joined with a school year since.
_LATER = 0.25
_LAST_JOINED = 2024


@dataclass(frozen=True)
class _Someone:
    """A member to write down: an officer known already, or somebody new."""

    unit: int
    since: date
    category: str
    family_middle: str
    given_name: str
    gender: str
    born: date
    known: int = 0


def build() -> None:
    """Fill the grassroots unions that have no members yet, at once (COPY), and count them."""
    filled = set(Membership.objects.values_list("organisation_id", flat=True).distinct())
    rows = OrganisationProfile.objects.filter(
        level="L4_GRASSROOTS", organisation__valid__upper_inf=True
    ).exclude(organisation__in=filled)
    profiles = list(rows.select_related("organisation").order_by("organisation_id"))
    sizes, officers = _sizes(profiles), _officers(profiles)
    everybody = [
        someone
        for profile in profiles
        for someone in _joining(profile, sizes, officers.get(profile.organisation_id, []))
    ]
    _write(everybody)
    rebuild_counts()


def _write(everybody: list[_Someone]) -> None:
    fresh = [one for one in everybody if not one.known]
    keys = dict(zip(map(id, fresh), _new_keys(len(fresh)), strict=True))
    copy(
        "people_person",
        "id, family_middle, given_name, gender, birth_date, phone, email, sort_key, folded",
        (
            f"{keys[id(one)]}\t{one.family_middle}\t{one.given_name}\t{one.gender}\t{one.born}"
            f"\t\t\t{_sorted(one.given_name)} {_sorted(one.family_middle)}"
            f"\t{_folded(one.family_middle)} {_folded(one.given_name)}\n"
            for one in fresh
        ),
    )
    copy(
        "members_membership",
        "person_id, organisation_id, valid, birth_year, gender, category, end_reason",
        (
            f"{one.known or keys[id(one)]}\t{one.unit}\t[{one.since},)\t{one.born.year}"
            f"\t{one.gender}\t{one.category}\t\n"
            for one in everybody
        ),
    )
    analyse("people_person", "members_membership")


def _new_keys(number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('people_person', 'id'))"
            " FROM generate_series(1, %s)",
            [number],
        )
        return [row[0] for row in cursor.fetchall()]


@cache
def _sorted(words: str) -> str:
    return vietnamese.sort_key(words)


@cache
def _folded(words: str) -> str:
    return vietnamese.fold(words)


def _sizes(profiles: list[OrganisationProfile]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for profile in profiles:
        least, more = _SIZES.get(profile.kind, (0, 0))
        pick = random.Random(f"size-{profile.organisation.code}")  # noqa: S311 - not a secret
        sizes[profile.organisation_id] = least + pick.randint(0, more)
    universities = [p.organisation_id for p in profiles if p.kind == "UNIVERSITY"]
    for n, pk in enumerate(universities):
        weight = 2 * (n + 1) / (len(universities) * (len(universities) + 1))
        sizes[pk] = 120 + int((OF_UNIVERSITIES - 120 * len(universities)) * weight)
    if universities:
        sizes[universities[-1]] += OF_UNIVERSITIES - sum(sizes[pk] for pk in universities)
    return sizes


def _officers(profiles: list[OrganisationProfile]) -> dict[int, list[Person]]:
    """Return who sits in each union's committee, presidents first; each person once."""
    units = [profile.organisation_id for profile in profiles]
    found: dict[int, list[Person]] = {}
    offices = Office.objects.filter(organisation__in=units, valid__endswith__gt=date(2024, 1, 1))
    for office in offices.select_related("person").order_by("pk"):
        found.setdefault(office.organisation_id, []).append(office.person)
    return found


def _joining(
    profile: OrganisationProfile, sizes: dict[int, int], officers: list[Person]
) -> Iterator[_Someone]:
    """Yield the members of a union with the day each joined, its officers first."""
    unit, begun = profile.organisation, profile.organisation.valid.lower
    category = Category.TEACHER
    for n, person in enumerate(officers):
        yield _Someone(
            unit.pk,
            begun,
            Category.MANAGER if n < _MANAGERS else category,
            person.family_middle,
            person.given_name,
            person.gender,
            person.birth_date or begun,
            person.pk,
        )
    names, pick = Names(f"members-{unit.code}"), random.Random(f"joined-{unit.code}")  # noqa: S311
    women = _WOMEN.get(profile.kind, 0.7)
    for n in range(max(0, sizes[profile.organisation_id] - len(officers))):
        later = pick.random() < _LATER and begun.year < _LAST_JOINED
        since = date(pick.randint(begun.year + 1, _LAST_JOINED), 9, 5) if later else begun
        year, month = since.year - pick.randint(23, 45), pick.randint(1, 12)
        # Days spread over the month: otherwise many a name would have a namesake born that day.
        born = date(year, month, 1 + (unit.pk * 5 + n * 11) % 28)
        yield _Someone(unit.pk, since, category, *names.next(women=women), born)
