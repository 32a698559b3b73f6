from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.services import lockout
from congdoan.kernel.accounts.services.actors import nobody, oneself
from congdoan.kernel.accounts.services.events import AccountEvent, happened
from congdoan.kernel.accounts.services.identifiers import find_user
from congdoan.kernel.accounts.services.second_factor import refresh_second_factor_duty


@transaction.atomic
def check_credentials(*, login: str, password: str, address: str, at: datetime) -> User | None:
    """
    Return the user whose password this is, or None; wrong tries are counted.

    Takes as long for an unknown name as for a known one.

    :raises TooManyTries: while the account (or name) or the address is locked
    """
    user = find_user(login)
    key = key_of(user) if user else lockout.key_of_name(login)
    lockout.require_unlocked_address(address, at=at)
    lockout.require_unlocked(key, at=at)
    if fits(user, password):
        lockout.forget_failures(key)
        return user
    lockout.count_failure_of_address(address, at=at)
    locked = lockout.count_failure(key, at=at)
    # What was typed as an unknown name may be a password: it is not written down.
    if user:
        verb = "locked" if locked else "sign_in_failed"
        happened.ask(AccountEvent(verb=verb, user=user, actor=nobody(on=at.date())))
    return None


def fits(user: User | None, password: str) -> bool:
    """Tell whether the password is the active user's; costs one hash in every case."""
    if user is None:
        make_password(password)
        return False
    return user.check_password(password) and user.is_active


def key_of(user: User) -> str:
    return f"user:{user.pk}"


@transaction.atomic
def note_sign_in(*, user: User, at: datetime) -> None:
    refresh_second_factor_duty(user=user, on=at.date())
    happened.ask(AccountEvent(verb="signed_in", user=user, actor=oneself(user, on=at.date())))
