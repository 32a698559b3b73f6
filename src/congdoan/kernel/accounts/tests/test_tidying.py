from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from congdoan.kernel.accounts.models import SignInGuard
from congdoan.kernel.accounts.services.lockout import count_failure
from congdoan.kernel.accounts.tasks import tidy
from congdoan.kernel.accounts.tests.conftest import NOW
from congdoan.kernel.accounts.tests.factories import PASSWORD, make_user


def test_what_ran_out_goes_and_what_holds_stays(db, at):
    make_user("lan")
    ended, lasting = Client(), Client()
    for browser in (ended, lasting):
        browser.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    Session.objects.filter(session_key=ended.session.session_key).update(expire_date=NOW)
    count_failure("user:1", at=NOW - timedelta(days=1))
    count_failure("user:2", at=NOW - timedelta(hours=23))

    for _ in range(2):  # safe to run twice
        tidy()

    assert list(SignInGuard.objects.values_list("key", flat=True)) == ["user:2"]
    key = lasting.session.session_key
    assert list(Session.objects.values_list("session_key", flat=True)) == [key]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [key]
    assert lasting.get(reverse("accounts:profile")).status_code == 200
