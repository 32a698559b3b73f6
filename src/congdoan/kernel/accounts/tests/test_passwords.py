import re

from django.core import mail
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.tests.factories import PASSWORD, make_user

NEW = "bai-hat-moi-2026"


@pytest.fixture
def user(db):
    return make_user("lan", email="lan@truong.edu.vn")


@pytest.fixture
def lan_in(client, user, at):
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    return client


def change(client, old=PASSWORD, new=NEW, again=None):
    return client.post(
        reverse("account_change_password"),
        {"old_password": old, "password1": new, "password2": again or new},
    )


def sign_in(client, password):
    client.post(reverse("account_login"), {"login": "lan", "password": password})
    return "_auth_user_id" in client.session


def test_changing_the_password_ends_the_other_devices_and_not_this_one(lan_in, user, events):
    elsewhere = Client()
    sign_in(elsewhere, PASSWORD)

    response = change(lan_in)

    assert response["Location"] == reverse("desk:home")
    assert lan_in.get(reverse("accounts:profile")).status_code == 200
    assert elsewhere.get(reverse("accounts:profile")).status_code == 302
    assert sign_in(Client(), NEW)
    assert not sign_in(Client(), PASSWORD)
    assert "password_changed" in [event.verb for event in events]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"old": "sai"}, "old_password"),
        ({"old": ""}, "old_password"),
        ({"new": PASSWORD}, "password1"),
        ({"new": "ngan"}, "password1"),
        ({"new": "20262026202620"}, "password1"),
        ({"again": "khac-hoan-toan"}, "password2"),
        ({"new": "x" * 300, "again": NEW}, "password1"),
    ],
)
def test_a_password_that_does_not_fit_is_refused_beside_its_field(lan_in, user, fields, field):
    response = change(lan_in, **fields)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_guessing_the_present_password_at_an_open_desk_is_stopped(lan_in, user):
    for _ in range(5):
        change(lan_in, old="sai")
    response = change(lan_in)
    assert "Đã nhập sai quá nhiều lần" in response.content.decode()
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_who_has_a_first_password_chooses_another(lan_in, user):
    User.objects.filter(pk=user.pk).update(must_change_password=True)

    page = lan_in.get(reverse("account_change_password")).content.decode()
    assert "Mật khẩu đầu tiên do người khác đặt" in page
    assert 'class="bare-card"' in page

    change(lan_in)
    assert not User.objects.get(pk=user.pk).must_change_password


def test_without_mail_the_page_says_whom_to_ask(client, user, settings):
    settings.EMAIL_HOST = ""
    response = client.post(reverse("account_reset_password"), {"email": user.email})
    assert "cấp lại mã kích hoạt" in response.content.decode()
    assert mail.outbox == []


@pytest.fixture
def letter(client, user, at, settings):
    settings.EMAIL_HOST = "smtp.example"
    settings.SITE_ADDRESS = "https://cd.example"
    response = client.post(
        reverse("account_reset_password"),
        {"email": "LAN@truong.edu.vn"},
        headers={"host": "ke-xau.example"},
    )
    assert response.status_code == 200
    return mail.outbox[0]


def link_in(letter) -> str:
    return re.search(r"https://cd\.example(/\S+)", letter.body)[1]


def test_a_link_by_mail_sets_a_new_password_once(client, user, letter, events):
    assert letter.to == ["lan@truong.edu.vn"]
    assert letter.subject == "Đặt lại mật khẩu Công Đoàn Số"
    assert "ke-xau.example" not in letter.body
    assert "Chào Trần Thị Lan" in letter.body

    page = client.get(link_in(letter), follow=True)
    form = page.redirect_chain[-1][0]
    assert client.post(form, {"password1": "ngan", "password2": "ngan"}).status_code == 200
    response = client.post(form, {"password1": NEW, "password2": NEW})

    assert response["Location"] == reverse("account_login")
    assert sign_in(Client(), NEW)
    assert "password_reset" in [event.verb for event in events]
    used = Client().get(link_in(letter), follow=True).content.decode()
    assert "Liên kết này đã dùng hoặc đã hết hạn" in used


def test_a_forged_link_opens_nothing(client, user):
    url = reverse("account_reset_password_from_key", args=["MQ", "abc-def"])
    assert "đã hết hạn" in client.get(url).content.decode()


def test_nobody_learns_which_addresses_have_accounts(client, user, at, settings):
    settings.EMAIL_HOST = "smtp.example"
    pages = {
        client.post(reverse("account_reset_password"), {"email": address}).content.decode()
        for address in ("lan@truong.edu.vn", "khong-co@truong.edu.vn")
    }
    assert len({re.sub(r'"X-CSRFToken": "\w+"|value="\w+"', "", page) for page in pages}) == 1
    assert len(mail.outbox) == 1


def test_a_mailbox_is_not_flooded(client, user, at, settings):
    settings.EMAIL_HOST = "smtp.example"
    for _ in range(8):
        response = client.post(reverse("account_reset_password"), {"email": "lan@truong.edu.vn"})
    assert len(mail.outbox) == 5
    assert response.status_code == 422
