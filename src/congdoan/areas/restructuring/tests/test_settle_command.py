"""The command that does at once what the nightly task does."""

from datetime import date

from django.core.management import call_command
import pytest

from congdoan.areas.restructuring.tasks import settle_events
from congdoan.kernel.organisations.api import Decision, end_organisation
from congdoan.kernel.organisations.enums import EndReason, EventState

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(tree, system, now):
    return end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.DISSOLVED,
        on=date(2026, 9, 1),
        decision=Decision(number="7/QĐ"),
        at=now,
    )


def test_the_command_says_what_it_did(event, capsys, settings):
    settings.CLOCK = "2026-09-01"
    call_command("settle_events")
    assert "Đã thực hiện 1 sự kiện; 0 sự kiện còn vướng." in capsys.readouterr().out
    call_command("settle_events")
    assert "Đã thực hiện 0 sự kiện" in capsys.readouterr().out


def test_the_nightly_task_leaves_what_is_not_due(event, settings):
    settings.CLOCK = "2026-08-31"
    settle_events()
    event.refresh_from_db()
    assert event.state == EventState.PLANNED
    settings.CLOCK = "2026-09-02"
    settle_events()
    event.refresh_from_db()
    assert event.state == EventState.APPLIED
