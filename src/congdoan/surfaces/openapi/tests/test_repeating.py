from datetime import timedelta

from django.test import RequestFactory
import pytest

from congdoan.foundation.refusal import AlreadyDone
from congdoan.kernel.accounts.models import User
from congdoan.surfaces.openapi.models import TakenRequest
from congdoan.surfaces.openapi.services import KeyMissing, KeyUsedOtherwise, do_once, forget_taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(db):
    return User.objects.create(username="lan", display_name="Lan")


@pytest.fixture
def call(user, now):
    """Send a body under a key; the act counts how often it was done."""
    done: list[str] = []

    def send(body="{}", key="k", at=now, refuse=False):
        def act():
            if refuse:
                raise AlreadyDone
            done.append(body)
            return 201, {"done": len(done)}

        headers = {"Idempotency-Key": key} if key else {}
        request = RequestFactory().post(
            "/x", body, content_type="application/json", headers=headers
        )
        return do_once(request, user_id=user.pk, at=at, act=act)

    send.done = done
    return send


def test_a_key_is_carried_out_once_and_answered_alike(call):
    one, other = call(), call()
    assert one.content == other.content
    assert (one.status_code, other.status_code, call.done) == (201, 201, ["{}"])
    assert other["Idempotency-Replayed"] == "true"
    assert call(key="other").status_code == 201
    assert len(call.done) == 2


@pytest.mark.parametrize("key", ["", "a b", "có", "x" * 101])
def test_without_a_key_nothing_is_done(call, key):
    with pytest.raises((KeyMissing, UnicodeEncodeError)):
        call(key=key)
    assert not call.done


def test_a_key_for_something_else_is_refused(call):
    call()
    with pytest.raises(KeyUsedOtherwise):
        call(body='{"a": 1}')
    assert call.done == ["{}"]


def test_a_refusal_takes_no_key(call):
    with pytest.raises(AlreadyDone):
        call(refuse=True)
    assert not TakenRequest.objects.exists()
    assert call().status_code == 201


def test_keys_are_forgotten(call, now):
    call()
    assert forget_taken(at=now + timedelta(days=2)) == 0
    later = now + timedelta(days=2, seconds=1)
    assert call(at=later).status_code == 201  # old enough to mean something new
    assert len(call.done) == 2
    assert forget_taken(at=later + timedelta(days=3)) == 1
