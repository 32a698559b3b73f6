from datetime import timedelta

from django.urls import reverse
import pytest

from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.tests.conftest import NOW
from congdoan.kernel.accounts.tests.factories import PASSWORD, make_user


@pytest.fixture
def lan_in(client, db, at, settings):
    settings.SECOND_FACTOR_GRACE_DAYS = 14
    settings.CLOCK = NOW.date().isoformat()
    make_user("lan")
    client.force_login(User.objects.get())
    return client


def owe(**fields) -> None:
    User.objects.update(**fields)


def test_a_first_password_closes_every_other_page_until_it_is_changed(lan_in):
    owe(must_change_password=True)
    change = reverse("account_change_password")
    for page in ("desk:home", "accounts:profile", "mfa_index", "audit:mine"):
        assert lan_in.get(reverse(page))["Location"] == change
    assert lan_in.get(change).status_code == 200

    lan_in.post(
        change,
        {"old_password": PASSWORD, "password1": "bai-hat-moi", "password2": "bai-hat-moi"},
    )

    assert lan_in.get(reverse("accounts:profile")).status_code == 200


def test_a_part_of_a_page_sends_the_whole_page_to_the_duty(lan_in):
    owe(must_change_password=True)
    answer = lan_in.get(reverse("audit:mine"), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == reverse("account_change_password")
    assert answer.content == b""


def test_one_may_always_sign_out(lan_in):
    owe(must_change_password=True)
    assert lan_in.post(reverse("account_logout"))["Location"] == reverse("account_login")


@pytest.mark.parametrize(("days", "is_open"), [(14, True), (15, False)])
def test_after_the_grace_only_the_set_up_is_open(lan_in, days, is_open):
    owe(second_factor_since=NOW.date() - timedelta(days=days))
    response = lan_in.get(reverse("accounts:profile"))
    assert (response.status_code == 200) is is_open
    if not is_open:
        assert response["Location"] == reverse("mfa_index")
        page = lan_in.get(reverse("mfa_index")).content.decode()
        assert "Chức trách của bạn cần xác thực hai lớp" in page
        assert lan_in.get(reverse("mfa_activate_totp"))["Location"].startswith(
            reverse("account_reauthenticate")
        )


def test_who_has_a_second_factor_is_let_through(lan_in):
    owe(second_factor_since=NOW.date() - timedelta(days=99), has_second_factor=True)
    assert lan_in.get(reverse("accounts:profile")).status_code == 200


def test_the_check_costs_no_query(lan_in, django_assert_num_queries):
    lan_in.get(reverse("accounts:profile"))
    with django_assert_num_queries(_cost(lan_in)):
        owe(second_factor_since=NOW.date())
        lan_in.get(reverse("accounts:profile"))


def _cost(client) -> int:
    """Return what the page costs without a duty, and the update that makes one."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("accounts:profile"))
    return len(queries) + 1
