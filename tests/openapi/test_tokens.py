"""Who calls: wrong, expired, revoked, resting; and who guesses waits."""

from datetime import timedelta

import pytest

from congdoan.foundation import clock
from congdoan.kernel.accounts.api import revoke_token
from congdoan.kernel.accounts.models import AccessToken, SignInGuard, User
from congdoan.kernel.accounts.rules import lockout
from tests.openapi.test_imports import refusal

pytestmark = pytest.mark.django_db


def test_without_a_token_or_with_a_wrong_one(client, tree, program, lan):
    assert refusal(client.get("/api/v1/kinds"), 401) == "NoToken"
    wrong = client.get("/api/v1/kinds", headers={"authorization": "Bearer cds_khong-co"})
    assert refusal(wrong, 401) == "TokenRefused"
    assert wrong["WWW-Authenticate"].startswith("Bearer")
    basic = client.get("/api/v1/kinds", headers={"authorization": "Basic bGFuOmxhbg=="})
    assert refusal(basic, 401) == "NoToken"
    client.force_login(User.objects.get(pk=lan.user_id))
    assert refusal(client.get("/api/v1/kinds"), 401) == "NoToken"  # a session is no token


def test_expired_and_revoked_say_so(program, lan, now, monkeypatch):
    theirs = program(lan, days=7)
    assert theirs.get("/kinds").status_code == 200
    later = now + timedelta(days=7)
    monkeypatch.setattr(clock, "now", lambda: later)
    expired = theirs.get("/kinds")
    assert refusal(expired, 401) == "TokenExpired"
    assert f"{later:%d/%m/%Y}" in expired.json()["detail"]
    monkeypatch.setattr(clock, "now", lambda: now)
    token = AccessToken.objects.get()
    revoke_token(user=token.user, pk=token.pk, at=now)
    assert refusal(theirs.get("/kinds"), 401) == "TokenRevoked"
    assert not SignInGuard.objects.exists()  # a forgotten script is no guess


def test_who_guesses_waits(client, tree, program, lan, monkeypatch):
    theirs = program(lan)
    monkeypatch.setattr(lockout, "FREE_TRIES_OF_AN_ADDRESS", 2)
    for _time in range(3):
        client.get("/api/v1/kinds", headers={"authorization": "Bearer sai"})
    assert refusal(theirs.get("/kinds"), 429) == "TooManyTries"


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"is_active": False}, 401, "TokenRefused"),
        ({"must_change_password": True}, 403, "AccountWaits"),
    ],
)
def test_an_account_that_rests_or_waits_calls_nothing(program, lan, fields, status, code):
    theirs = program(lan)
    User.objects.filter(pk=lan.user_id).update(**fields)
    assert refusal(theirs.get("/kinds"), status) == code


def test_the_last_use_is_noted_not_at_every_call(program, lan, now, monkeypatch):
    theirs = program(lan)
    token = AccessToken.objects.get()
    for minutes, noted in ((0, 0), (5, 0), (11, 11)):
        moment = now + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        theirs.get("/kinds")
        token.refresh_from_db()
        assert token.last_used_at == now + timedelta(minutes=noted)
