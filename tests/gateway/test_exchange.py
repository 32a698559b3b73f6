"""A document of ours at a body outside, and one of theirs here: the states are those of inside."""

from datetime import timedelta
import io
import zipfile

from django.urls import reverse
import pytest

from congdoan.areas.documents import api as documents
from congdoan.areas.documents.models import Incoming
from congdoan.areas.gateway import api
from congdoan.areas.gateway.models import Package
from congdoan.areas.gateway.rules import refusals
from congdoan.areas.gateway.services.peers import pause_peer, remove_peer
from congdoan.areas.gateway.services.sending import send_again
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support import edxml
from congdoan.support.edxml.api import Business, Replacement, Trace, read_package
from congdoan.support.files.api import get_readable_file
from tests.gateway_world import LEAF, OWN, PEER, a_letter, a_status, stream_of

pytestmark = pytest.mark.django_db


def left(package):
    with api.open_content(package) as content:
        return read_package(io.BytesIO(content.read()))


def statuses(now):
    api.send_waiting(clock=lambda: now)
    rows = Package.objects.filter(direction="OUT", kind="STATUS").order_by("pk")
    return [(one.status_code, one.document_code.split(",")[-1]) for one in rows]


def test_a_document_leaves_as_a_signed_package_in_the_way_of_the_peer(gone, peer, now):
    document, package = gone
    assert (package.state, package.kind, package.verdict) == ("READY", "NEW", "SOUND")
    letter = left(package)
    assert letter.document_id == f"{OWN},2026/03/02,{document.symbol}"
    assert (letter.sender.organ_id, letter.receivers[0].organ_id) == (OWN, PEER)
    assert letter.subject == document.subject
    assert (letter.type_name, letter.signer) == ("Hướng dẫn", "Trần Thị Lan")
    assert letter.attachments[0].content.startswith(b"%PDF-1.4")
    key, _fingerprint = api.signer()
    with api.open_content(package) as content:
        raw = content.read()
    assert edxml.api.check_signature(raw, key.certificate.decode()) == "SOUND"
    assert b"ContentTransferEncoded>UEsDB" in raw  # VXP: zipped
    receiver = document.receivers.get()
    assert (receiver.channel, receiver.state) == ("GATEWAY", "00")
    assert api.send_waiting(clock=lambda: now) == 0


def test_a_unit_without_a_code_is_told_so(peer, minh, tree, make_person, today, now, system):
    from congdoan.kernel.organisations.models import OrganisationIdentifier
    from tests.documents_world import _own

    OrganisationIdentifier.objects.filter(organisation=tree.leaf).delete()
    document = _own(documents, tree.leaf, minh, today, now, "báo cáo")
    rule = documents.Rule(outside=f"UBND; {PEER}")
    with pytest.raises(refusals.UnitWithoutCode):
        documents.send_document(actor=minh, document=document, rule=rule, on=today, at=now)


@pytest.mark.parametrize(
    ("codes", "state"),
    [
        (["01"], "01"),
        (["01", "03", "04", "05", "06"], "06"),
        (["03", "01"], "03"),
        (["01", "02"], "02"),
        (["02", "03"], "02"),
        (["15"], "00"),
        (["06", "05"], "06"),
    ],
)
def test_what_the_peer_tells_moves_the_receiver_on_and_never_back(gone, taken, now, codes, state):
    document, package = gone
    for place, code in enumerate(codes):
        at = now + timedelta(minutes=place)
        assert taken(a_status(package.document_code, code, at=None), at=at).state == "APPLIED"
    receiver = document.receivers.get()
    assert receiver.state == state
    steps = list(receiver.steps.order_by("pk").values_list("state", flat=True))
    assert steps == sorted(steps) or steps[-1] == state
    assert taken(a_status(package.document_code, codes[0])).pk  # the same again is no news
    receiver.refresh_from_db()
    assert receiver.state == state


