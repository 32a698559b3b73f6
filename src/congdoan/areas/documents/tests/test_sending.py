from datetime import timedelta

import pytest

from congdoan.areas.documents import api
from congdoan.areas.documents.models import Incoming, Receiver, Routing
from congdoan.areas.documents.rules import refusals
from congdoan.areas.documents.selectors import matrix
from congdoan.areas.documents.selectors.receiving import Rule, preview, unscoped_receivers
from congdoan.areas.documents.services import sending
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations.api import (
    Decision,
    Regrouping,
    end_organisation,
    regroup_organisations,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.support.files.api import get_readable_file
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import own_work
from tests.documents_world import a_pdf

pytestmark = pytest.mark.django_db


def entry(document, unit):
    return Incoming.objects.get(document=document, organisation=unit)


def receiver(document, unit):
    return Receiver.objects.get(document=document, organisation=unit)


def test_every_receiver_has_it_in_its_own_book(sent, tree, system, now):
    rows = {one.organisation_id: one for one in Incoming.objects.filter(document=sent)}
    assert set(rows) == {tree.leaf.pk, tree.other_leaf.pk}
    assert {one.number.text for one in rows.values()} == {"01"}
    one = rows[tree.leaf.pk]
    assert (one.symbol, one.sender_name, one.due) == (
        sent.symbol, "Công đoàn phường Đông", sent.answer_by
    )  # fmt: skip
    assert receiver(sent, tree.leaf).state == "01"
    assert api.deliver(actor=system, document=sent.pk, at=now) == 0
    assert Incoming.objects.count() == 2


def test_a_killed_delivery_goes_on_where_it_was(
    make_document, clerk, system, today, now, monkeypatch
):
    document = make_document("ISSUED")
    api.send_document(actor=clerk, document=document, rule=Rule(reach="BRANCH"), on=today, at=now)
    monkeypatch.setattr(sending, "BATCH", 1)
    calls, told = [], sending.telling.tell_receivers

    def dies(**words):
        calls.append(words)
        if len(calls) == 2:
            raise RuntimeError
        told(**words)

    monkeypatch.setattr(sending.telling, "tell_receivers", dies)
    with pytest.raises(RuntimeError):
        api.deliver(actor=system, document=document.pk, at=now)
    assert Incoming.objects.count() == 1
    assert api.deliver(actor=system, document=document.pk, at=now) == 1
    assert sorted(one.number.text for one in Incoming.objects.all()) == ["01", "01"]


def test_rules_over_the_tree(tree, today, make_document):
    def of(sender, **words):
        found = unscoped_receivers(sender.pk, Rule(**words), on=today)
        return set(found.values_list("code", flat=True))

    assert of(tree.central, reach="CHILDREN") == {"LD-A", "LD-B"}
    assert of(tree.central, reach="BRANCH", level="L4_GRASSROOTS") == {
        "CS-A11", "CS-A12", "CS-B11"
    }  # fmt: skip
    assert of(tree.leaf, reach="SUPERIOR") == {"CD-A1"}
    assert of(tree.leaf, picked=(tree.leaf.pk, tree.far_leaf.pk)) == {"CS-B11"}
    seen = preview(make_document(), Rule(reach="BRANCH", outside="Sở Y; a@b.vn\nBáo"), on=today)
    assert (seen.count, seen.total, seen.outsiders[0].by_mail) == (2, 4, True)


def test_nobody_and_other_receivers_than_seen_are_refused(make_document, clerk, today, now):
    document = make_document("ISSUED")
    ask = {"actor": clerk, "document": document, "on": today, "at": now}
    with pytest.raises(refusals.NobodyToSendTo):
        api.send_document(rule=Rule(), **ask)
    with pytest.raises(refusals.ReceiversChanged):
        api.send_document(rule=Rule(reach="BRANCH"), expected=5, **ask)
    assert not Receiver.objects.exists()


def test_a_draft_is_not_sent_and_nobody_else_sends(make_document, lan, minh, today, now):
    rule, draft = Rule(reach="BRANCH"), make_document("APPROVED")
    with pytest.raises(refusals.NotInThisState):
        api.send_document(actor=lan, document=draft, rule=rule, on=today, at=now)
    with pytest.raises(NotAllowed):
        api.send_document(actor=minh, document=draft, rule=rule, on=today, at=now)


def test_acknowledging_shows_the_sender_and_is_done_once_a_person(sent, minh, tree, now):
    one = entry(sent, tree.leaf)
    api.acknowledge(actor=minh, incoming=one, at=now)
    assert receiver(sent, tree.leaf).state == "03"
    with pytest.raises(AlreadyDone):
        api.acknowledge(actor=minh, incoming=one, at=now)
    counts = matrix.totals(sent)
    assert (counts.total, counts.arrived, counts.accepted, counts.answered) == (2, 2, 1, 0)


def test_bute_phe_becomes_work_and_steps_go_on(
    sent, minh, tree, make_person, seat, actor_of, today, now
):
    teacher = make_person("Lý Thị Tổ", username="to")
    seat(teacher, tree.leaf, "EXEC_MEMBER")
    one, due = entry(sent, tree.leaf), today + timedelta(days=3)
    ask = {"incoming": one, "kind": "ASSIGN", "opinion": "làm sớm", "due": due, "on": today}
    stranger = make_person("Người Khác")
    with pytest.raises(refusals.NotHere):
        api.route(actor=minh, person=stranger, at=now, **ask)
    made = api.route(actor=minh, person=teacher, at=now, **ask)
    with pytest.raises(refusals.RoutedAlready):
        api.route(actor=minh, person=teacher, at=now, **ask)
    assert receiver(sent, tree.leaf).state == "04"
    assert own_work(actor_of(teacher)).filter(due=due, title=one.subject).exists()
    api.report_done(actor=actor_of(teacher), routing=made, note="đã họp", at=now)
    routed = own_work(actor_of(teacher)).filter(kind="documents.routed")
    assert not routed.filter(state="OPEN").exists()
    assert receiver(sent, tree.leaf).state == "05"
    with pytest.raises(AlreadyDone):
        api.report_done(actor=minh, routing=Routing.objects.get(), note="", at=now)


def test_who_is_only_to_know_is_told_and_has_no_work(
    sent, minh, tree, make_person, seat, actor_of, today, now
):
    teacher = make_person("Lý Thị Tổ", username="to")
    seat(teacher, tree.leaf, "EXEC_MEMBER")
    ask = {"opinion": "", "due": None, "on": today, "at": now}
    api.route(actor=minh, incoming=entry(sent, tree.leaf), person=teacher, kind="INFORM", **ask)
    told = inbox(actor_of(teacher)).filter(kind="documents.routed")
    assert told.count() == 1
    assert not own_work(actor_of(teacher)).filter(kind="documents.routed").exists()


def test_a_receiver_dissolved_without_successor_is_named_and_seen_by_nobody_else(
    sent, system, tree, today, now
):
    later = today + timedelta(days=2)
    end_organisation(
        actor=system, organisation=tree.leaf, reason=EndReason.DISSOLVED, on=later,
        decision=Decision(number="3/QĐ"), at=now,
    )  # fmt: skip
    assert [one.heirs for one in matrix.passed_on(sent, on=later)] == [""]
    assert receiver(sent, tree.leaf).state == "01"


def test_two_clerks_number_one_document_at_once(make_document, clerk, lan, today, now):
    """The second finds it numbered: nothing is taken from the book."""
    document = make_document("SIGNED")
    made = api.issue_document(actor=clerk, document=document, on=today, at=now)
    with pytest.raises(refusals.NotInThisState):
        api.issue_document(actor=lan, document=document, on=today, at=now)
    assert make_document("ISSUED").number.number == made.number.number + 1


@pytest.fixture
def answer(sent, minh, tree, today, now, system):
    """The leaf's answer, written and sent by its only officer."""
    one = entry(sent, tree.leaf)
    data = api.DocumentData(type="UNION.BC", subject="trả lời")
    made = api.draft_document(
        actor=minh, organisation=tree.leaf, data=data, body=a_pdf("bao-cao.pdf"), at=now,
        origin=api.Origin(answers=one),
    )  # fmt: skip
    ask = {"actor": minh, "document": made, "on": today, "at": now}
    api.submit_document(**ask)
    api.approve_document(**ask)
    api.sign_document(code=api.signings(tree.leaf.pk, on=today)[0].code, **ask)
    api.issue_document(**ask)
    api.send_document(rule=Rule(reach="SUPERIOR"), **ask)
    api.deliver(actor=system, document=made.pk, at=now)
    made.refresh_from_db()
    return made


def test_an_answer_is_linked_both_ways(sent, answer, minh, lan, tree):
    one = receiver(sent, tree.leaf)
    assert one.state == "06"
    assert one.answered_at is not None
    assert entry(sent, tree.leaf).state == "DONE"
    assert entry(answer, tree.middle).sender_name.startswith("Công đoàn cơ sở")
    assert [row.organisation_id for row in matrix.unanswered(sent)] == [tree.other_leaf.pk]
    file = answer.attachments.get().file_id
    assert get_readable_file(lan, file).name == "bao-cao.pdf"


def test_files_open_to_receivers_and_to_nobody_else(sent, minh, stranger, hoa):
    file = sent.attachments.get().file_id
    assert get_readable_file(minh, file).name == "toan-van.pdf"
    for other in (stranger, hoa):
        with pytest.raises(NotFound):
            get_readable_file(other, file)


def test_forwarding_keeps_the_paper_at_the_head_of_the_chain(
    make_person, seat, actor_of, system, lan, clerk, minh, tree, today, now
):
    chief = make_person("Hồ Tỉnh", username="tinh")
    seat(chief, tree.province, "PRESIDENT")
    actor = actor_of(chief)
    data = api.DocumentData(type="UNION.HD", subject="hướng dẫn của tỉnh")
    first = _issued(actor, tree.province, data, today, now)
    api.send_document(actor=actor, document=first, rule=Rule(reach="CHILDREN"), on=today, at=now)
    api.deliver(actor=system, document=first.pk, at=now)
    came = entry(first, tree.middle)
    cover = api.DocumentData(type="UNION.CV", subject="triển khai")
    made = _issued(lan, tree.middle, cover, today, now, origin=api.Origin(forwards=came))
    assert made.origin == first
    api.send_document(actor=lan, document=made, rule=Rule(reach="CHILDREN"), on=today, at=now)
    api.deliver(actor=system, document=made.pk, at=now)
    assert get_readable_file(minh, first.attachments.get().file_id)


def _issued(actor, unit, data, today, now, origin=None):
    made = api.draft_document(
        actor=actor, organisation=unit, data=data, body=a_pdf(), at=now, origin=origin
    )
    ask = {"actor": actor, "document": made, "on": today, "at": now}
    api.submit_document(**ask)
    api.approve_document(**ask)
    way = next(one for one in api.signings(unit.pk, on=today) if one.person_id == actor.person_id)
    api.sign_document(code=way.code, **ask)
    return api.issue_document(**ask)


def test_an_answer_that_is_recalled_leaves_the_matter_open_again(
    sent, answer, minh, lan, clerk, tree, now
):
    """Nobody at the asker had taken it up: taken out at once."""
    assert receiver(sent, tree.leaf).answered_at
    assert api.take_back(actor=minh, document=answer, reason="nhầm số", at=now) == (1, 0)
    assert receiver(sent, tree.leaf).answered_at is None
    assert (receiver(sent, tree.leaf).state, entry(sent, tree.leaf).state) == ("05", "IN_PROGRESS")
    assert own_work(minh).filter(kind="documents.answer", state="OPEN").exists()
    assert matrix.totals(sent).answered == 0
    assert AuditEntry.objects.filter(verb="documents.reopened").exists()


def test_an_answer_taken_up_is_open_again_only_when_the_asker_agrees(
    sent, answer, minh, clerk, tree, now
):
    came = entry(answer, tree.middle)
    api.acknowledge(actor=clerk, incoming=came, at=now)
    assert api.take_back(actor=minh, document=answer, reason="nhầm số", at=now) == (0, 1)
    assert receiver(sent, tree.leaf).answered_at
    api.answer_request_back(actor=clerk, incoming=came, agree=True, reason="", at=now)
    assert receiver(sent, tree.leaf).answered_at is None


def test_recalling_takes_out_what_nobody_took_up_and_asks_the_others(
    sent, answer, clerk, minh, tree, now
):
    assert api.take_back(actor=clerk, document=sent, reason="sai hạn", at=now) == (1, 1)
    assert entry(sent, tree.other_leaf).state == "WITHDRAWN"
    assert receiver(sent, tree.other_leaf).state == "15"
    one = entry(sent, tree.leaf)
    with pytest.raises(refusals.NeedsReason):
        api.answer_request_back(actor=minh, incoming=one, agree=False, reason="", at=now)
    api.answer_request_back(actor=minh, incoming=one, agree=True, reason="", at=now)
    assert (receiver(sent, tree.leaf).state, entry(sent, tree.leaf).state) == ("15", "WITHDRAWN")
    with pytest.raises(refusals.NotWaiting):
        api.answer_request_back(actor=minh, incoming=one, agree=True, reason="", at=now)
    # The answer stays, and so do the numbers.
    assert answer.number.text == "01"
    assert entry(sent, tree.leaf).number.text == "01"


def test_the_successor_of_a_receiver_sees_and_answers(
    sent, system, tree, make_person, seat, actor_of, today, now
):
    head = make_person("Ngô Kế Thừa", username="thua")
    seat(head, tree.other_leaf, "PRESIDENT")
    came = entry(sent, tree.leaf)
    later = today + timedelta(days=2)
    regroup_organisations(
        actor=system,
        regrouping=Regrouping(
            kind=EventKind.MERGE_INTO, on=later, originals=[tree.leaf], into=tree.other_leaf,
            founded=[], passing={},
        ),
        decision=Decision(number="9/QĐ"),
        at=now,
    )  # fmt: skip
    heir = actor_of(head, on=later)
    at = now + timedelta(days=2)
    came.refresh_from_db()
    api.acknowledge(actor=heir, incoming=came, at=at)
    api.close_incoming(actor=heir, incoming=came, note="đã làm", at=at)
    assert receiver(sent, tree.leaf).state == "06"
    assert [one.heirs for one in matrix.passed_on(sent, on=later)] == [
        "Công đoàn cơ sở Trường THCS Ánh Dương"
    ]


def test_reminding_is_once_a_day_and_skips_who_answered(sent, answer, clerk, tree, now):
    assert api.remind(actor=clerk, document=sent, at=now) == 1
    with pytest.raises(refusals.NobodyLeftToRemind):
        api.remind(actor=clerk, document=sent, at=now)


def test_paper_is_entered_by_hand_and_secrets_without_content(clerk, tree, today, now):
    data = api.Arrival(sender_name="UBND phường", subject="mời họp", symbol="12/GM-UBND")
    ask = {"actor": clerk, "organisation": tree.middle, "arrived_on": today, "at": now}
    assert api.register_arrival(data=data, **ask).number_text == "01"
    secret = api.Arrival(sender_name="Công an", subject="tên thật", secrecy="SECRET", note="x")
    made = api.register_arrival(data=secret, **ask)
    assert "tên thật" not in f"{made.subject}{made.folded}{made.note}"
    with pytest.raises(refusals.SecretsStayOutside):
        api.register_arrival(data=secret, upload=a_pdf(), **ask)
