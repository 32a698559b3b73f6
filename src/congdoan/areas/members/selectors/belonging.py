"""Who belongs where: the questions every act asks first."""

from collections.abc import Collection
from datetime import date

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Trim

from congdoan.areas.members.models import MemberRecord, Membership
from congdoan.areas.members.rules.refusals import NotAMemberHere
from congdoan.areas.members.selectors.register import unscoped_members
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import restricted_people


def require_member(
    organisation: Organisation, person: int, *, on: date | None = None
) -> Membership:
    """
    Return a person's membership at the union: on a day, else the latest.

    :raises NotAMemberHere: when there is none
    """
    rows = Membership.objects.filter(organisation=organisation, person_id=person)
    if on is not None:
        rows = rows.on(on)
    found = rows.order_by("-valid").first()
    if found is None:
        raise NotAMemberHere(day=f"{on:%d/%m/%Y}" if on else "…")
    return found


def current_membership(person: int, *, on: date) -> Membership | None:
    rows = Membership.objects.on(on).filter(person_id=person).select_related("organisation")
    return rows.first()


def first_membership(membership: Membership) -> Membership:
    """Return the membership with which the person's life in the union began."""
    rows = Membership.objects.filter(person_id=membership.person_id)
    return rows.order_by("valid").first() or membership


def next_membership(person: int, *, after: date) -> Membership | None:
    """Return the membership that is to begin after a day, if one is written down."""
    rows = Membership.objects.filter(person_id=person, valid__startswith__gt=after)
    return rows.order_by("valid").first()


def unscoped_home(person: int, *, on: date) -> int | None:
    """Return the union somebody belongs to on a day."""
    found = current_membership(person, on=on)
    return found.organisation_id if found else None


def unscoped_people_of(units: Collection[int], *, on: date) -> set[tuple[int, int]]:
    """Return unit and person of the members of some unions on a day; restricted ones left out."""
    rows = Membership.objects.on(on).filter(organisation__in=units)
    rows = rows.exclude(person__in=restricted_people())
    return set(rows.values_list("organisation_id", "person_id"))


def unscoped_named_members(unit: Organisation, *, on: date) -> QuerySet[Membership]:
    """Return a union's own members of a day with ``full_name`` and ``member_no`` to compare by."""
    numbers = MemberRecord.objects.filter(person=OuterRef("person")).values("member_no")
    called = Concat(
        "person__family_middle", Value(" "), "person__given_name", output_field=CharField()
    )
    return unscoped_members(unit, below=False, on=on).annotate(
        full_name=Trim(called),
        member_no=Coalesce(Subquery(numbers), Value(""), output_field=CharField()),
    )
