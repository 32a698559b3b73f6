"""The limit of a pause: the union is asked in time and decides; nothing ends by itself."""

from datetime import date, timedelta

from django.urls import reverse
import pytest

from congdoan.areas.members.enums import EndOfMembership, PauseReason
from congdoan.areas.members.models import Membership, Pause, PauseProlonging
from congdoan.areas.members.selectors.pauses import add_months, current_limit
from congdoan.areas.members.services.leaving import LeavingData, NotPaused, let_leave, pause_member
from congdoan.areas.members.services.pausing import (
    NotLonger,
    TooFar,
    prolong_pause,
    sync_pauses,
)
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def paused(minh, tree, teachers, today):
    """Hòa lost her job a year ago, less ten days."""
    pause_member(
        actor=minh,
        organisation=tree.leaf,
        person=teachers[0],
        start=date(2025, 3, 12),
        until=None,
        reason=PauseReason.JOB_LOSS,
    )
    return Membership.objects.get(person=teachers[0])


def asked():
    return list(WorkItem.objects.filter(kind="members.pause", state="OPEN"))


def test_months_end_where_there_is_no_such_day():
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2025, 10, 31), 4) == date(2026, 2, 28)


def test_the_union_is_asked_before_the_limit_and_nothing_ends(paused, system, tree, today, now):
    sync_pauses(actor=system, on=date(2026, 2, 9), at=now)
    assert asked() == []
    sync_pauses(actor=system, on=date(2026, 2, 10), at=now)
    item = asked()[0]
    assert (item.due, item.organisation) == (date(2026, 3, 12), tree.leaf)
    sync_pauses(actor=system, on=date(2027, 1, 1), at=now)
    assert len(asked()) == 1
    assert Membership.objects.get(pk=paused.pk).valid.upper is None
    limit = current_limit(paused, on=today)
    assert not limit.rule.verified
    assert limit.rule.value == 12


def test_prolonging_moves_the_limit_and_keeps_the_reason(paused, minh, lan, system, today, now):
    given = {"membership": paused, "on": today, "at": now, "reason": "Đang chờ nhận việc"}
    sync_pauses(actor=system, on=today, at=now)
    with pytest.raises(NotLonger):
        prolong_pause(actor=minh, until=date(2026, 3, 12), **given)
    with pytest.raises(TooFar):
        prolong_pause(actor=minh, until=date(2040, 1, 1), **given)
    with pytest.raises(NotAllowed):
        prolong_pause(actor=lan, until=date(2026, 9, 30), **given)
    prolong_pause(actor=minh, until=date(2026, 9, 30), **given)
    assert asked() == []
    assert current_limit(paused, on=today).on == date(2026, 9, 30)
    sync_pauses(actor=system, on=date(2026, 9, 5), at=now)
    assert asked()[0].due == date(2026, 9, 30)


def test_leaving_closes_the_question(paused, minh, system, tree, today, now):
    sync_pauses(actor=system, on=today, at=now)
    let_leave(
        actor=minh,
        organisation=tree.leaf,
        person=paused.person,
        data=LeavingData(today, EndOfMembership.LAPSED),
        today=today,
        at=now,
    )
    assert asked() == []


def test_a_pause_that_ends_before_is_not_asked_about(minh, tree, teachers, system, today, now):
    pause_member(
        actor=minh,
        organisation=tree.leaf,
        person=teachers[1],
        start=date(2025, 3, 12),
        until=today + timedelta(days=2),
        reason=PauseReason.JOB_LOSS,
    )
    sync_pauses(actor=system, on=today, at=now)
    assert asked() == []


def test_the_page_shows_the_rule_and_the_three_ways(
    paused, minh, signed_in, teachers, system, today, now
):
    sync_pauses(actor=system, on=today, at=now)
    client = signed_in(minh)
    url = asked()[0].source_url
    assert url == reverse("members:pause_limit", args=[paused.pk])
    body = client.get(url).content.decode()
    assert "12/03/2026" in body
    assert "Cho thôi sinh hoạt" in body
    assert client.post(url, {"until": "01/01/2026", "reason": "Chờ việc"}).status_code == 422
    assert client.post(url, {"until": "30/09/2026", "reason": "Chờ việc"}).status_code == 302
    assert PauseProlonging.objects.get().reason == "Chờ việc"
    resume = reverse("members:resume", args=[paused.pk])
    assert client.post(resume, {"on": f"{today:%d/%m/%Y}"}).status_code == 302
    assert "không đang tạm dừng" in client.get(url).content.decode()
    assert Pause.objects.get().valid.upper == today
    with pytest.raises(NotPaused):
        prolong_pause(
            actor=minh, membership=paused, until=date(2027, 1, 1), reason="x", on=today, at=now
        )
