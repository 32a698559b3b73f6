"""Proof that the person at the keyboard is the one who signed in, asked again before signing."""

from dataclasses import dataclass
from datetime import datetime

from congdoan.foundation.refusal import Refusal
from congdoan.kernel.accounts.api import confirm_secret
from congdoan.kernel.accounts.models import User


class WrongSecret(Refusal):
    """Mật khẩu hoặc mã xác thực chưa đúng; chữ ký chưa được ghi. Hãy nhập lại."""


@dataclass(frozen=True)
class ConfirmedIdentity:
    """Who proved to be themselves, and when; made by ``confirm_identity`` only."""

    user_id: int
    at: datetime


def confirm_identity(*, user: User, secret: str, at: datetime) -> ConfirmedIdentity:
    """
    Accept the password, or the six digits of the authenticator app.

    A wrong try is counted: the caller must let its transaction end well, or the count is lost.

    :raises WrongSecret: when it is neither
    :raises TooManyTries: after too many wrong ones
    """
    if not confirm_secret(user=user, secret=secret, at=at):
        raise WrongSecret
    return ConfirmedIdentity(user.pk, at)
