"""Changes of organisation for the tests of their papers."""

from datetime import date

from congdoan.areas.members.api import NewMembership, begin_memberships
from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    Regrouping,
    regroup_organisations,
)
from congdoan.kernel.people.models import Office, Person

DAY = date(2025, 7, 1)
EVE = date(2025, 6, 30)
SIGNED = date(2025, 6, 20)
PAPER = Decision(
    number="15/QĐ-LĐLĐ", signed_on=SIGNED, issuer="Ban Thường vụ Liên đoàn Lao động tỉnh An"
)


def people(n):
    return Person.objects.bulk_create(
        Person(family_middle="Nguyễn Văn", given_name=f"Đoàn {m}", sort_key=str(m), folded=str(m))
        for m in range(n)
    )


def join(organisation, n, since=date(2021, 1, 1)):
    """Let ``n`` new people be members of ``organisation``."""
    begin_memberships(
        [
            NewMembership(person.pk, organisation.pk, span(since, None), "TEACHER", "F", 1980)
            for person in people(n)
        ]
    )


def new(code, name, on=DAY, parents=None, level="L4_GRASSROOTS"):
    return NewOrganisation(code, "UNION", ProfileData(name, level=level), on, parents or {})


def regroup(actor, at, kind, originals, *, decision=PAPER, on=DAY, **rest):
    regrouping = Regrouping(kind, on, originals, **rest)
    return regroup_organisations(actor=actor, regrouping=regrouping, decision=decision, at=at)


def office_key(organisation, position="PRESIDENT"):
    office = Office.objects.get(organisation=organisation, position=position)
    return f"people.office:{office.pk}"


def questions(asked):
    """Return how many queries there were, but for the now and then: is the rulebook as it was?"""
    return sum("rulebook_stamp" not in one["sql"] for one in asked.captured_queries)
