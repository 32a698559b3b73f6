from datetime import timedelta
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.urls import reverse
import pytest

from congdoan.kernel.accounts.api import (
    needs_second_factor,
    pending_duty,
    refresh_second_factor_duty,
    second_factor_days_left,
)
from congdoan.kernel.accounts.models import SignInGuard, User
from congdoan.kernel.accounts.tests.conftest import NOW
from congdoan.kernel.accounts.tests.factories import PASSWORD, make_user

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def user(db):
    return make_user("lan")


@pytest.fixture
def lan_in(client, user, at):
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    return client


@pytest.fixture
def with_app(user):
    TOTP.activate(user, SECRET)
    return user


def code(secret: str = SECRET, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def password_step(client):
    return client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})


def code_step(client, typed):
    return client.post(reverse("mfa_authenticate"), {"code": typed})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def confirm(client):
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_the_app_is_switched_on_after_the_password_is_confirmed(lan_in, user, events):
    page = lan_in.get(reverse("mfa_activate_totp"))
    assert page["Location"].startswith(reverse("account_reauthenticate"))
    confirm(lan_in)

    form = lan_in.get(reverse("mfa_activate_totp")).context["form"]
    assert lan_in.post(reverse("mfa_activate_totp"), {"code": "000000x"}).status_code == 200
    response = lan_in.post(reverse("mfa_activate_totp"), {"code": code(form.secret)})

    assert response["Location"] == reverse("mfa_view_recovery_codes")
    user.refresh_from_db()
    assert user.has_second_factor
    assert events[-1].verb == "second_factor_added"
    assert len(lan_in.get(response["Location"]).context["unused_codes"]) == 10
    kept = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert form.secret not in kept


def test_with_the_app_the_password_alone_opens_nothing(client, with_app, at):
    response = password_step(client)
    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.get(reverse("accounts:profile")).status_code == 302

    code_step(client, code())
    assert is_in(client)


def test_the_page_asked_for_opens_after_the_second_step(client, with_app, at):
    asked = reverse("usersessions_list")
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD, "next": asked})
    assert code_step(client, code())["Location"] == asked


def test_a_code_works_once_even_in_another_process(client, with_app, at):
    used = code()
    password_step(client)
    code_step(client, used)
    client.post(reverse("account_logout"))
    cache.clear()  # another process has another cache

    password_step(client)
    response = code_step(client, used)

    assert not is_in(client)
    assert "Mã này đã dùng rồi" in response.content.decode()


def test_wrong_codes_make_one_wait(client, with_app, at):
    password_step(client)
    for _ in range(5):
        assert "Mã không đúng" in code_step(client, "000000x").content.decode()
    assert "hãy chờ 1 phút" in code_step(client, code()).content.decode()
    assert not is_in(client)

    at(NOW + timedelta(seconds=61))
    code_step(client, code())
    assert is_in(client)
    assert not SignInGuard.objects.filter(key__startswith="code:").exists()


def test_a_recovery_code_opens_once(client, with_app, at):
    spare = RecoveryCodes.activate(with_app).get_unused_codes()[0]
    password_step(client)
    code_step(client, spare)
    assert is_in(client)

    client.post(reverse("account_logout"))
    password_step(client)
    code_step(client, spare)
    assert not is_in(client)


def test_nobody_enters_a_code_without_the_password(client, with_app):
    assert client.get(reverse("mfa_authenticate"))["Location"] == reverse("account_login")
    assert code_step(client, code())["Location"] == reverse("account_login")


def test_switching_the_app_off_is_told(client, with_app, at, events):
    password_step(client)
    code_step(client, code())
    with_app.refresh_from_db()
    assert with_app.has_second_factor
    confirm(client)
    client.post(reverse("mfa_deactivate_totp"))
    with_app.refresh_from_db()
    assert not with_app.has_second_factor
    assert events[-1].verb == "second_factor_removed"


