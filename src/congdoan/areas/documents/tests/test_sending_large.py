"""Sending to more than the sender waits for: the list is of the instant, its lines follow."""

from datetime import timedelta

import pytest

from congdoan.areas.documents import api
from congdoan.areas.documents.models import Incoming, Receiver, Sending
from congdoan.areas.documents.rules import refusals
from congdoan.areas.documents.selectors import matrix
from congdoan.areas.documents.selectors.receiving import Rule
from congdoan.areas.documents.services import following, sending, telling_many
from congdoan.kernel.organisations.api import Decision, end_organisation
from congdoan.kernel.organisations.enums import EndReason
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import own_work, unscoped_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(make_document, clerk, today, now, monkeypatch):
    """Send to Lan's branch of two, as if two were too many to wait for."""
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    document = make_document("ISSUED", answer_by=today + timedelta(days=9))
    rule = Rule(reach="BRANCH")
    api.send_document(actor=clerk, document=document, rule=rule, expected=2, on=today, at=now)
    document.refresh_from_db()
    return document


def test_the_sender_waits_for_the_list_only(send, clerk, system, tree, today, now):
    assert Sending.objects.get().units == sorted([tree.leaf.pk, tree.other_leaf.pk])
    assert not Receiver.objects.exists()
    seen = matrix.writing_of(send)
    assert (seen.done, seen.total, seen.goes_on) == (0, 2, True)
    with pytest.raises(refusals.StillWritten):
        api.send_document(actor=clerk, document=send, rule=Rule(reach="SUPERIOR"), on=today, at=now)
    assert api.deliver(actor=system, document=send.pk, at=now) == 2
    assert set(send.receivers.values_list("organisation", "branch", "state")) == {
        (tree.leaf.pk, tree.leaf.pk, "01"), (tree.other_leaf.pk, tree.other_leaf.pk, "01")
    }  # fmt: skip
    assert api.deliver(actor=system, document=send.pk, at=now) == 0
    assert Incoming.objects.count() == 2
    assert not matrix.writing_of(send).goes_on


def test_what_happens_to_the_tree_in_between_changes_no_receiver(send, system, tree, today, now):
    end_organisation(
        actor=system, organisation=tree.leaf, reason=EndReason.DISSOLVED, on=today,
        decision=Decision(number="3/QĐ"), at=now,
    )  # fmt: skip
    assert api.deliver(actor=system, document=send.pk, at=now) == 2
    assert send.receivers.filter(organisation=tree.leaf, delivered_at__isnull=False).exists()


def test_a_killed_writing_goes_on_where_it_was(send, system, now, monkeypatch):
    calls, write = [], sending.write_lines

    def dies(*given, **words):
        calls.append(given)
        if len(calls) == 2:
            raise RuntimeError
        return write(*given, **words)

    monkeypatch.setattr(sending, "write_lines", dies)
    with pytest.raises(RuntimeError):
        api.deliver(actor=system, document=send.pk, at=now)
    assert Receiver.objects.count() == 1
    assert api.deliver(actor=system, document=send.pk, at=now) == 2


def test_a_recall_stops_what_is_not_written_and_not_delivered(send, clerk, system, tree, now):
    assert sending._write_some(send.pk) == 1  # one of two has a line, nobody has it in the book
    assert api.take_back(actor=clerk, document=send, reason="sai", at=now) == (0, 0)
    assert api.deliver(actor=system, document=send.pk, at=now) == 0
    assert not Incoming.objects.exists()
    assert [one.state for one in Receiver.objects.all()] == ["15"]
    assert matrix.writing_of(send).stopped == 1
    assert not unscoped_work(f"documents.{send.pk}.answer.").exists()


def test_thousands_are_told_in_the_background(sent, clerk, system, minh, now, monkeypatch):
    monkeypatch.setattr(telling_many, "BATCH", 1)
    jobs = []
    monkeypatch.setattr(telling_many, "enqueue", lambda job, **words: jobs.append((job, words)))
    monkeypatch.setattr(following, "tell_later", telling_many.tell_later)
    api.take_back(actor=clerk, document=sent, reason="sai hạn", at=now)
    told = inbox(minh).filter(kind="documents.asked_back")
    assert not told.exists()
    (job, words) = jobs[0]
    assert job == "documents.tell"
    ask = {"document": sent.pk, "what": words["what"], "context": words["context"], "at": now}
    telling_many.tell_them(actor=system, **ask)
    first = told.count()
    telling_many.tell_them(actor=system, **ask)
    assert (first, told.count()) == (1, 1)


def test_an_answer_asked_for_is_work_until_it_is_given(sent, minh, clerk, tree, now):
    def open_ones():
        return own_work(minh).filter(kind="documents.answer", state="OPEN")

    (one,) = open_ones()
    assert (one.due, one.title) == (sent.answer_by, sent.subject)
    came = Incoming.objects.get(document=sent, organisation=tree.leaf)
    api.close_incoming(actor=minh, incoming=came, note="không phải trả lời", at=now)
    assert not open_ones().exists()
    api.take_back(actor=clerk, document=sent, reason="sai", at=now)
    assert set(unscoped_work(f"documents.{sent.pk}.answer.").values_list("state", flat=True)) == {
        "DONE", "CANCELLED"
    }  # fmt: skip
