"""What rights oblige to: a second sign-in factor; who may reopen an account."""

from datetime import date

from django.utils.translation import gettext as _

from congdoan.foundation.capabilities import declared
from congdoan.foundation.hooks import Veto
from congdoan.kernel.access.selectors.holdings import unscoped_holdings
from congdoan.kernel.accounts.api import INVITE, Reissue, refresh_second_factor_duty
from congdoan.kernel.people.models import Office, Person


def owes_second_factor(user_id: int, *, on: date) -> bool:
    """Tell whether the user holds a sensitive capability (signing, personal data) today."""
    person = Person.objects.select_related("user").filter(user_id=user_id).first()
    if person is None:
        return False
    roles = {holding.role for holding in unscoped_holdings(person.pk, on=on)}
    return any(
        capability.sensitive and role in roles
        for capability in declared().values()
        for role, _reach in capability.held_by
    )


def refresh_duty_of(person_id: int, *, on: date) -> None:
    """Bring the duty of a person's account up to date after an office began or ended."""
    person = Person.objects.select_related("user").filter(pk=person_id).first()
    if person is not None and person.user is not None:
        refresh_second_factor_duty(user=person.user, on=on)


def serves_elsewhere(asked: Reissue, *, on: date) -> Veto | None:
    """
    Refuse a new code for somebody who also serves where the asking officer has no say.

    A code is a way into the account, so a school's president must not open a province's.
    """
    offices = Office.objects.on(on).filter(person__user=asked.user).select_related("organisation")
    if all(asked.actor.may(INVITE, on=office.organisation) for office in offices):
        return None
    return Veto(
        _("Người này còn giữ chức vụ ở đơn vị khác; hãy đề nghị cấp trên chung cấp lại mã.")
    )