def test_recovery_codes_can_be_kept_on_paper(client, with_app, at):
    password_step(client)
    code_step(client, code())
    confirm(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    download = client.get(reverse("mfa_download_recovery_codes"))
    assert download["Content-Type"].startswith("text/plain")
    assert "mỗi mã dùng một lần" in download.content.decode()


@pytest.mark.parametrize("credential", ["", "x", "{}", '{"id": 1}', "[]", '"x"'])
def test_a_broken_key_is_refused_with_a_sentence(lan_in, user, credential):
    confirm(lan_in)
    lan_in.get(reverse("mfa_add_webauthn"))
    response = lan_in.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": credential})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", ["", "x", "{}", '{"id": 1}', "[]"])
def test_a_broken_passkey_leads_back_to_the_password(client, user, credential):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    response = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert response["Location"] == reverse("account_login")
    assert not is_in(client)


# --- the duty -------------------------------------------------------------------------------


@pytest.fixture
def duty(monkeypatch, settings):
    """Say who owes a second factor; the installation allows 14 days."""
    settings.SECOND_FACTOR_GRACE_DAYS = 14
    owing: set[int] = set()
    monkeypatch.setattr(needs_second_factor, "ask", lambda pk: [pk in owing])
    return owing


def test_the_grace_counts_from_the_first_day_of_the_duty(user, duty):
    day = NOW.date()
    duty.add(user.pk)
    refresh_second_factor_duty(user=user, on=day)
    refresh_second_factor_duty(user=user, on=day + timedelta(days=10))

    def asked(days, path="/"):
        return pending_duty(user, path=path, on=day + timedelta(days=days))

    assert second_factor_days_left(user, on=day) == 14
    assert second_factor_days_left(user, on=day + timedelta(days=14)) == 0
    assert asked(14) is None
    assert asked(15) == reverse("mfa_index")


def test_an_installation_may_do_without_the_duty(user, duty, settings):
    settings.SECOND_FACTOR_GRACE_DAYS = -1
    user.second_factor_since = NOW.date() - timedelta(days=30)
    assert second_factor_days_left(user, on=NOW.date()) is None
    assert pending_duty(user, path="/", on=NOW.date()) is None


def test_what_serves_the_duty_stays_open(user, duty, django_assert_num_queries):
    user.second_factor_since = NOW.date() - timedelta(days=30)
    for name in (
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_reauthenticate",
        "account_reauthenticate",
        "account_logout",
    ):
        with django_assert_num_queries(0):
            assert pending_duty(user, path=reverse(name), on=NOW.date()) is None
    for path in ("/", reverse("accounts:profile"), reverse("usersessions_list")):
        assert pending_duty(user, path=path, on=NOW.date()) == reverse("mfa_index")


def test_removing_the_factor_does_not_start_the_grace_anew(user, duty, with_app):
    day = NOW.date()
    duty.add(user.pk)
    refresh_second_factor_duty(user=user, on=day)
    assert second_factor_days_left(user, on=day) is None

    Authenticator.objects.all().delete()
    refresh_second_factor_duty(user=user, on=day + timedelta(days=30))
    assert second_factor_days_left(user, on=day + timedelta(days=30)) == -16


def test_the_duty_ends_with_the_office(user, duty):
    day = NOW.date()
    duty.add(user.pk)
    refresh_second_factor_duty(user=user, on=day)
    duty.clear()
    refresh_second_factor_duty(user=user, on=day)
    assert second_factor_days_left(user, on=day) is None
    assert User.objects.get(pk=user.pk).second_factor_since is None


def test_a_first_password_goes_before_everything(user):
    user.must_change_password = True
    duty_page = reverse("account_change_password")
    assert pending_duty(user, path="/", on=NOW.date()) == duty_page
    assert pending_duty(user, path=duty_page, on=NOW.date()) is None
    assert pending_duty(user, path=reverse("account_logout"), on=NOW.date()) is None
    assert pending_duty(user, path=reverse("mfa_index"), on=NOW.date()) == duty_page


def test_nobody_signed_in_owes_nothing():
    assert pending_duty(AnonymousUser(), path="/", on=NOW.date()) is None
    assert second_factor_days_left(AnonymousUser(), on=NOW.date()) is None


def test_the_duty_is_worked_out_at_sign_in(client, user, duty, at):
    duty.add(user.pk)
    password_step(client)
    user.refresh_from_db()
    assert user.second_factor_since == NOW.date()
    assert "còn 14 ngày" in client.get(reverse("accounts:profile")).content.decode()
