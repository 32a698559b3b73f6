"""Asking for more time: never twice at once, answered by who accepts, gone after the lock."""

from datetime import date

from django.urls import reverse
import pytest

from congdoan.areas.reporting.api import lock_round, submit_report
from congdoan.areas.reporting.services.extending import (
    AskedAlready,
    ask_extension,
    refuse_extension,
)
from congdoan.areas.reporting.services.judging import DueNotLater, extend_report
from congdoan.areas.reporting.services.writing import RoundIsLocked
from congdoan.foundation.refusal import AlreadyDone, NotAllowed
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 4, 10)


@pytest.fixture
def ask(report, minh, today, now):
    def act(*, until=UNTIL, actor=minh):
        return ask_extension(
            actor=actor, report=report, until=until, reason="Chờ số lương", on=today, at=now
        )

    return act


def waits(tree):
    return WorkItem.objects.filter(
        organisation=tree.middle, kind="reporting.more", state="OPEN"
    ).count()


def test_it_is_asked_once_and_granted_on_another_day(ask, report, tree, lan, minh, today, now):
    asked = ask()
    assert waits(tree) == 1
    assert any("xin thêm thời gian" in one.title for one in inbox(lan))
    with pytest.raises(AskedAlready):
        ask()
    day = date(2026, 4, 3)
    extend_report(actor=lan, report=report, due=day, words="Được", on=today, at=now)
    asked.refresh_from_db()
    report.refresh_from_db()
    assert (asked.state, report.due_on, waits(tree)) == ("GRANTED", day, 0)
    ask()  # and again, later
    assert waits(tree) == 1


def test_it_is_refused_with_a_reason_once(ask, report, tree, lan, minh, today, now):
    ask()
    with pytest.raises(NotAllowed):
        refuse_extension(actor=minh, report=report, words="Không", on=today, at=now)
    refuse_extension(actor=lan, report=report, words="Tỉnh chốt số", on=today, at=now)
    assert any("không được gia hạn" in one.title for one in inbox(minh))
    assert report.steps.get(kind="REFUSED").note == "Tỉnh chốt số"
    assert waits(tree) == 0
    with pytest.raises(AlreadyDone):
        refuse_extension(actor=lan, report=report, words="Không", on=today, at=now)


def test_not_for_others_not_for_gone_days_not_after_the_lock(ask, report, lan, now):
    with pytest.raises(NotAllowed):
        ask(actor=lan)
    with pytest.raises(DueNotLater):
        ask(until=report.due_on)
    lock_round(actor=lan, found=report.round, at=now)
    with pytest.raises(RoundIsLocked):
        ask()


def test_handing_in_ends_it(ask, report, write, tree, minh, today, now):
    asked = ask()
    write(report, {"T_MEM": 40})
    submit_report(actor=minh, report=report, on=today, at=now)
    asked.refresh_from_db()
    assert (asked.state, waits(tree)) == ("PASSED", 0)


def test_the_pages_ask_show_and_answer(report, minh, lan, signed_in):
    page = reverse("reporting:report", args=[report.pk])
    asking = reverse("reporting:report_ask_more", args=[report.pk])
    client = signed_in(minh)
    assert asking in client.get(page).content.decode()
    assert client.post(asking, {"until": "01/01/2020", "words": "x"}).status_code == 422
    assert client.post(asking, {"until": "10/04/2026", "words": "Chờ số lương"}).status_code == 302
    assert asking not in client.get(page).content.decode()
    client = signed_in(lan)
    said = client.get(page).content.decode()
    assert "xin gia hạn đến 10/04/2026" in said
    table = client.get(reverse("reporting:round", args=[report.round_id])).content.decode()
    assert "xin gia hạn" in table
    extending = client.get(reverse("reporting:report_extend", args=[report.pk]))
    assert "Chờ số lương" in extending.content.decode()
    refusing = reverse("reporting:report_refuse_more", args=[report.pk])
    assert client.post(refusing, {"words": ""}).status_code == 422
    assert client.post(refusing, {"words": "Tỉnh chốt số"}).status_code == 302
    assert "Không gia hạn" not in client.get(page).content.decode().split("Quá trình")[0]
