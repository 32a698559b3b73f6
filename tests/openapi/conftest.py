import pytest

from congdoan.foundation import clock
from congdoan.kernel.accounts.api import issue_token
from congdoan.kernel.accounts.models import User


@pytest.fixture
def token_of(now, monkeypatch):
    """Make a token of an actor: ``token_of(lan, "imports.read")``; time stands still."""
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(clock, "today", now.date)

    def make(actor, *scopes, days=30, name="Thử"):
        user = User.objects.get(pk=actor.user_id)
        scopes = scopes or ("imports.read", "imports.write")
        return issue_token(user=user, name=name, scopes=scopes, days=days, at=now)

    return make


@pytest.fixture
def program(client, token_of):
    """Return a program that calls with a token: ``program(lan).post("/imports", …)``."""
    return lambda actor, *scopes, **made: Program(client, token_of(actor, *scopes, **made).secret)


class Program:
    def __init__(self, client, secret):
        self.client = client
        self.headers = {"authorization": f"Bearer {secret}"}

    def get(self, path, **query):
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path, data=None, *, key="k1", json=False):
        headers = self.headers | ({"idempotency-key": key} if key else {})
        kind = {"content_type": "application/json"} if json else {}
        return self.client.post(f"/api/v1{path}", data or {}, headers=headers, **kind)
