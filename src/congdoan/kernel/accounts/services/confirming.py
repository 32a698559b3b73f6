"""Asking again who sits at the keyboard, before an act that binds (signing)."""

from datetime import datetime
import json
import struct
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction

from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.services import lockout
from congdoan.kernel.accounts.services.actors import nobody
from congdoan.kernel.accounts.services.events import AccountEvent, happened
from congdoan.kernel.accounts.services.second_factor import FACTORS, use_code_once
from congdoan.kernel.accounts.services.signing_in import fits, key_of

#: With what somebody proved to be present.
PASSWORD, CODE, PASSKEY = "PASSWORD", "TOTP", "PASSKEY"
_PROOFS = {Authenticator.Type.TOTP: CODE, Authenticator.Type.WEBAUTHN: PASSKEY}
# What the decoders raise on JSON that no browser made.
_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error)


def second_factors_of(user: User) -> frozenset[str]:
    """Return with what the user can prove to be present besides the password: TOTP, PASSKEY."""
    kinds = Authenticator.objects.filter(user=user, type__in=FACTORS).values_list("type", flat=True)
    return frozenset(_PROOFS[Authenticator.Type(kind)] for kind in kinds)


def passkey_question(user: User) -> dict[str, Any]:
    """Return what the browser asks the user's passkey; the answer is good for this session once."""
    asked: dict[str, Any] = webauthn.begin_authentication(user)
    return asked


@transaction.atomic
def confirm_secret(*, user: User, secret: str, at: datetime, credential: str = "") -> str:
    """
    Return with what the user proved to be present, or nothing.

    Who has a second factor proves it by that: the six digits of the app, or the passkey's answer
    (``credential``, JSON). Everybody else by the password. Wrong tries count with those of the
    sign-in page: a stolen session must not guess for free.

    :raises TooManyTries: while the account is locked
    """
    key = key_of(user)
    lockout.require_unlocked(key, at=at)
    proof = _proof(user, secret, credential, at) if user.is_active else ""
    if proof:
        lockout.forget_failures(key)
        return proof
    locked = lockout.count_failure(key, at=at)
    verb = "locked" if locked else "sign_in_failed"
    happened.ask(AccountEvent(verb=verb, user=user, actor=nobody(on=at.date())))
    return ""


def _proof(user: User, secret: str, credential: str, at: datetime) -> str:
    held = second_factors_of(user)
    if CODE in held and _code_fits(user, secret, at):
        return CODE
    if PASSKEY in held and credential and _key_fits(user, credential):
        return PASSKEY
    return PASSWORD if not held and secret and fits(user, secret) else ""


def _code_fits(user: User, secret: str, at: datetime) -> bool:
    digits = "".join(secret.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return False
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is None or not app.wrap().validate_code(digits):
        return False
    return use_code_once(authenticator=app, code=digits, at=at)


def _key_fits(user: User, credential: str) -> bool:
    try:
        answer = json.loads(credential)
        webauthn.parse_authentication_response(answer)
        webauthn.complete_authentication(user, answer)
    except (ValidationError, *_UNREADABLE):
        return False
    return True