def test_recalling_asks_the_peer_and_its_answer_settles_it(gone, taken, clerk, now):
    document, package = gone
    package.state = "SENT"
    package.save()
    taken(a_status(package.document_code, "03"))
    documents.take_back(actor=clerk, document=document, reason="ban hành nhầm", at=now)
    api.send_waiting(clock=lambda: now)
    revoke = left(Package.objects.get(kind="REVOKE"))
    assert (revoke.business, revoke.reason) == (Business.REVOKE, "ban hành nhầm")
    assert revoke.concerns == package.document_code
    assert not revoke.attachments
    assert document.receivers.get().state == "13"
    taken(a_status(package.document_code, "16", description="đã trình lãnh đạo"))
    receiver = document.receivers.get()
    assert receiver.state == "16"
    assert receiver.steps.order_by("-pk")[0].note == "đã trình lãnh đạo"


def test_what_has_not_left_does_not_leave_any_more(gone, clerk, now):
    document, package = gone
    documents.take_back(actor=clerk, document=document, reason="nhầm", at=now)
    package.refresh_from_db()
    assert package.state == "CANCELLED"
    assert not Package.objects.filter(kind="REVOKE").exists()
    assert document.receivers.get().state == "15"


def test_a_letter_of_a_peer_stands_in_the_book_once(taken, tree, clerk, now):
    made = taken(a_letter(due=None))
    one = Incoming.objects.get()
    assert (one.organisation, one.channel, one.number_text) == (tree.middle, "GATEWAY", "01")
    assert (one.symbol, one.sender_name, one.type) == (
        "45/UBND-VX",
        "UBND tỉnh Nghệ An",
        "UNION.CV",
    )
    assert one.accepted_at is None
    assert get_readable_file(clerk, one.file_id).name == "van-ban.pdf"
    assert taken(a_letter()).pk == made.pk
    assert Incoming.objects.count() == 1
    assert statuses(now) == [("01", "45/UBND-VX")]
    assert AuditEntry.objects.filter(verb="gateway.taken").count() == 1


def test_each_step_here_is_told_to_the_sender(taken, lan, clerk, now, today):
    taken(a_letter())
    one = Incoming.objects.get()
    documents.acknowledge(actor=clerk, incoming=one, at=now)
    documents.close_incoming(actor=clerk, incoming=one, note="đã dự", at=now)
    assert [code for code, _doc in statuses(now)] == ["01", "03", "06"]
    told = left(Package.objects.get(status_code="06", direction="OUT"))
    assert (told.about.document_id, told.description) == (a_letter().document_id, "đã dự")
    assert told.sender.organ_id == OWN


def test_a_line_can_be_sent_back(taken, clerk, now):
    taken(a_letter())
    one = Incoming.objects.get()
    documents.refuse_arrival(actor=clerk, incoming=one, reason="không thuộc đơn vị", at=now)
    assert [code for code, _doc in statuses(now)] == ["01", "02"]


def revoke(**more):
    words = {"business": Business.REVOKE, "reason": "nhầm", "files": ()}
    return a_letter(**(words | more))


def test_a_sender_takes_back_at_once_what_nobody_took_up(taken, now):
    taken(a_letter())
    assert taken(revoke()).state == "APPLIED"
    one = Incoming.objects.get()
    assert (one.state, one.told, one.asked_why) == ("WITHDRAWN", "15", "nhầm")
    assert [code for code, _doc in statuses(now)] == ["01", "15"]


@pytest.mark.parametrize(
    ("agree", "state", "code"), [(True, "WITHDRAWN", "15"), (False, "REGISTERED", "16")]
)
def test_what_was_taken_up_is_asked_for(taken, clerk, now, agree, state, code):
    taken(a_letter())
    one = Incoming.objects.get()
    documents.acknowledge(actor=clerk, incoming=one, at=now)
    asked = taken(revoke())
    assert asked.state == "ASKED"
    one.refresh_from_db()
    assert (one.state, one.told) == ("REGISTERED", "13")
    documents.answer_request_back(actor=clerk, incoming=one, agree=agree, reason="đã dùng", at=now)
    one.refresh_from_db()
    asked.refresh_from_db()
    assert (one.state, asked.state) == (state, "APPLIED" if agree else "KEPT")
    assert statuses(now)[-1] == (code, "45/UBND-VX")


