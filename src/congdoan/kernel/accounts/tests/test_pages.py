import re

from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.urls import NoReverseMatch, reverse
import pytest

from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.tests.factories import PASSWORD, make_user

SIGNED_OUT = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "accounts:activate",
]
SIGNED_IN = [
    "accounts:profile",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "usersessions_list",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
]
CREDENTIAL = {"clientExtensionResults": {"credProps": {"rk": True}}}
ENGLISH = re.compile(
    r"\b(the|your|you|password|sign in|log in|code|key|user|email|add|remove|authenticator)\b",
    re.IGNORECASE,
)


@pytest.fixture
def lan_in(client, db):
    make_user("lan")
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def shown(response) -> str:
    """Return what a reader sees or hears: text, labels, placeholders."""
    page = response.content.decode()
    page = re.sub(r"(?s)<head>.*?</head>|<script.*?</script>", "", page)
    spoken = " ".join(re.findall(r'(?:placeholder|aria-label|alt|title)="([^"]*)"', page))
    text = f"{re.sub(r'<[^>]+>', ' ', page)} {spoken}"
    for name in ("Google Authenticator", "Microsoft Authenticator", "FreeOTP", "English"):
        text = text.replace(name, "")
    return text


def assert_fit(response):
    assert response.status_code == 200, response
    page = response.content.decode()
    assert "⟦undefined" not in page
    assert ENGLISH.findall(shown(response)) == []
    # the strict policy runs no inline script or style; blocks of data are none
    for attributes in re.findall(r"<script\b([^>]*)>", page):
        assert "src=" in attributes or 'type="application/json"' in attributes
    assert "<style" not in page
    assert not re.search(r"\s(style|on\w+)=", page)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert page.count("<h1") == 1


@pytest.mark.parametrize("name", SIGNED_OUT)
def test_a_page_for_everybody_is_vietnamese_and_obeys_the_policy(client, db, name):
    assert_fit(client.get(reverse(name)))


@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_page_of_the_account_is_vietnamese_and_obeys_the_policy(lan_in, name):
    assert_fit(lan_in.get(reverse(name)))


@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_page_of_the_account_needs_a_sign_in(client, db, name):
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_pages_of_keys_and_codes(lan_in):
    user = User.objects.get()
    key = WebAuthn.add(user, "Máy văn phòng", CREDENTIAL)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    lan_in.post(reverse("mfa_generate_recovery_codes"))

    for name in (
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_view_recovery_codes",
        "mfa_deactivate_totp",
    ):
        assert_fit(lan_in.get(reverse(name)))
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        response = lan_in.get(reverse(name, args=[key.instance.pk]))
        assert_fit(response)
        assert "Máy văn phòng" in response.content.decode()


def test_another_persons_key_does_not_exist(lan_in):
    key = WebAuthn.add(make_user("minh"), "Khóa của Minh", {})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert lan_in.get(reverse(name, args=[key.instance.pk])).status_code == 404
        assert lan_in.post(reverse(name, args=[key.instance.pk])).status_code == 404


def test_the_second_step_is_vietnamese_and_obeys_the_policy(client, db):
    TOTP.activate(make_user("lan"), "JBSWY3DPEHPK3PXP")
    response = client.post(
        reverse("account_login"), {"login": "lan", "password": PASSWORD}, follow=True
    )
    assert_fit(response)


def test_ways_to_confirm_are_named_in_vietnamese(client, db):
    TOTP.activate(make_user("lan"), "JBSWY3DPEHPK3PXP")
    client.force_login(User.objects.get())
    assert_fit(client.get(reverse("account_reauthenticate")))
    page = client.get(reverse("mfa_reauthenticate"))
    assert_fit(page)
    assert "Dùng mật khẩu" in page.content.decode()


def test_registration_is_closed_also_for_who_posts(client, db):
    response = client.post(reverse("account_signup"), {"username": "ke-la", "password1": PASSWORD})
    assert "Tài khoản do cán bộ công đoàn" in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_set_password",
        "account_confirm_email",
        "account_email_verification_sent",
        "socialaccount_login",
        "mfa_signup_webauthn",
    ],
)
def test_pages_of_the_library_that_are_not_used_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)
