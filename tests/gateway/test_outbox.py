"""The outbox on a slow wire and under a dying worker: carried on, never doubled."""

from datetime import timedelta
import threading

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.documents import api as documents
from congdoan.areas.documents.models import Incoming
from congdoan.areas.gateway import api
from congdoan.areas.gateway.models import Package, Peer
from congdoan.areas.gateway.rules.refusals import BeingCarried
from congdoan.areas.gateway.services import federation, outbox, queueing, sending
from congdoan.areas.gateway.services.federation import Sent
from tests.gateway.test_exchange import left, revoke
from tests.gateway_world import OWN, PEER, a_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(monkeypatch, peer):
    """Peers are spoken to by a wire that answers what the test says, and remembers."""
    Peer.objects.update(way="FEDERATION", address="https://kia.example", authority="x")
    wire = {"sent": [], "answer": lambda _peer: Sent(done=True)}

    def carry(to, content, _keys, *, at):
        wire["sent"].append((to.code, content))
        return wire["answer"](to)

    monkeypatch.setattr(federation, "carry", carry)
    return wire


def send(document, clerk, today, now, *codes):
    rule = documents.Rule(outside="\n".join(f"Bên {code}; {code}" for code in codes))
    documents.send_document(actor=clerk, document=document, rule=rule, on=today, at=now)


@pytest.fixture
def queued(posted, make_document, clerk, today, now):
    document = make_document("ISSUED")
    send(document, clerk, today, now, PEER)
    return document, Package.objects.get(document=document)


@pytest.mark.django_db(transaction=True)
def test_no_lock_is_held_while_a_peer_is_spoken_to(queued, posted, now):
    seen = []

    def answer(_peer):
        # On the lane's own connection: a lock or an open transaction of the sender would show.
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT lease IS NOT NULL, unsure FROM gateway_package FOR UPDATE NOWAIT"
                )
                seen.extend(cursor.fetchall())
        finally:
            connection.close()
        return Sent(done=True)

    posted["answer"] = answer
    assert api.send_waiting(clock=lambda: now) == 1
    assert seen == [(True, True)]
    package = Package.objects.get()
    assert (package.state, package.lease, package.leased_until) == ("SENT", None, None)
    assert not package.unsure


def test_a_slow_peer_holds_up_no_other(queued, posted, system, clerk, make_document, today, now):
    other = "000.00.00.H42"
    data = api.PeerData(code=other, name="Sở Nội vụ", profile="QCVN", way=api.Way.FILE)
    api.connect_peer(actor=system, data=data, on=today, at=now)
    Peer.objects.update(way="FEDERATION")
    send(make_document("ISSUED"), clerk, today, now, other)
    through = threading.Event()

    def answer(to):
        if to.code == other:
            through.set()
            return Sent(done=True)
        # Answers only once the other one, queued behind it, was carried.
        return Sent(done=through.wait(timeout=20))

    posted["answer"] = answer
    assert api.send_waiting(clock=lambda: now) == 2
    assert [code for code, _content in posted["sent"]] == [PEER, other]


def test_a_worker_that_died_on_the_way_is_followed_after_its_lease(queued, posted, now):
    package = outbox.claim(at=now)
    assert package == queued[1]
    load = outbox.prepare(package, None, at=now)
    # … and is killed here. Others leave it alone until the lease has run out.
    assert api.send_waiting(clock=lambda: now + timedelta(minutes=4)) == 0
    assert posted["sent"] == []
    later = now + outbox.LEASE
    assert api.send_waiting(clock=lambda: later) == 1
    # What is carried again is the very same package, which the other side knows by its key.
    assert [content for _code, content in posted["sent"]] == [load.content]
    package.refresh_from_db()
    assert (package.state, package.attempts) == ("SENT", 1)


