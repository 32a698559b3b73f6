"""Who may vote on a day: members of the union and below, and who holds an office in it."""

from collections.abc import Iterable
from datetime import date

from congdoan.areas.members.api import current_membership, unscoped_roll, unscoped_roll_of
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation
from congdoan.kernel.people.models import Office, Person

#: The positions of an executive committee, as the rulebook names them.
COMMITTEE = ("PRESIDENT", "VICE_PRESIDENT", "STANDING_MEMBER", "EXEC_MEMBER")


def may_vote(person: int, organisation: Organisation, *, on: date) -> bool:
    """Tell whether somebody belongs to the union, to one below it, or holds an office in it."""
    if Office.objects.on(on).filter(person=person, organisation=organisation).exists():
        return True
    belongs = current_membership(person, on=on)
    if belongs is None:
        return False
    below = Lineage.objects.on(on).filter(hierarchy_id=HierarchyId.COMMAND, ancestor=organisation)
    return (
        belongs.organisation_id == organisation.pk
        or below.filter(descendant=belongs.organisation_id).exists()
    )


def with_right(people: Iterable[int], organisation: Organisation, *, on: date) -> set[int]:
    """Return those who may vote; the union's own members and officers are asked for at once."""
    asked = set(people)
    known = {one.person_id for one in unscoped_roll_of(organisation, asked, on=on)}
    known |= asked & set(
        Office.objects.on(on)
        .filter(organisation=organisation, person__in=asked)
        .values_list("person_id", flat=True)
    )
    return known | {one for one in asked - known if may_vote(one, organisation, on=on)}


def all_members(organisation: Organisation, *, on: date) -> Iterable[int]:
    """Return the union's own members of a day."""
    return [one.person_id for one in unscoped_roll(organisation, on=on)]


def all_officers(organisation: Organisation, *, on: date) -> Iterable[int]:
    """Return who sits in the union's executive committee on a day."""
    rows = Office.objects.on(on).filter(organisation=organisation, position__in=COMMITTEE)
    return list(rows.values_list("person_id", flat=True).distinct())


def named(people: Iterable[int]) -> list[Person]:
    """Return people in order of names."""
    return list(Person.objects.filter(pk__in=list(people)).order_by("sort_key", "pk"))
