"""A Facebook page against a server that answers as it is told: the contract of its adapter."""

from datetime import timedelta
from urllib.parse import parse_qs

from django.urls import reverse
import pytest

from congdoan.areas.publications import api
from congdoan.areas.publications.models import FacebookPage
from congdoan.areas.publications.rules.refusals import (
    MayStillStand,
    NotAtThisStep,
    PublishedThere,
)
from congdoan.areas.publications.services import sending
from congdoan.areas.publications.services.graph import Graph
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.support.notifications.api import Fault, Result, inbox
from congdoan.support.notifications.tests.fake_sides import Side

pytestmark = pytest.mark.django_db


def error(code, subcode=None, status=400, **more):
    return status, {"error": {"message": "m", "code": code, "error_subcode": subcode, **more}}


OK = (200, {"id": "12345_678"})


@pytest.fixture
def side():
    with Side() as made:
        made.answer = lambda path, body: OK
        yield made


@pytest.fixture
def operator(db, today):
    user = User.objects.create(username="quantri", display_name="Quản trị", is_operator=True)
    return actor_for(user, today=today)


@pytest.mark.parametrize(
    ("answer", "result", "fault"),
    [
        (OK, Result.TAKEN, None),
        (error(190, 463), Result.AWAY, Fault.KEY),
        (error(190, status=200), Result.AWAY, Fault.KEY),
        (error(200), Result.AWAY, Fault.KEY),
        (error(32), Result.LATER, Fault.LIMIT),
        (error(613, status=200), Result.LATER, Fault.LIMIT),
        ((429, None), Result.LATER, Fault.LIMIT),
        (error(2, status=500), Result.LATER, Fault.AWAY),
        ((503, None), Result.LATER, Fault.AWAY),
        (error(100), Result.NEVER, Fault.REFUSED),
        (error(368), Result.NEVER, Fault.REFUSED),
        (error(506), Result.UNSURE, Fault.REFUSED),
        ((200, b"<html>proxy</html>"), Result.UNSURE, Fault.REFUSED),
        ((200, {"success": True}), Result.UNSURE, Fault.REFUSED),
        ((302, None), Result.NEVER, Fault.REFUSED),
        ("hang up", Result.UNSURE, Fault.AWAY),
    ],
)
def test_what_each_answer_means_for_a_post(side, answer, result, fault):
    side.answer = lambda path, body: answer
    graph = Graph(side.url, "v23.0", "EAAB")
    said = graph.post("12345", "Chào", "https://cd.example/x")
    graph.close()
    assert (said.result, said.fault) == (result, fault)
    path, _headers, body = side.asked[0]
    assert path == "/v23.0/12345/feed", "the key is in no address"
    assert parse_qs(body.decode()) == {
        "message": ["Chào"], "link": ["https://cd.example/x"], "access_token": ["EAAB"]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ((200, {"success": True}), Result.TAKEN),
        (error(100, 33), Result.TAKEN),
        (error(190), Result.AWAY),
        ((200, b"[]"), Result.LATER),
        ("hang up", Result.LATER),
    ],
)
def test_what_each_answer_means_for_taking_down(side, answer, result):
    side.answer = lambda path, body: answer
    graph = Graph(side.url, "v23.0", "EAAB")
    assert graph.remove("12345_678").result is result
    graph.close()


@pytest.fixture
def queued(side, make_document, clerk, lan, tree, say, now):
    page = api.PageData("12345", "Trang phường Đông", "EAAB", side.url, "v23.0")
    api.connect_page(actor=lan, organisation=tree.middle, data=page, at=now)
    made = api.prepare_publication(
        actor=clerk, document=make_document("ISSUED"), channel="FACEBOOK", data=say, at=now
    )
    api.approve_publication(actor=lan, publication=made, at=now)
    return made


@pytest.fixture
def run(system, now):
    def go(after=timedelta(0)):
        return api.send_waiting(actor=system, clock=lambda: now + after)

    return go


def test_a_post_leaves_once_and_is_taken_down(side, queued, run, lan, now):
    assert (run(), run()) == (1, 0)
    queued.refresh_from_db()
    assert (queued.state, queued.provider_id) == ("PUBLISHED", "12345_678")
    api.withdraw_publication(actor=lan, publication=queued, reason="sai", at=now)
    side.answer = lambda path, body: (200, {"success": True})
    assert (run(), run()) == (1, 0)
    queued.refresh_from_db()
    assert queued.state == "WITHDRAWN"
    assert [path for path, *_rest in side.asked] == ["/v23.0/12345/feed", "/v23.0/12345_678"]