def test_who_slept_through_the_lease_settles_nothing(queued, posted, now):
    load = outbox.prepare(outbox.claim(at=now), None, at=now)
    later = now + outbox.LEASE
    other = outbox.prepare(outbox.claim(at=later), None, at=later)
    assert not outbox.settle(load, "SENT", at=later)
    assert not outbox.fail(load, Sent(done=False, for_good=True, why="x"), at=later)
    assert Package.objects.get().state == "WAITING"
    assert outbox.settle(other, "SENT", at=later)


def test_what_follows_for_a_peer_waits_its_turn(queued, posted, clerk, make_document, today, now):
    send(make_document("ISSUED"), clerk, today, now, PEER)
    first = outbox.claim(at=now)
    assert outbox.claim(at=now) is None
    outbox.settle(outbox.Load(first), "SENT", at=now)
    assert outbox.claim(at=now).pk > first.pk


def test_a_fault_of_ours_on_the_wire_is_told_and_stops_nobody(queued, posted, now):
    def answer(_peer):
        raise RuntimeError

    posted["answer"] = answer
    assert api.send_waiting(clock=lambda: now) == 0
    package = Package.objects.get()
    assert (package.state, package.lease, package.unsure) == ("WAITING", None, True)
    assert "quản trị hệ thống" in package.failure


def test_what_is_on_its_way_is_not_sent_again_by_hand(queued, posted, signed_in, clerk, now):
    _document, package = queued
    outbox.prepare(outbox.claim(at=now), None, at=now)
    with pytest.raises(BeingCarried):
        sending.send_again(actor=clerk, package=package, at=now)
    sending.send_again(actor=clerk, package=package, at=now + outbox.LEASE)


def test_recalled_on_its_way_it_arrives_and_is_asked_back(queued, posted, clerk, now):
    """Nobody knows whether it is there: only the two in their order say the same on both sides."""
    document, _package = queued
    posted["answer"] = lambda _peer: Sent(done=False, why="ReadTimeout", unsure=True)
    api.send_waiting(clock=lambda: now)
    posted["answer"] = lambda _peer: Sent(done=True)
    documents.take_back(actor=clerk, document=document, reason="nhầm", at=now)
    assert document.receivers.get().state == "13"
    later = now + timedelta(hours=1)
    assert api.send_waiting(clock=lambda: later) == 2
    rows = Package.objects.order_by("pk").values_list("kind", "state")
    assert list(rows) == [("NEW", "SENT"), ("REVOKE", "SENT")]


def test_recalled_while_the_peer_was_surely_away_it_does_not_leave(queued, posted, clerk, now):
    document, package = queued
    posted["answer"] = lambda _peer: Sent(done=False, why="ConnectionError")
    api.send_waiting(clock=lambda: now)
    documents.take_back(actor=clerk, document=document, reason="nhầm", at=now)
    package.refresh_from_db()
    assert (package.state, document.receivers.get().state) == ("CANCELLED", "15")


def test_another_code_of_the_unit_doubles_nothing(queued, posted, system, clerk, tree, today, now):
    document, package = queued
    api.give_code(actor=system, organisation=tree.middle, code="000.09.09.H41", on=today)
    data = api.PeerData(code="000.00.00.H42", name="Sở", profile="QCVN", way=api.Way.FILE)
    api.connect_peer(actor=system, data=data, on=today, at=now)
    send(document, clerk, today, now, PEER, "000.00.00.H42")
    rows = Package.objects.order_by("pk").values_list("peer_code", "document_code")
    assert [(code, doc.split(",")[0]) for code, doc in rows] == [
        (PEER, OWN),
        ("000.00.00.H42", "000.09.09.H41"),
    ]
    # Sent again under the code it was made with: the far side's key stays the same.
    sending.send_again(actor=clerk, package=package, at=now)
    api.send_waiting(clock=lambda: now)
    package.refresh_from_db()
    assert left(package).sender.organ_id == OWN


