"""Giving a person a sign-in."""

from datetime import datetime

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.accounts.api import Invited, invite, reissue_code
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office, Person


class HoldsNothingHere(Refusal):
    """Người này không giữ chức vụ nào tại đơn vị hôm nay; hãy ghi chức vụ rồi cấp tài khoản."""


@transaction.atomic
def invite_person(
    *,
    actor: Actor,
    person: Person,
    organisation: Organisation,
    username: str,
    email: str,
    phone: str,
    at: datetime,
) -> Invited:
    """
    Make the person's account, or a new activation code when there is one already.

    :raises HoldsNothingHere: accounts come through an office held today
    """
    held = Office.objects.on(at.date()).filter(person=person, organisation=organisation)
    if not held.exists():
        raise HoldsNothingHere
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user is not None:
        return reissue_code(actor=actor, organisation=organisation, user=person.user, at=at)
    invited = invite(
        actor=actor,
        organisation=organisation,
        username=username,
        display_name=person.full_name,
        email=email,
        phone=phone,
        at=at,
    )
    person.user = invited.user
    person.save(update_fields=["user"])
    return invited
