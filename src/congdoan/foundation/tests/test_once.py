"""A form is taken once, however often its button is pressed."""

from concurrent.futures import ThreadPoolExecutor
import threading

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import RequestFactory
import pytest

from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone, Refusal


def post(session_key, name="t1"):
    request = RequestFactory().post("/", {"once": name} if name else {})
    request.session = SessionStore(session_key)
    return request


@pytest.fixture
def session_key():
    session = SessionStore()
    session.create()
    return session.session_key


@pytest.mark.django_db
def test_the_second_time_is_told_that_it_is_done(session_key):
    done = []
    with once(post(session_key)):
        done.append(1)
    with pytest.raises(AlreadyDone), once(post(session_key)):
        done.append(2)
    with once(post(session_key, "another form")):
        done.append(3)
    assert done == [1, 3]


@pytest.mark.django_db
def test_a_refused_form_can_be_sent_again(session_key):
    with pytest.raises(Refusal), once(post(session_key)):
        raise Refusal
    with once(post(session_key)):
        pass


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "t1"])
def test_without_token_or_session_nothing_is_guarded(token, session_key):
    key = session_key if not token else None
    for _time in range(2):
        with once(post(key, token)):
            pass


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_do_the_work_once(session_key):
    done = []
    both_ready = threading.Barrier(2)

    def press(name):
        try:
            both_ready.wait(timeout=10)
            with once(post(session_key)):
                done.append(name)
        except AlreadyDone:
            return "already"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, ["a", "b"]))
    assert answers == ["already", "done"]
    assert len(done) == 1
