"""Signing asks for the second factor of who has one; the rulebook may ask everybody for one."""

import json
import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.urls import reverse
import pytest

from congdoan.support.signing.models import Signature
from congdoan.support.signing.services import confirming

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu-nghiem"
SECRET = "JBSWY3DPEHPK3PXP"


def code(ahead=0):
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + ahead))


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def page(send_round, signed_in):
    """Lan's page for signing: open it, or send the form."""
    going = send_round()
    browser = signed_in(going.lan)
    address = reverse("signing:sign", args=[going.slots[0].pk])

    def send(**given):
        form = {"key": "k", "text_hash": going.packet.text_hash, "understood": "on", **given}
        return browser.post(address, form)

    page = type("Page", (), {})()
    page.get, page.send, page.lan = lambda: browser.get(address), send, going.lan
    return page


def proofs():
    return [signature.proofs for signature in Signature.objects.all()]


def test_without_a_second_factor_the_password_signs_and_is_what_is_recorded(page):
    assert "Mật khẩu" in words(page.get())
    assert page.send(secret=PASSWORD).status_code == 302
    assert proofs() == [["PASSWORD"]]


def test_who_has_the_app_signs_by_its_code_and_by_nothing_less(page, user_of):
    TOTP.activate(user_of(page.lan), SECRET)
    assert "Mã 6 số của ứng dụng xác thực" in words(page.get())
    refused = page.send(secret=PASSWORD)
    assert refused.status_code == 422
    assert "hãy nhập mã 6 số của ứng dụng" in words(refused)
    assert PASSWORD not in words(refused)
    typed = code()
    assert page.send(secret=f"{typed[:3]} {typed[3:]}").status_code == 302
    assert proofs() == [["TOTP"]]


def test_a_code_signs_once(user_of, lan, now):
    user = user_of(lan)
    TOTP.activate(user, SECRET)
    typed = code()
    assert confirming.confirm_identity(user=user, secret=typed, at=now).proofs == ("TOTP",)
    with pytest.raises(confirming.SecondFactorMissing):
        confirming.confirm_identity(user=user, secret=typed, at=now)


@pytest.fixture
def with_passkey(page, user_of, monkeypatch):
    """Give Lan a passkey whose right answer is {"id": "dung"}; fido2 itself is not tested here."""
    user = user_of(page.lan)
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})

    def complete(asked, answer):
        if answer.get("id") != "dung":
            raise ValidationError("sai")
        return key

    monkeypatch.setattr(webauthn, "begin_authentication", lambda user: {"publicKey": {}})
    monkeypatch.setattr(webauthn, "parse_authentication_response", lambda answer: answer["id"])
    monkeypatch.setattr(webauthn, "complete_authentication", complete)
    return page


def test_a_passkey_signs_without_a_code(with_passkey):
    page = words(with_passkey.get())
    assert "Ký bằng khóa đăng nhập" in page
    assert "Mã 6 số" not in page
    assert with_passkey.send(credential=json.dumps({"id": "dung"})).status_code == 302
    assert proofs() == [["PASSKEY"]]


@pytest.mark.parametrize("credential", ["", "{", "[]", "7", '{"id": "sai"}', "null"])
def test_a_broken_or_wrong_answer_of_a_passkey_is_a_sentence(with_passkey, credential):
    response = with_passkey.send(credential=credential, secret=PASSWORD)
    assert response.status_code == 422
    assert "lớp xác thực thứ hai" in words(response)
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("rule", "grace", "asked"),
    [
        ("ALWAYS", 14, True),
        ("ALWAYS", -1, False),  # the installation switched the duty off
        ("AFTER_GRACE", 14, False),
    ],
)
def test_the_rulebook_may_ask_for_a_second_factor_first(
    page, settings, monkeypatch, rule, grace, asked
):
    settings.SECOND_FACTOR_GRACE_DAYS = grace
    monkeypatch.setattr(confirming, "value", lambda key, on: rule)
    shown = words(page.get())
    assert ("Bật xác thực hai lớp" in shown) == asked
    response = page.send(secret=PASSWORD)
    assert response.status_code == (422 if asked else 302)
    if asked:
        assert "cần xác thực hai lớp" in words(response)


def test_after_the_grace_a_signer_without_a_factor_is_refused_at_the_act_itself(
    user_of, lan, now, settings
):
    settings.SECOND_FACTOR_GRACE_DAYS = 14
    user = user_of(lan)
    user.second_factor_since = now.date().replace(month=1)
    with pytest.raises(confirming.SecondFactorNeeded):
        confirming.confirm_identity(user=user, secret=PASSWORD, at=now)
