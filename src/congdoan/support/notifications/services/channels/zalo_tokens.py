"""
The access token of the official account and the refresh token that renews it, once.

Two workers that renew at the same time would lose it (Zalo's error −14020): whoever renews holds
the row's lock, looks again, and keeps both new tokens in the same transaction.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
import logging

from django.db import transaction

from congdoan.foundation import sealing
from congdoan.support.notifications.enums import Fault
from congdoan.support.notifications.models import ChannelToken
from congdoan.support.notifications.services.channels.http import Answer, Line
from congdoan.support.notifications.services.channels.interface import ChannelAway, Outcome

NAME, SEAL = "zalo", "notifications.token"
#: Renewed this long before it runs out, so that no message meets a dead one.
EARLY = timedelta(minutes=10)
_USED_OR_DEAD = {-14020, -14014, -14015, -14019}
log = logging.getLogger(__name__)


def access_token(chosen: Mapping[str, str], *, at: datetime) -> str:
    """
    Return a token that works, renewed if need be; never inside a caller's transaction.

    :raises ChannelAway: when it cannot be renewed; after a lost one a person must connect anew
    """
    row = ChannelToken.objects.filter(name=NAME).first()
    if row is not None and row.lost_at is None and row.expires_at > at + EARLY:
        return sealing.unseal(row.access, use=SEAL)
    problem: ChannelAway | None = None
    # A transaction of its own: rolled back with somebody else's, the only refresh token were gone.
    with transaction.atomic(durable=True):
        row = ChannelToken.objects.select_for_update().filter(name=NAME).first()
        if row is None or row.lost_at is not None:
            raise ChannelAway(Fault.KEY, "refresh token lost")
        if row.expires_at <= at + EARLY:
            problem = _renew(row, chosen, at=at)
    if problem is not None:
        raise problem
    return sealing.unseal(row.access, use=SEAL)


def keep_first(refresh: str, *, at: datetime) -> None:
    """Keep the refresh token a person brought; the first message asks for the rest."""
    ChannelToken.objects.update_or_create(
        name=NAME,
        defaults={
            "access": "",
            "refresh": sealing.seal(refresh, use=SEAL),
            "expires_at": at,
            "lost_at": None,
        },
    )


def expire(*, at: datetime) -> None:
    """Let the next connection renew the access token: Zalo no longer takes this one."""
    ChannelToken.objects.filter(name=NAME, expires_at__gt=at).update(expires_at=at)


def _renew(row: ChannelToken, chosen: Mapping[str, str], *, at: datetime) -> ChannelAway | None:
    line = Line(repeatable=False, headers={"secret_key": chosen["secret"]})
    answer = line.post(
        f"{chosen['oauth'].rstrip('/')}/v4/oa/access_token",
        data={
            "refresh_token": sealing.unseal(row.refresh, use=SEAL),
            "app_id": chosen["app_id"],
            "grant_type": "refresh_token",
        },
    )
    line.close()
    if isinstance(answer, Outcome):
        return ChannelAway(answer.fault or Fault.AWAY, answer.detail)
    access, refresh = answer.body.get("access_token"), answer.body.get("refresh_token")
    if not access or not refresh:
        return _refused(row, answer, at=at)
    row.access = sealing.seal(str(access), use=SEAL)
    row.refresh = sealing.seal(str(refresh), use=SEAL)
    row.expires_at = at + timedelta(seconds=_seconds(answer.body.get("expires_in")))
    row.save()
    return None


def _refused(row: ChannelToken, answer: Answer, *, at: datetime) -> ChannelAway:
    error = answer.body.get("error")
    if error in _USED_OR_DEAD:
        row.lost_at = at
        row.save()
        log.error("Zalo's refresh token is lost (%s): the account must be connected anew", error)
        return ChannelAway(Fault.KEY, "refresh token lost")
    if answer.status >= 500:
        return ChannelAway(Fault.AWAY, str(answer.status))
    return ChannelAway(Fault.KEY, str(error or answer.status)[:40])


def _seconds(said: object) -> int:
    """Return how long it lives; both a number and a number in quotes are met."""
    text = str(said)
    return int(text) if text.isascii() and text.isdigit() else 3600
