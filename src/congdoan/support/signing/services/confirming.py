"""Proof that the person at the keyboard is the one who signed in, asked again before signing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from congdoan.foundation.refusal import Refusal
from congdoan.kernel.accounts.api import (
    confirm_secret,
    second_factor_days_left,
    second_factors_of,
)
from congdoan.kernel.accounts.models import User
from congdoan.kernel.rulebook.api import value

_RULE = "signing.rule.second_factor"


class WrongSecret(Refusal):
    """Mật khẩu hoặc mã xác thực chưa đúng; chữ ký chưa được ghi. Hãy nhập lại."""


class SecondFactorMissing(WrongSecret):
    """Ký cần lớp xác thực thứ hai: hãy nhập mã 6 số của ứng dụng hoặc dùng khóa đăng nhập."""


class SecondFactorNeeded(Refusal):
    """Ký trên hệ thống cần xác thực hai lớp; hãy bật ở mục Bảo mật rồi ký, hoặc ký trên giấy."""


@dataclass(frozen=True)
class ConfirmedIdentity:
    """Who proved to be themselves, when and with what; made by ``confirm_identity`` only."""

    user_id: int
    at: datetime
    proofs: tuple[str, ...] = ()


def confirm_identity(
    *, user: User, secret: str, at: datetime, credential: str = ""
) -> ConfirmedIdentity:
    """
    Accept the second factor of who has one (code or passkey), else the password.

    A wrong try is counted: the caller must let its transaction end well, or the count is lost.

    :raises WrongSecret: when it is neither
    :raises SecondFactorMissing: when who has a second factor typed something else
    :raises SecondFactorNeeded: when signing asks for a factor the person has not set up
    :raises TooManyTries: after too many wrong ones
    """
    held = second_factors_of(user)
    if not held and needs_second_factor_to_sign(user, on=at.date()):
        raise SecondFactorNeeded
    proof = confirm_secret(user=user, secret=secret, credential=credential, at=at)
    if proof:
        return ConfirmedIdentity(user.pk, at, (proof,))
    raise SecondFactorMissing if held else WrongSecret


def needs_second_factor_to_sign(user: User, *, on: date) -> bool:
    """
    Tell whether the rulebook asks this person for a factor before a signature on the system.

    An installation that switched the duty off (the demo) asks nobody who has none.
    """
    if settings.SECOND_FACTOR_GRACE_DAYS < 0:
        return False
    if value(_RULE, on=on) == "ALWAYS":
        return True
    left = second_factor_days_left(user, on=on)
    return left is not None and left < 0
