"""Asking again who sits at the keyboard, before an act that binds (signing)."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.services import lockout
from congdoan.kernel.accounts.services.actors import nobody
from congdoan.kernel.accounts.services.events import AccountEvent, happened
from congdoan.kernel.accounts.services.signing_in import fits, key_of


@transaction.atomic
def confirm_secret(*, user: User, secret: str, at: datetime) -> bool:
    """
    Tell whether ``secret`` is the user's password or the six digits of their app.

    Wrong tries count with those of the sign-in page: a stolen session must not guess for free.

    :raises TooManyTries: while the account is locked
    """
    key = key_of(user)
    lockout.require_unlocked(key, at=at)
    if secret and (fits(user, secret) or (user.is_active and _code_fits(user, secret))):
        lockout.forget_failures(key)
        return True
    locked = lockout.count_failure(key, at=at)
    verb = "locked" if locked else "sign_in_failed"
    happened.ask(AccountEvent(verb=verb, user=user, actor=nobody(on=at.date())))
    return False


def _code_fits(user: User, secret: str) -> bool:
    digits = "".join(secret.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return False
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return app is not None and bool(app.wrap().validate_code(digits))
