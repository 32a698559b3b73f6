"""Two workers renew Zalo's token at the same moment; the refresh token works once."""

from concurrent.futures import ThreadPoolExecutor
import json
from threading import Barrier
from urllib.parse import parse_qs

from django.db import connections
import pytest

from congdoan.support.notifications.models import ChannelToken
from congdoan.support.notifications.services.channels import zalo_tokens
from congdoan.support.notifications.tests.fake_sides import Side

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


class Zalo:
    """Takes each refresh token once, as the real one does."""

    def __init__(self):
        self.valid, self.given = "refresh-1", 1

    def __call__(self, path, body):
        if parse_qs(body.decode())["refresh_token"] != [self.valid]:
            return 200, {"error": -14020}
        self.given += 1
        self.valid = f"refresh-{self.given}"
        return 200, {
            "access_token": f"access-{self.given}",
            "refresh_token": self.valid,
            "expires_in": 3600,
        }


def test_workers_that_renew_at_once_lose_nothing(now):
    zalo_tokens.keep_first("refresh-1", at=now)
    start = Barrier(WORKERS)
    with Side() as side:
        side.answer = Zalo()
        given = {"app_id": "1", "secret": "s", "oauth": side.url}

        def worker(_):
            start.wait()
            try:
                return zalo_tokens.access_token(given, at=now)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(WORKERS) as pool:
            tokens = list(pool.map(worker, range(WORKERS)))

        assert tokens == ["access-2"] * WORKERS
        assert len(side.asked) == 1
        assert json.dumps(side.answer.valid)
    assert ChannelToken.objects.get().lost_at is None
