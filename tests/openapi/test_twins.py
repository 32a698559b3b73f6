"""One call sent twice at the same moment: carried out once, answered twice alike."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.test import Client
import pytest

from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.tests.conftest import unit
from tests.openapi.conftest import Program
from tests.openapi.test_imports import wish

pytestmark = pytest.mark.django_db(transaction=True)


def test_twins_are_answered_alike(tree, lan, token_of):
    secret = token_of(lan).secret
    barrier = Barrier(2)

    def send(_time):
        try:
            program = Program(Client(), secret)
            barrier.wait(timeout=10)
            return program.post("/imports", wish(unit("X-1")))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(send, range(2))
    assert one.status_code == other.status_code == 201
    assert one.json() == other.json()
    assert ImportBatch.objects.count() == 1
    replayed = ["Idempotency-Replayed" in answer for answer in (one, other)]
    assert sorted(replayed) == [False, True]
