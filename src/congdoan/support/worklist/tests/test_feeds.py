from datetime import date, timedelta
import re

from django.urls import reverse
from icalendar import Calendar
import pytest

from congdoan.foundation.refusal import NotFound, OnlyThemselves
from congdoan.kernel.access.api import actor_for
from congdoan.support.worklist.models import WorkFeed, WorkItem
from congdoan.support.worklist.rules import calendar as rules
from congdoan.support.worklist.rules.calendar import Event
from congdoan.support.worklist.selectors.feeds import events_of, user_of_feed
from congdoan.support.worklist.services.feeds import calendar_of, renew_feed, stop_feed

pytestmark = pytest.mark.django_db


def work(organisation, title, due, *, state="OPEN", key=None):
    return WorkItem.objects.create(
        kind="thu.viec",
        key=key or f"thu.{title}",
        title=title,
        organisation=organisation,
        source_label="Quy chế",
        source_url="/phoi-hop/1/",
        why="Vì đến kỳ",
        due=due,
        opened_on=date(2026, 1, 1),
        opened_by_name="Hệ thống",
        state=state,
        folded=title.lower(),
    )


def entries(content):
    return {str(one["summary"]): one for one in Calendar.from_ical(content).walk("VEVENT")}


def test_the_calendar_holds_ones_own_open_work_only(lan, minh, tree, today, now):
    soon = today + timedelta(days=3)
    work(tree.middle, "Báo cáo, kết quả; quý I", soon)
    work(tree.leaf, "Việc của trường", soon)
    work(tree.middle, "Không hạn", None)
    work(tree.middle, "Quá lâu", today - timedelta(days=90))
    found = entries(calendar_of(lan, at=now))
    assert set(found) == {"Báo cáo, kết quả; quý I"}
    one = found["Báo cáo, kết quả; quý I"]
    assert one["dtstart"].dt == soon
    assert one["dtend"].dt == soon + timedelta(days=1)
    assert "/phoi-hop/1/" in one["description"]
    assert set(entries(calendar_of(minh, at=now))) == {"Việc của trường"}


def test_lines_are_folded_and_end_as_the_standard_says(lan, tree, today, now):
    work(tree.middle, "Nhiệm vụ phối hợp " * 12, today, key="thu.dai")
    content = calendar_of(lan, at=now)
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR"


def test_a_conference_of_a_slice_above_has_its_hour(lan, today, now, monkeypatch):
    from datetime import time

    session = Event("hop-1", "Sơ kết", today, at=time(8, 0), place="Hội trường", url="/x/")
    monkeypatch.setattr(rules, "_register", {"thu": lambda _actor, _since: [session]})
    one = entries(calendar_of(lan, at=now))["Sơ kết"]
    assert one["dtstart"].dt.isoformat() == "2026-03-02T01:00:00+00:00"
    assert one["location"] == "Hội trường"


def test_a_new_address_replaces_the_old_one(lan, now):
    first = renew_feed(actor=lan, at=now)
    second = renew_feed(actor=lan, at=now)
    assert user_of_feed(second).pk == lan.user_id
    assert first not in WorkFeed.objects.get().sha256
    for gone in (first, "", "khong-co"):
        with pytest.raises(NotFound):
            user_of_feed(gone)
    stop_feed(actor=lan)
    with pytest.raises(NotFound):
        user_of_feed(second)


def test_support_makes_no_address_for_others(lan, now):
    user = user_of_feed(renew_feed(actor=lan, at=now))
    with pytest.raises(OnlyThemselves):
        renew_feed(actor=actor_for(user, today=lan.today, acting_for="Hỗ trợ"), at=now)


def test_a_closed_account_has_no_calendar(lan, now):
    token = renew_feed(actor=lan, at=now)
    user = user_of_feed(token)
    user.is_active = False
    user.save(update_fields=["is_active"])
    with pytest.raises(NotFound):
        user_of_feed(token)


def test_through_the_pages(signed_in, client, lan, tree):
    page = reverse("worklist:feed")
    assert "Chưa có địa chỉ lịch" in signed_in(lan).get(page).content.decode()
    shown = signed_in(lan).post(reverse("worklist:feed_renew")).content.decode()
    address = re.search(r"/viec/lich/([\w-]+)\.ics", shown)
    assert address is not None
    assert address.group() not in signed_in(lan).get(page).content.decode()
    client.logout()
    answer = client.get(address.group())
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/viec/lich/khong-co.ics").status_code == 404
    signed_in(lan).post(reverse("worklist:feed_stop"))
    assert client.get(address.group()).status_code == 404


def test_queries_do_not_grow(lan, tree, today, django_assert_max_num_queries):
    cost = []
    for n in range(3):
        work(tree.middle, f"Việc {n}", today)
        with django_assert_max_num_queries(30) as asked:
            events_of(lan)
        cost.append(len(asked))
    assert cost[1] == cost[2]
