from datetime import timedelta
import unicodedata

from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.kernel.accounts.tests.conftest import NOW
from congdoan.kernel.accounts.tests.factories import PASSWORD, make_user

FIT = {
    "display_name": "Trần Thị Lan",
    "email": "lan@truong.edu.vn",
    "phone": "0912 345 678",
    "language": "vi",
}


@pytest.fixture
def user(db):
    return make_user("lan")


@pytest.fixture
def lan_in(client, user, at):
    client.post(
        reverse("account_login"),
        {"login": "lan", "password": PASSWORD},
        headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537"},
    )
    return client


def save(client, **fields):
    return client.post(reverse("accounts:profile"), FIT | fields)


def test_one_changes_what_is_ones_own(lan_in, user, events):
    response = save(
        lan_in,
        display_name=unicodedata.normalize("NFD", " Nguyễn  Thị Lan "),
        email="Lan@Truong.edu.vn",
        language="en",
    )
    user.refresh_from_db()
    assert response["Location"] == reverse("accounts:profile")
    assert response.cookies["django_language"].value == "en"
    assert (user.display_name, user.email) == ("Nguyễn Thị Lan", "lan@truong.edu.vn")
    assert (user.phone, user.language) == ("+84912345678", "en")
    # the fields, not the values: personal data does not go into the trail
    assert events[-1].changes == {"fields": ["display_name", "email", "phone", "language"]}


def test_saving_without_a_change_tells_nothing(lan_in, user, events):
    save(lan_in)
    told = len(events)
    save(lan_in)
    assert len(events) == told


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"display_name": ""}, "display_name"),
        ({"display_name": "x" * 121}, "display_name"),
        ({"email": "lan@"}, "email"),
        ({"email": "minh@truong.edu.vn"}, "email"),
        ({"email": "MINH@truong.edu.vn"}, "email"),
        ({"phone": "12345"}, "phone"),
        ({"phone": "+84 987 654 321"}, "phone"),
        ({"phone": "abc"}, "phone"),
        ({"language": "fr"}, "language"),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_kept_in_the_form(lan_in, user, fields, field):
    make_user("minh", email="minh@truong.edu.vn", phone="+84987654321")
    response = save(lan_in, **fields)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"].data["phone"] == (FIT | fields)["phone"]
    user.refresh_from_db()
    assert user.email == ""


def test_phone_and_mail_may_be_left_empty_by_many(lan_in, user):
    make_user("minh")
    assert save(lan_in, email="", phone="").status_code == 302


def test_devices_are_listed_and_ended_one_by_one(lan_in, user, events):
    other, third = Client(), Client()
    for browser in (other, third):
        browser.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    listed = lan_in.get(reverse("usersessions_list"))
    rows = listed.context["rows"]
    assert len(rows) == 3
    assert [row["device"] for row in rows if row["is_current"]] == ["Chrome · Windows"]

    key = other.session.session_key
    chosen = next(row["session"] for row in rows if row["session"].session_key == key)
    lan_in.post(reverse("usersessions_list"), {"session": chosen.pk})

    assert other.get(reverse("accounts:profile")).status_code == 302
    assert third.get(reverse("accounts:profile")).status_code == 200
    assert events[-1].verb == "session_revoked"

    lan_in.post(reverse("usersessions_list"))
    assert third.get(reverse("accounts:profile")).status_code == 302
    assert lan_in.get(reverse("accounts:profile")).status_code == 200


def test_nobody_ends_the_sessions_of_others_or_ones_own_present_one(lan_in, user):
    make_user("minh")
    minh = Client()
    minh.post(reverse("account_login"), {"login": "minh", "password": PASSWORD})
    from allauth.usersessions.models import UserSession

    for session in UserSession.objects.all():
        lan_in.post(reverse("usersessions_list"), {"session": session.pk})
    for bad in ("0", "-1", "x", "9" * 30):
        assert lan_in.post(reverse("usersessions_list"), {"session": bad}).status_code == 302

    assert minh.get(reverse("accounts:profile")).status_code == 200
    assert lan_in.get(reverse("accounts:profile")).status_code == 200


def test_a_session_that_ran_out_is_not_listed(lan_in, user):
    other = Client()
    other.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    Session.objects.filter(session_key=other.session.session_key).update(
        expire_date=NOW - timedelta(seconds=1)
    )
    assert len(lan_in.get(reverse("usersessions_list")).context["rows"]) == 1