def test_an_update_renews_the_line_and_its_number_stays(taken, clerk, now):
    taken(a_letter())
    one = Incoming.objects.get()
    documents.acknowledge(actor=clerk, incoming=one, at=now)
    better = (("ban-sua.pdf", b"%PDF-1.5 sua"),)
    words = {"business": Business.UPDATE, "reason": "sửa trích yếu", "subject": "phối hợp (sửa)"}
    assert taken(a_letter(files=better, **words)).state == "ASKED"
    one.refresh_from_db()
    assert one.subject == "phối hợp tổ chức hội nghị"
    documents.answer_request_back(actor=clerk, incoming=one, agree=True, reason="", at=now)
    one.refresh_from_db()
    assert (one.subject, one.file.name, one.state) == (
        "phối hợp (sửa)",
        "ban-sua.pdf",
        "REGISTERED",
    )
    assert one.number_text == "01"
    assert "sửa trích yếu" in one.note
    # What was read and accepted before stands beside it.
    assert [each.file.name for each in one.more_files.all()] == ["van-ban.pdf"]


def test_a_replacement_takes_the_place_of_what_it_replaces(taken, now):
    taken(a_letter())
    replaces = (Replacement(a_letter().document_id),)
    made = taken(a_letter("46", business=Business.REPLACE, replaces=replaces, reason="thay"))
    assert made.state == "APPLIED"
    old, new = Incoming.objects.order_by("pk")
    assert (old.state, new.state, new.symbol) == ("WITHDRAWN", "REGISTERED", "46/UBND-VX")
    assert made.incoming == new
    assert "số đến 01" in new.note
    assert statuses(now) == [("01", "45/UBND-VX"), ("15", "46/UBND-VX"), ("01", "46/UBND-VX")]


def test_status_13_asks_like_a_revocation(taken):
    taken(a_letter())
    assert taken(a_status(a_letter().document_id, "13", description="nhầm")).state == "APPLIED"
    assert Incoming.objects.get().state == "WITHDRAWN"


def test_our_replacement_leaves_as_one_and_an_answer_names_what_it_answers(
    gone, taken, peer, make_document, clerk, lan, tree, today, now
):
    from tests.documents_world import _go, a_pdf

    document, package = gone
    taken(a_letter())

    def sent(origin):
        data = documents.DocumentData(type="UNION.HD", subject="bản sau")
        made = documents.draft_document(
            actor=clerk, organisation=tree.middle, data=data, body=a_pdf(), at=now, origin=origin
        )
        for name in ("REVIEW", "APPROVED", "SIGNED", "ISSUED"):
            made = _go(documents, made, name, lan=lan, clerk=clerk, today=today, now=now)
        rule = documents.Rule(outside=f"UBND tỉnh Nghệ An; {PEER}")
        documents.send_document(actor=clerk, document=made, rule=rule, on=today, at=now)
        api.send_waiting(clock=lambda: now)
        return left(Package.objects.get(document=made))

    letter = sent(documents.Origin(replaces=document))
    assert letter.business == Business.REPLACE
    assert letter.replaces == (Replacement(package.document_code, (PEER,)),)
    answer = sent(documents.Origin(answers=Incoming.objects.get()))
    assert [one.document_id for one in answer.responses] == [a_letter().document_id]
    assert Incoming.objects.get().state == "DONE"


def test_an_answer_of_the_peer_is_linked_both_ways(gone, taken):
    from congdoan.support.edxml.api import Reference

    document, package = gone
    taken(a_letter(responses=(Reference(package.document_code, OWN),)))
    assert Incoming.objects.get().replies_to == document
    assert document.receivers.get().answered_at is not None


