"""What somebody must do before anything else. Costs no query: it is asked on every page."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from congdoan.kernel.accounts.models import User


def pending_duty(user: User | AnonymousUser, *, path: str, on: date) -> str | None:
    """
    Return the address ``user`` must go to first, or None.

    None too when ``path`` is a page that serves the duty (or signs out).
    """
    if isinstance(user, AnonymousUser):
        return None
    if user.must_change_password:
        return _unless_there(path, "account_change_password")
    days_left = second_factor_days_left(user, on=on)
    if days_left is not None and days_left < 0:
        return _unless_there(path, "mfa_index", "account_reauthenticate")
    return None


def second_factor_days_left(user: User | AnonymousUser, *, on: date) -> int | None:
    """Return the days of grace left (negative: over) of who owes a second factor, else None."""
    if isinstance(user, AnonymousUser) or user.has_second_factor or not user.second_factor_since:
        return None
    grace = settings.SECOND_FACTOR_GRACE_DAYS
    if grace < 0:
        return None
    last_day = user.second_factor_since + timedelta(days=grace)
    return (last_day - on).days


def _unless_there(path: str, duty: str, *also: str) -> str | None:
    """Return the duty's address unless ``path`` lies under it, beside it or signs out."""
    served = (reverse(name) for name in (duty, *also, "account_logout"))
    return None if path.startswith(tuple(served)) else reverse(duty)