def test_letters_are_queued_by_set(
    posted, make_document, system, clerk, today, now, django_assert_max_num_queries
):
    codes = [f"000.00.{number:02}.H50" for number in range(12)]
    for code in codes:
        data = api.PeerData(code=code, name=code, profile="QCVN", way=api.Way.FILE)
        api.connect_peer(actor=system, data=data, on=today, at=now)
    asked = []
    for some in (codes[:1], codes):
        document = make_document("ISSUED")
        send(document, clerk, today, now, *some)
        Package.objects.filter(document=document).delete()
        with CaptureQueriesContext(connection) as queries:
            queueing.queue_letters(documents.Left(document=document, actor=clerk, at=now))
        assert Package.objects.filter(document=document).count() == len(some)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_later_asking_takes_the_place_of_the_earlier(taken, clerk, now):
    taken(a_letter())
    one = Incoming.objects.get()
    documents.acknowledge(actor=clerk, incoming=one, at=now)
    from congdoan.support.edxml.api import Business, Trace

    words = {"business": Business.UPDATE, "reason": "sửa", "subject": "phối hợp (sửa)"}
    first = taken(a_letter(**words))
    second = taken(revoke(traces=(Trace(PEER, now.replace(tzinfo=None)),)))
    first.refresh_from_db()
    assert (first.state, second.state) == ("OVERTAKEN", "ASKED")
    documents.answer_request_back(actor=clerk, incoming=one, agree=True, reason="", at=now)
    second.refresh_from_db()
    one.refresh_from_db()
    assert (second.state, one.state, one.subject) == (
        "APPLIED",
        "WITHDRAWN",
        "phối hợp tổ chức hội nghị",
    )


def test_what_was_asked_can_be_answered_after_the_matter_was_closed(taken, clerk, now):
    taken(a_letter())
    one = Incoming.objects.get()
    documents.acknowledge(actor=clerk, incoming=one, at=now)
    asked = taken(revoke())
    documents.close_incoming(actor=clerk, incoming=one, note="đã dự", at=now)
    one.refresh_from_db()
    assert (one.state, one.told) == ("DONE", "13")
    documents.answer_request_back(actor=clerk, incoming=one, agree=False, reason="đã dự", at=now)
    asked.refresh_from_db()
    assert asked.state == "KEPT"


def test_old_askings_that_nobody_can_answer_are_swept(taken, clerk, now):
    taken(a_letter())
    one = Incoming.objects.get()
    documents.acknowledge(actor=clerk, incoming=one, at=now)
    open_one = taken(revoke())
    stuck = Package.objects.get(pk=open_one.pk)
    stuck.pk, stuck.key = None, "cũ"
    stuck.save(force_insert=True)
    # The copy is the later one: the first can not be answered any more.
    assert queueing.sweep_askings() == 1
    open_one.refresh_from_db()
    assert open_one.state == "OVERTAKEN"
    Incoming.objects.update(told="06")
    assert queueing.sweep_askings() == 1
    assert queueing.sweep_askings() == 0


def test_the_page_says_what_its_moment_is_and_counts_to_a_cap(signed_in, clerk, gone, monkeypatch):
    client, package = signed_in(clerk), gone[1]
    page = client.get(reverse("gateway:package", args=[package.pk])).content.decode()
    assert "Sẵn sàng lấy đi lúc" in page
    assert "Gửi lúc" not in page
    from congdoan.areas.gateway.selectors import packages

    count = packages.capped_count
    monkeypatch.setattr(packages, "capped_count", lambda rows: count(rows) and 10_001)
    assert "10.000+" in client.get(reverse("gateway:home")).content.decode()


def test_one_run_at_a_time_in_a_queue_of_its_own(queued, clerk, now):
    from procrastinate.contrib.django.models import ProcrastinateJob

    sending.send_again(actor=clerk, package=queued[1], at=now)
    jobs = ProcrastinateJob.objects.filter(task_name="gateway.send")
    asked = set(jobs.values_list("queue_name", "lock", "queueing_lock"))
    assert asked == {("gateway", "gateway.send", "gateway.send")}
    assert jobs.count() == 1
