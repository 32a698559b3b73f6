"""Tokens by which a program acts as a person: made, used, revoked by that person alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
import hashlib
import secrets

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from congdoan.foundation import vietnamese
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.kernel.accounts.models import AccessToken, User
from congdoan.kernel.accounts.rules.scopes import scopes as declared_scopes
from congdoan.kernel.accounts.selectors.duties import pending_duty
from congdoan.kernel.accounts.services import lockout
from congdoan.kernel.accounts.services.actors import oneself
from congdoan.kernel.accounts.services.events import AccountEvent, happened

#: So that scanners of leaked secrets know one when they see it.
PREFIX = "cds_"
MOST_LIVE = 20
#: Days a token may live.
LIVES = (7, 30, 90, 180, 365)
#: Ended ones are shown for so long.
SHOWN = timedelta(days=90)
#: Uses are noted no oftener: a call should not cost a write.
_NOTED = timedelta(minutes=10)
_PLACE = "token"


class TooManyTokens(Refusal):
    """Bạn đang có {most} mã truy cập còn hạn; hãy thu hồi mã không dùng nữa rồi lập mã mới."""


class TokenNameTaken(Refusal):
    """Bạn đã có mã truy cập còn hạn tên “{name}”; hãy đặt tên khác để phân biệt."""


class TokenRefused(Refusal):
    """Mã truy cập không đúng; hãy chép lại đủ mã, hoặc lập mã mới ở trang “Tài khoản của tôi”."""

    status = 401


class TokenExpired(TokenRefused):
    """Mã truy cập đã hết hạn ngày {day}; hãy lập mã mới ở trang “Tài khoản của tôi”."""


class TokenRevoked(TokenRefused):
    """Mã truy cập đã bị thu hồi ngày {day}; hãy lập mã mới ở trang “Tài khoản của tôi”."""


class AccountWaits(Refusal):
    """Tài khoản còn việc phải làm trước (đổi mật khẩu hoặc bật xác thực hai lớp); hãy đăng nhập trang web để làm rồi gọi lại."""  # noqa: E501

    status = 403


class ScopeMissing(Refusal):
    """Mã truy cập này không có phạm vi {scope}; hãy lập mã mới có phạm vi đó."""

    status = 403


@dataclass(frozen=True)
class Issued:
    """A token, and what is shown of it once."""

    token: AccessToken
    secret: str


@transaction.atomic
def issue_token(*, user: User, name: str, scopes: Sequence[str], days: int, at: datetime) -> Issued:
    """
    Make a token of one's own; its secret is returned now and never again.

    :raises TooManyTokens: when too many are alive
    :raises TokenNameTaken: when a live one has the name
    :raises ValueError: for a scope nobody declared, or a life that is not offered: caller's faults
    """
    if not scopes or not set(scopes) <= set(declared_scopes()) or days not in LIVES:
        message = f"Not offered: {scopes}, {days} days"
        raise ValueError(message)
    User.objects.select_for_update().get(pk=user.pk)
    name = vietnamese.tidy(name)
    live = user.access_tokens.filter(revoked_at=None, expires_at__gt=at)
    if live.count() >= MOST_LIVE:
        raise TooManyTokens(most=MOST_LIVE)
    if live.filter(name=name).exists():
        raise TokenNameTaken(name=name)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        user=user,
        name=name,
        digest=_digest(secret),
        hint=secret[-4:],
        scopes=sorted(set(scopes)),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    _tell("token_issued", token, at, scopes=token.scopes, days=days)
    return Issued(token, secret)


@transaction.atomic
def revoke_token(*, user: User, pk: int, at: datetime) -> AccessToken:
    """
    End a token of one's own; the program that holds it is refused from the next call on.

    :raises NotFound: when it is not one's own; ending an ended one changes nothing
    """
    token = user.access_tokens.select_for_update(of=("self",)).filter(pk=pk).first()
    if token is None:
        raise NotFound
    if token.is_live(at):
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        _tell("token_revoked", token, at)
    return token


def shown_tokens(user: User, *, at: datetime) -> "QuerySet[AccessToken]":
    """Return one's tokens, newest first; those that ended long ago are no longer shown."""
    recent = user.access_tokens.filter(expires_at__gt=at - SHOWN)
    return recent.exclude(revoked_at__lt=at - SHOWN).order_by("-created_at", "-pk")


def use_token(*, secret: str, address: str, at: datetime) -> AccessToken:
    """
    Return the token of a secret, with its user.

    Wrong secrets are counted by network address; who guesses waits. A token that ran out is not a
    guess: a forgotten script must not lock its school out.

    :raises TokenRefused: when there is none, or it ended, or its user rests
    :raises AccountWaits: while the user owes a duty that the pages would lead to first
    :raises TooManyTries: while too many wrong ones came from the address
    """
    lockout.require_unlocked_place(_PLACE, address, at=at)
    found = AccessToken.objects.select_related("user").filter(digest=_digest(secret)).first()
    if found is None:
        lockout.count_wrong_guess(_PLACE, address, at=at)
        raise TokenRefused
    if found.revoked_at is not None:
        raise TokenRevoked(day=_day(found.revoked_at))
    if not found.is_live(at):
        raise TokenExpired(day=_day(found.expires_at))
    if not found.user.is_active:
        raise TokenRefused
    if pending_duty(found.user, path="", on=timezone.localdate(at)):
        raise AccountWaits
    if found.last_used_at is None or at - found.last_used_at >= _NOTED:
        AccessToken.objects.filter(pk=found.pk).update(last_used_at=at)
    return found


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _day(moment: datetime) -> str:
    return f"{timezone.localdate(moment):%d/%m/%Y}"


def _tell(verb: str, token: AccessToken, at: datetime, **more: object) -> None:
    happened.ask(
        AccountEvent(
            verb=verb,
            user=token.user,
            actor=oneself(token.user, on=timezone.localdate(at)),
            changes={"token": token.name, **more},
        )
    )
