from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from congdoan.kernel.accounts.services.events import AccountEvent, happened

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def events(monkeypatch) -> list[AccountEvent]:
    """Collect what accounts tell upward."""
    told: list[AccountEvent] = []
    ask = happened.ask

    def listen(event: AccountEvent):
        told.append(event)
        return ask(event)

    monkeypatch.setattr(happened, "ask", listen)
    return told


@pytest.fixture
def at(monkeypatch):
    """Set the clock: ``at(moment)``; time stands still until set again."""
    from congdoan.foundation import clock

    def stand(moment: datetime) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    stand(NOW)
    return stand
