"""Who belongs where: the questions every act asks first."""

from datetime import date

from congdoan.areas.members.models import Membership
from congdoan.areas.members.rules.refusals import NotAMemberHere
from congdoan.kernel.organisations.models import Organisation


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


def next_membership(person: int, *, after: date) -> Membership | None:
    """Return the membership that is to begin after a day, if one is written down."""
    rows = Membership.objects.filter(person_id=person, valid__startswith__gt=after)
    return rows.order_by("valid").first()


def unscoped_home(person: int, *, on: date) -> int | None:
    """Return the union somebody belongs to on a day."""
    found = current_membership(person, on=on)
    return found.organisation_id if found else None
