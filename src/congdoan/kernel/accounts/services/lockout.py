from datetime import datetime
import hashlib
import math

from django.db import transaction
from django.utils.translation import gettext

from congdoan.foundation.refusal import Refusal
from congdoan.kernel.accounts.models import SignInGuard
from congdoan.kernel.accounts.rules import lockout


class TooManyTries(Refusal):
    """Đã nhập sai quá nhiều lần; hãy chờ {wait} rồi thử lại."""

    status = 429


def key_of_name(login: str) -> str:
    return f"name:{hashlib.sha256(login.strip().lower().encode()).hexdigest()}"


def require_unlocked(key: str, *, at: datetime) -> None:
    """
    Hold the key's row until the transaction ends, so that parallel tries queue.

    :raises TooManyTries: while the key is locked
    """
    _refuse_while_locked(SignInGuard.objects.select_for_update().filter(key=key).first(), at)


def require_unlocked_address(address: str, *, at: datetime) -> None:
    """:raises TooManyTries: while too many wrong tries came from ``address``."""
    _refuse_while_locked(SignInGuard.objects.filter(key=f"ip:{address}").first(), at)


def require_unlocked_place(place: str, address: str, *, at: datetime) -> None:
    """
    Ask without holding the row: calls of programs from one address must not queue.

    :raises TooManyTries: while too many wrong secrets of a place came from ``address``
    """
    _refuse_while_locked(SignInGuard.objects.filter(key=f"{place}:{address}").first(), at)


@transaction.atomic
def count_failure(key: str, *, at: datetime, free: int = lockout.FREE_TRIES) -> bool:
    """Count one wrong try; tell whether it locked the key."""
    SignInGuard.objects.bulk_create(
        [SignInGuard(key=key, last_failure_at=at)], ignore_conflicts=True
    )
    guard = SignInGuard.objects.select_for_update().get(key=key)
    if lockout.is_forgotten(guard.last_failure_at, at=at):
        guard.failures = 0
    guard.failures += 1
    guard.last_failure_at = at
    wait = lockout.wait_after(guard.failures, free=free)
    guard.locked_until = at + wait if wait else None
    guard.save(update_fields=["failures", "last_failure_at", "locked_until"])
    return bool(wait)


def count_failure_of_address(address: str, *, at: datetime) -> None:
    count_failure(f"ip:{address}", at=at, free=lockout.FREE_TRIES_OF_AN_ADDRESS)


@transaction.atomic
def refuse_guessing(place: str, address: str, *, at: datetime) -> None:
    """:raises TooManyTries: while too many wrong codes of a public page came from ``address``"""
    require_unlocked(f"{place}:{address}", at=at)


def count_wrong_guess(place: str, address: str, *, at: datetime) -> None:
    """Count one wrong code of a public page; a school shares an address, so many are free."""
    count_failure(f"{place}:{address}", at=at, free=lockout.FREE_TRIES_OF_AN_ADDRESS)


def forget_failures(key: str) -> None:
    SignInGuard.objects.filter(key=key).delete()


def _refuse_while_locked(guard: SignInGuard | None, at: datetime) -> None:
    if guard is None or guard.locked_until is None or guard.locked_until <= at:
        return
    seconds = math.ceil((guard.locked_until - at).total_seconds())
    raise TooManyTries(wait=_spelled(seconds))


def _spelled(seconds: int) -> str:
    if seconds < 60:
        return gettext("{count} giây").format(count=seconds)
    return gettext("{count} phút").format(count=math.ceil(seconds / 60))