@pytest.mark.parametrize(
    ("message", "refusal"),
    [
        (a_letter(sender=edxml.api.Party("000.99", "Lạ")), "chưa được nối liên thông"),
        (a_letter(to="000.77.77.H41"), "Không đơn vị nào ở đây"),
        (a_letter(files=()), "không có tệp nào"),
        (a_letter(files=(("vi-rut.exe", b"MZ"),)), "Không nhận tệp"),
        (a_letter(files=(("gia.pdf", b"MZ"),)), "không đúng với đuôi tên"),
        (revoke(), "không có văn bản"),
        (a_status("000.01.01.H41,2026/03/02,99/HD", "03"), "không có văn bản"),
    ],
)
def test_what_cannot_be_taken_is_written_down_with_its_reason(taken, now, message, refusal):
    made = taken(message)
    assert made.state == "REFUSED"
    assert refusal in made.failure
    assert not Incoming.objects.exists()
    back = statuses(now)
    known = "tệp" in made.failure
    assert back == ([("02", "45/UBND-VX")] if known else [])


def test_macros_and_broken_packages(peer, system, now):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name in ("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"):
            package.writestr(name, "x")
    found = api.take_package(
        actor=system, stream=stream_of(a_letter(files=(("a.docx", made.getvalue()),))), at=now
    )
    assert "macro" in found.failure
    broken = api.take_package(actor=system, stream=io.BytesIO(b"<edXML"), at=now)
    assert (broken.state, broken.kind, broken.organisation) == ("REFUSED", "UNKNOWN", None)


def test_a_peer_that_must_sign(peer, taken, system, now):
    from congdoan.areas.gateway.models import Peer

    key, _fingerprint = api.signer()
    Peer.objects.update(certificate=key.certificate.decode(), must_sign=True)
    assert "phải ký số" in taken(a_letter()).failure
    signed = edxml.api.sign_package(a_letter(), edxml.api.Profile(), key)
    changed = signed.replace("phối hợp".encode(), b"phoi hop")
    wrong = api.take_package(actor=system, stream=io.BytesIO(changed), at=now)
    assert "Chữ ký số của gói tin sai" in wrong.failure
    assert not Package.objects.filter(kind="STATUS").exists()
    right = api.take_package(actor=system, stream=io.BytesIO(signed), at=now)
    assert (right.state, right.verdict) == ("TAKEN", "SOUND")


def test_a_paused_peer_waits(peer, taken, system, gone, now):
    pause_peer(actor=system, peer=peer, paused=True)
    assert "tạm dừng" in taken(a_letter()).failure
    with pytest.raises(refusals.PeerInUse):
        remove_peer(actor=system, peer=peer)


def test_a_person_takes_for_their_own_unit_only(taken, clerk, minh, hoa):
    assert "Không đơn vị nào" in taken(a_letter(), actor=minh).failure
    assert taken(a_letter(to=LEAF), actor=minh).state == "TAKEN"
    assert taken(a_letter(), actor=clerk).state == "TAKEN"


def test_codes_belong_to_one(peer, system, tree, today):
    with pytest.raises(refusals.CodeTaken):
        api.give_code(actor=system, organisation=tree.other_leaf, code=OWN, on=today)
    with pytest.raises(refusals.CodeTaken):
        api.give_code(actor=system, organisation=tree.other_leaf, code=PEER, on=today)
    with pytest.raises(refusals.CodeMalformed):
        api.give_code(actor=system, organisation=tree.other_leaf, code="ơ", on=today)


def test_only_operators_arrange(peer, lan, today, now, tree):
    with pytest.raises(NotAllowed):
        api.give_code(actor=lan, organisation=tree.leaf, code="000.5", on=today)
    with pytest.raises(NotAllowed):
        pause_peer(actor=lan, peer=peer, paused=True)


