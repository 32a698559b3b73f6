"""Single records of access, and the lists beside them; callers check the right."""

from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet

from congdoan.foundation.refusal import NotFound
from congdoan.kernel.access.models import Delegation, Grant, SupportSession
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office, Person

Row = TypeVar("Row", bound=Model)


def get_unscoped_grant(pk: int) -> Grant:
    """:raises NotFound: when there is no such grant."""
    return _one(Grant.objects.select_related("organisation", "person").filter(pk=pk))


def unscoped_grants_at(organisation: Organisation, *, on: date) -> QuerySet[Grant]:
    return Grant.objects.on(on).filter(organisation=organisation).select_related("person")


def get_own_office(person_id: int | None, pk: int, *, on: date) -> Office:
    """:raises NotFound: when the office is somebody else's or not held on ``on``."""
    held = Office.objects.on(on).filter(pk=pk, person_id=person_id or 0)
    return _one(held.select_related("organisation"))


def get_own_delegation(person_id: int | None, pk: int) -> Delegation:
    """:raises NotFound: when the person did not give it."""
    given = Delegation.objects.filter(pk=pk, office__person_id=person_id or 0)
    return _one(given.select_related("office__organisation", "delegate"))


def get_person(pk: int) -> Person:
    """:raises NotFound: when there is no such person."""
    return _one(Person.objects.filter(pk=pk))


def find_user(username: str) -> User | None:
    return User.objects.filter(username__iexact=username).first()


def recent_support() -> QuerySet[SupportSession]:
    """Return the latest support sessions (shown to operators only)."""
    return SupportSession.objects.select_related("operator", "user").order_by("-pk")[:30]


def find_support(pk: int | None, *, operator_id: int | None) -> SupportSession | None:
    """Return the operator's own session, if it has not ended."""
    own = SupportSession.objects.filter(
        pk=pk or 0, operator_id=operator_id or 0, ended_at__isnull=True
    )
    return own.select_related("operator", "user").first()


def _one(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise NotFound
    return found
