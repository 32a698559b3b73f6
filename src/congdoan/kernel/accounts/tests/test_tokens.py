from datetime import timedelta
import hashlib

from django.urls import reverse
import pytest

from congdoan.foundation.refusal import NotFound
from congdoan.kernel.accounts.models import AccessToken
from congdoan.kernel.accounts.services import tokens
from congdoan.kernel.accounts.services.tidying import drop_what_ran_out
from congdoan.kernel.accounts.tests.conftest import NOW
from congdoan.kernel.accounts.tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

WISH = {"name": "Máy chủ nhân sự", "scopes": ["imports.read"], "days": "30"}


@pytest.fixture
def user(db):
    return make_user("lan")


@pytest.fixture
def lan_in(client, user, at):
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def issue(user, name="Máy chủ", days=30, scopes=("imports.read",)):
    return tokens.issue_token(user=user, name=name, scopes=scopes, days=days, at=NOW)


def test_a_token_is_shown_once_and_kept_as_a_hash(lan_in, user, events):
    assert lan_in.get(reverse("accounts:token_new")).status_code == 200
    answer = lan_in.post(reverse("accounts:token_new"), WISH)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    token = AccessToken.objects.get()
    secret = answer.content.decode().split('id="secret" value="')[1].split('"')[0]
    assert secret.startswith("cds_")
    assert token.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert (token.user, token.expires_at) == (user, NOW + timedelta(days=30))
    page = lan_in.get(reverse("accounts:tokens")).content.decode()
    assert secret not in page
    assert token.hint in page
    assert "Máy chủ nhân sự" in page
    assert "Chưa dùng lần nào." in page
    assert events[-1].verb == "token_issued"
    assert secret not in str(events[-1].changes)


def test_who_only_holds_the_session_makes_no_token(client, user, at):
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    for answer in (
        client.get(reverse("accounts:token_new")),
        client.post(reverse("accounts:token_new"), WISH),
    ):
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 81}, {"scopes": []}, {"scopes": ["la"]}, {"days": "9999"}],
)
def test_a_wrong_wish_is_refused_beside_its_field(lan_in, wrong):
    answer = lan_in.post(reverse("accounts:token_new"), WISH | wrong)
    assert answer.status_code == 422
    assert not AccessToken.objects.exists()


def test_names_are_told_apart_and_there_is_an_end(lan_in, user, monkeypatch):
    lan_in.post(reverse("accounts:token_new"), WISH)
    twice = lan_in.post(reverse("accounts:token_new"), WISH)
    assert "đã có mã truy cập còn hạn tên" in twice.content.decode()
    monkeypatch.setattr(tokens, "MOST_LIVE", 1)
    more = lan_in.post(reverse("accounts:token_new"), WISH | {"name": "Khác"})
    assert (more.status_code, AccessToken.objects.count()) == (422, 1)
    assert "thu hồi mã không dùng nữa" in more.content.decode()


def test_one_ends_ones_own_and_nobody_elses(lan_in, user, events):
    own, theirs = issue(user).token, issue(make_user("minh")).token
    assert lan_in.post(reverse("accounts:token_revoke", args=[theirs.pk])).status_code == 404
    answer = lan_in.post(reverse("accounts:token_revoke", args=[own.pk]), follow=True)
    assert "Đã thu hồi mã “Máy chủ”" in answer.content.decode()
    own.refresh_from_db()
    theirs.refresh_from_db()
    assert (own.is_live(NOW), theirs.is_live(NOW)) == (False, True)
    told = len(events)
    lan_in.post(reverse("accounts:token_revoke", args=[own.pk]))
    assert len(events) == told  # ended already: nothing happened
    with pytest.raises(NotFound):
        tokens.revoke_token(user=user, pk=theirs.pk, at=NOW)
    assert lan_in.get(reverse("accounts:token_revoke", args=[own.pk])).status_code == 405


def test_nobody_is_sent_to_the_pages_without_a_session(client, user):
    for name in ("tokens", "token_new"):
        answer = client.get(reverse(f"accounts:{name}"))
        assert answer["Location"].startswith(reverse("account_login"))


def test_ended_tokens_leave_the_page_and_then_the_table(user):
    made = issue(user, days=7).token
    week = timedelta(days=7)
    assert list(tokens.shown_tokens(user, at=NOW + week)) == [made]
    assert not tokens.shown_tokens(user, at=NOW + week + tokens.SHOWN).exists()
    drop_what_ran_out(at=NOW + week + timedelta(days=364))
    assert AccessToken.objects.exists()
    drop_what_ran_out(at=NOW + week + timedelta(days=365))
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize("wrong", [{"scopes": ()}, {"scopes": ("la",)}, {"days": 8}])
def test_what_is_not_offered_is_a_fault_of_the_caller(user, wrong):
    with pytest.raises(ValueError, match="Not offered"):
        issue(user, **wrong)
