"""Proof that the person at the keyboard is the one who signed in, asked again before signing."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from congdoan.foundation.refusal import Refusal
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

    :raises WrongSecret: when it is neither
    """
    if not (user.is_active and secret and (user.check_password(secret) or _code(user, secret))):
        raise WrongSecret
    return ConfirmedIdentity(user.pk, at)


def _code(user: User, secret: str) -> bool:
    digits = "".join(secret.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return False
    totp = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return totp is not None and bool(totp.wrap().validate_code(digits))