def test_an_expired_key_holds_the_page_until_it_is_connected_anew(
    side, queued, run, lan, tree, now
):
    side.answer = lambda path, body: error(190, 463)
    assert (run(), run(timedelta(days=2))) == (1, 0)
    queued.refresh_from_db()
    assert (queued.state, queued.fault, queued.failures) == ("QUEUED", "KEY", 0)
    assert f"Chưa đăng được: {queued.title}" in [one.title for one in inbox(lan)]
    side.answer = lambda path, body: OK
    page = api.PageData("12345", "Trang", "EAAC", side.url, "v23.0")
    api.connect_page(actor=lan, organisation=tree.middle, data=page, at=now)
    assert run() == 1
    queued.refresh_from_db()
    assert queued.state == "PUBLISHED"


def test_a_limit_lets_the_page_rest_and_is_not_the_posts_fault(side, queued, run):
    side.answer = lambda path, body: error(32)
    assert (run(), run(timedelta(minutes=10))) == (1, 0)
    side.answer = lambda path, body: OK
    assert run(timedelta(minutes=31)) == 1
    queued.refresh_from_db()
    assert (queued.state, queued.failures) == ("PUBLISHED", 0)


def test_a_broken_side_is_tried_later_and_given_up_in_the_end(side, queued, run):
    side.answer = lambda path, body: (500, None)
    assert (run(), run(timedelta(minutes=1))) == (1, 0)
    tries = [run(timedelta(days=day)) for day in range(1, 8)]
    queued.refresh_from_db()
    assert (queued.state, sum(tries)) == ("FAILED", 4)
    assert run(timedelta(days=30)) == 0


def test_what_nobody_can_know_a_person_decides(side, queued, run, lan, signed_in):
    side.answer = lambda path, body: "hang up"
    assert (run(), run(timedelta(days=1))) == (1, 0)
    queued.refresh_from_db()
    assert queued.state == "UNSURE"
    client, there = signed_in(lan), reverse("publications:publication", args=[queued.pk])
    assert "thấy bài thì ghi là đã thấy" in client.get(there).content.decode()
    client.post(reverse("publications:there", args=[queued.pk]))
    queued.refresh_from_db()
    assert (queued.state, queued.published_at is not None) == ("PUBLISHED", True)


def test_a_worker_that_died_under_way_leaves_a_doubt_and_no_second_post(
    side, queued, run, monkeypatch
):
    monkeypatch.setattr(sending, "_talk", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        run()
    monkeypatch.undo()
    assert run(timedelta(minutes=1)) == 0, "it may still be alive"
    assert run(timedelta(minutes=6)) == 0
    queued.refresh_from_db()
    assert (queued.state, side.asked) == ("UNSURE", [])


def test_taken_down_while_it_was_on_its_way_it_goes_again(side, queued, run, lan, now):
    publication, page = sending._start(at=now)
    outcome = sending._talk(publication, page)
    api.withdraw_publication(actor=lan, publication=queued, reason="sai", at=now)
    sending._write_down(lan, publication, outcome, at=now)
    queued.refresh_from_db()
    assert (queued.state, queued.provider_id) == ("LEAVING", "12345_678")


def test_taken_down_under_way_by_a_worker_that_died_a_person_looks_and_says(
    side, queued, run, lan, clerk, say, signed_in, now
):
    """It may stand there without a number to take it down by: no silent “đã gỡ”, no dead end."""
    sending._start(at=now)
    api.withdraw_publication(actor=lan, publication=queued, reason="sai", at=now)
    assert run(timedelta(minutes=6)) == 0
    queued.refresh_from_db()
    assert (queued.state, queued.started_at, side.asked) == ("UNSURE", None, [])
    assert f"Có thể còn trên Trang Facebook: {queued.title}" in [one.title for one in inbox(clerk)]
    with pytest.raises(PublishedThere):
        api.prepare_publication(
            actor=clerk, document=queued.document, channel="FACEBOOK", data=say, at=now
        )
    client, there = signed_in(lan), reverse("publications:publication", args=[queued.pk])
    page = client.get(there).content.decode()
    assert "xóa ngay tại đó, rồi ghi là không còn" in page
    assert reverse("publications:again", args=[queued.pk]) not in page
    for act in (api.try_again, api.say_it_is_there):
        with pytest.raises(MayStillStand):
            act(actor=lan, publication=queued, at=now)
    client.post(reverse("publications:gone", args=[queued.pk]))
    queued.refresh_from_db()
    assert (queued.state, run(timedelta(days=1))) == ("WITHDRAWN", 0)
    with pytest.raises(NotAtThisStep):
        api.say_it_is_gone(actor=lan, publication=queued, at=now)


def test_the_operator_sees_how_pages_are_and_no_key(side, queued, run, signed_in, operator, now):
    side.answer = lambda path, body: error(190)
    run()
    page = signed_in(operator).get(reverse("publications:health")).content.decode()
    assert "phải nối lại" in page
    assert "EAAB" not in page
    assert FacebookPage.objects.get().key_lost_at == now
