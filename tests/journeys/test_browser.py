from typing import Any

import pytest


@pytest.mark.django_db(transaction=True)
def test_the_browser_reaches_the_server(page: Any) -> None:
    """The chain every journey stands on: Chromium, live server, test database."""
    answer = page.goto("/health/ready")
    assert answer.status == 200
    assert answer.json() == {"status": "ok", "database": True, "migrations": True}
