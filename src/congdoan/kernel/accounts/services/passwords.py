from datetime import datetime

from django.db import transaction

from congdoan.foundation.refusal import Refusal
from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.services import lockout, sessions
from congdoan.kernel.accounts.services.actors import oneself
from congdoan.kernel.accounts.services.events import AccountEvent, happened
from congdoan.kernel.accounts.services.signing_in import key_of


class SamePassword(Refusal):
    """Mật khẩu mới phải khác mật khẩu đang dùng."""


@transaction.atomic
def change_password(*, user: User, password: str, session_key: str, at: datetime) -> None:
    """
    Set a password the user chose while signed in; every other session ends.

    :raises SamePassword: when it is the present one (a forced change would be none)
    """
    if user.check_password(password):
        raise SamePassword
    _set(user, password, session_key)
    happened.ask(
        AccountEvent(verb="password_changed", user=user, actor=oneself(user, on=at.date()))
    )


@transaction.atomic
def reset_password(*, user: User, password: str, at: datetime) -> None:
    """Set a password after a link sent by e-mail; every session ends."""
    _set(user, password, "")
    lockout.forget_failures(key_of(user))
    happened.ask(AccountEvent(verb="password_reset", user=user, actor=oneself(user, on=at.date())))


def _set(user: User, password: str, session_key: str) -> None:
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    sessions.end_other_sessions(user=user, keep=session_key)