def test_what_does_not_leave_is_tried_again_and_then_shown(gone, peer, clerk, now, monkeypatch):
    from congdoan.areas.gateway.models import Peer

    _document, package = gone
    Peer.objects.update(way="FOLDER")
    Package.objects.update(state="WAITING", next_try=now, attempts=0)
    api.send_waiting(clock=lambda: now)
    package.refresh_from_db()
    assert (package.state, package.attempts) == ("WAITING", 1)
    assert package.next_try == now + timedelta(minutes=1)
    assert "CONGDOAN_GATEWAY_FOLDER" in package.failure
    at = now
    for _time in range(20):
        at += timedelta(days=1)
        api.send_waiting(clock=lambda at=at: at)
    package.refresh_from_db()
    assert package.state == "FAILED"
    send_again(actor=clerk, package=package, at=now)
    package.refresh_from_db()
    assert (package.state, package.path) == ("WAITING", "")


def test_what_cannot_be_written_does_not_hold_up_the_others(gone, clerk, now, monkeypatch):
    from congdoan.areas.gateway.services import outbox

    _document, package = gone
    Package.objects.update(state="WAITING", next_try=now, attempts=0, path="")
    monkeypatch.setattr(outbox, "compose", lambda *_, **__: 1 / 0)
    assert api.send_waiting(clock=lambda: now) == 0
    package.refresh_from_db()
    assert (package.state, package.attempts) == ("WAITING", 1)
    assert "báo quản trị" in package.failure


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("https://a.vn", True),
        ("https://a.vn:8443/", True),
        ("https://[x", False),
        ("https://", False),
        ("http://a.vn", False),
        ("https://a.vn/duong", False),
        ("https://ai@a.vn", False),
        ("https://a.vn:x", False),
    ],
)
def test_addresses_of_installations(address, fits):
    from congdoan.areas.gateway.rules.identity import is_address

    assert is_address(address) is fits


def test_update_asked_twice_is_two_askings(taken, now):
    from datetime import datetime

    taken(a_letter())
    one, two = datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 9)  # noqa: DTZ001
    first = taken(a_letter(business=Business.UPDATE, traces=(Trace(PEER, one),), subject="a"))
    second = taken(a_letter(business=Business.UPDATE, traces=(Trace(PEER, two),), subject="b"))
    assert first.pk != second.pk
    assert Incoming.objects.get().subject == "b"


def test_one_receiver_gives_it_back_and_the_others_keep_it(
    gone, taken, clerk, minh, signed_in, now
):
    document, package = gone
    package.state = "SENT"
    package.save()
    taken(a_status(package.document_code, "03"))
    page, act = (
        reverse("gateway:package", args=[package.pk]),
        reverse("gateway:recall_one", args=[package.pk]),
    )
    assert signed_in(minh).post(act, {"reason": "x"}).status_code == 404
    desk = signed_in(clerk)
    assert act in desk.get(page).content.decode()
    assert desk.post(act, {"reason": ""}).status_code == 422
    with pytest.raises(NotAllowed):
        api.recall_from(actor=minh, package=package, reason="x", at=now)
    assert desk.post(act, {"reason": "gửi nhầm nơi"}).status_code == 302
    document.refresh_from_db()
    assert (document.state, document.withdrawn) == ("SENT", "")
    assert document.receivers.get().state == "13"
    asked = Package.objects.get(kind="REVOKE")
    assert (asked.note, asked.receiver) == ("gửi nhầm nơi", document.receivers.get())
    assert AuditEntry.objects.filter(verb="gateway.recalled_one").count() == 1
    with pytest.raises(refusals.NothingToTakeBack):
        api.recall_from(actor=clerk, package=package, reason="lại", at=now)
    assert act not in desk.get(page).content.decode()
    taken(a_status(package.document_code, "15"))
    assert document.receivers.get().state == "15"


def test_one_that_has_not_left_stays(gone, clerk, now):
    document, package = gone
    assert api.recall_from(actor=clerk, package=package, reason="nhầm nơi", at=now)
    assert (Package.objects.get().state, document.receivers.get().state) == ("CANCELLED", "15")
    with pytest.raises(refusals.NothingToTakeBack):
        api.recall_from(actor=clerk, package=package, reason="nữa", at=now)
