from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.crypto import salted_hmac

from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.services.actors import oneself
from congdoan.kernel.accounts.services.events import AccountEvent, happened, needs_second_factor

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
USED_CODES_KEPT = timedelta(minutes=5)


def factors(user: User) -> frozenset[int]:
    """Return the ids of the user's second factors (recovery codes are none)."""
    return frozenset(
        Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).values_list("pk", flat=True)
    )


@transaction.atomic
def refresh_second_factor_duty(*, user: User, on: date) -> None:
    """
    Bring the duty of a second factor up to date; call it when offices of the user change too.

    The first day is kept while the duty lasts, so removing a factor does not restart the grace.
    """
    owed = any(needs_second_factor.ask(user.pk))
    since = (user.second_factor_since or on) if owed else None
    has = bool(factors(user))
    if (since, has) != (user.second_factor_since, user.has_second_factor):
        user.second_factor_since, user.has_second_factor = since, has
        user.save(update_fields=["second_factor_since", "has_second_factor"])


@transaction.atomic
def note_factors(*, user: User, before: frozenset[int], on: date) -> None:
    """Record what changed among the user's second factors since ``before``."""
    after = factors(user)
    if after == before:
        return
    verb = "second_factor_added" if after - before else "second_factor_removed"
    refresh_second_factor_duty(user=user, on=on)
    happened.ask(AccountEvent(verb=verb, user=user, actor=oneself(user, on=on)))


@transaction.atomic
def use_code_once(*, authenticator: Authenticator, code: str, at: datetime) -> bool:
    """
    Tell whether this code of the app is used for the first time.

    A code holds for a minute and a half; seen over a shoulder, it must not work a second time.
    Recovery codes cross themselves out.
    """
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    used = row.data.get("used", {})
    oldest = (at - USED_CODES_KEPT).timestamp()
    digits = "".join(filter(str.isdigit, code))
    kept = {mark: when for mark, when in used.items() if when >= oldest}
    mark = salted_hmac("congdoan.accounts.totp", f"{row.pk}:{digits}").hexdigest()[:16]
    if mark in kept:
        return False
    row.data["used"] = kept | {mark: at.timestamp()}
    row.save(update_fields=["data"])
    return True
