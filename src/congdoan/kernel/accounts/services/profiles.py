from datetime import date

from django.db import transaction

from congdoan.foundation import vietnamese
from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.services.actors import oneself
from congdoan.kernel.accounts.services.events import AccountEvent, happened
from congdoan.kernel.accounts.services.identifiers import fit_email, fit_phone


@transaction.atomic
def change_profile(
    *, user: User, display_name: str, email: str, phone: str, language: str, on: date
) -> User:
    """
    Change what one may change oneself.

    E-mail and phone are ways to sign in, hence unique; the trail names the fields, not the values.

    :raises EmailTaken: when another account has it; likewise PhoneTaken, UnfitPhone
    """
    wanted = {
        "display_name": vietnamese.tidy(display_name),
        "email": fit_email(email, of=user),
        "phone": fit_phone(phone, of=user),
        "language": language,
    }
    return _change(user, wanted, on=on)


@transaction.atomic
def choose_language(*, user: User, language: str, on: date) -> User:
    """Keep the language chosen on any page: later sign-ins and messages follow it."""
    return _change(user, {"language": language}, on=on)


def _change(user: User, wanted: dict[str, str], *, on: date) -> User:
    changed = [name for name, value in wanted.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, wanted[name])
    if changed:
        user.save(update_fields=changed)
        happened.ask(
            AccountEvent(
                verb="profile_changed",
                user=user,
                actor=oneself(user, on=on),
                changes={"fields": changed},
            )
        )
    return user
