from datetime import timedelta

from django.urls import reverse
import pytest

from congdoan.areas.documents import api
from congdoan.areas.documents.models import Incoming, Reader
from congdoan.areas.documents.rules import refusals
from congdoan.areas.documents.selectors import reading
from congdoan.areas.documents.tests.test_sending import entry
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound
from congdoan.kernel.accounts.models import User
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.files.api import get_readable_file
from congdoan.support.notifications.api import inbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(make_document, clerk, system, today, now):
    def go(readers):
        document = make_document("ISSUED", readers=readers)
        rule = api.Rule(reach=api.Reach.BRANCH)
        api.send_document(actor=clerk, document=document, rule=rule, on=today, at=now)
        api.deliver(actor=system, document=document.pk, at=now)
        document.refresh_from_db()
        return document

    return go


def titles(actor):
    return [one.title for one in inbox(actor)]


def test_everyone_at_work_is_named_once_and_reads_with_one_press(
    send, system, minh, tree, enrol, actor_of, signed_in, now
):
    member = enrol(tree.leaf, "Cao Thị Giáo")
    member.user = User.objects.create(username="giao", display_name="Cao Thị Giáo")
    member.save(update_fields=["user"])
    document = send(api.Readers.EVERYONE)
    teacher, file = actor_of(member), document.attachments.get(is_body=True).file_id
    assert api.deliver(actor=system, document=document.pk, at=now) == 0
    assert set(Reader.objects.values_list("person_id", flat=True)) == {
        minh.person_id, member.pk
    }  # fmt: skip
    assert titles(teacher) == [f"Văn bản phải đọc: {document.subject}"]
    assert get_readable_file(teacher, file)
    client = signed_in(teacher)
    register = reverse("documents:incoming", args=[entry(document, tree.leaf).pk])
    assert client.get(register).status_code in {403, 404}, "the register stays the officers'"
    page = client.get(reverse("documents:reading", args=[document.pk])).content.decode()
    assert "Tôi đã đọc" in page
    done = client.post(reverse("documents:reading_confirm", args=[document.pk]), follow=True)
    assert "Đã ghi nhận bạn đã đọc" in done.content.decode()
    assert AuditEntry.objects.filter(verb="documents.read").count() == 1
    # A member's word is their own; an officer's is the unit's, too.
    assert entry(document, tree.leaf).accepted_at is None
    api.confirm_read(actor=minh, document=document.pk, at=now)
    assert entry(document, tree.leaf).accepted_at == now
    with pytest.raises(AlreadyDone):
        api.confirm_read(actor=minh, document=document.pk, at=now)
    assert reading.readings_of(document) == reading.Readings(2, 2, 0)


def test_who_is_not_asked_finds_nothing(send, hoa, minh, signed_in, now):
    document = send(api.Readers.NAMED)
    with pytest.raises(NotFound):
        api.confirm_read(actor=hoa, document=document.pk, at=now)
    client = signed_in(hoa)
    assert client.get(reverse("documents:reading", args=[document.pk])).status_code == 404
    with pytest.raises(NotFound):
        get_readable_file(hoa, document.attachments.get(is_body=True).file_id)
    assert (
        "Không có văn bản nào chờ bạn đọc"
        in client.get(reverse("documents:readings")).content.decode()
    )


def test_a_receiver_names_its_officers_and_may_change_its_mind(
    send, minh, lan, hoa, tree, make_person, seat, today, now
):
    document, second = send(api.Readers.NAMED), make_person("Lý Thị Tổ")
    seat(second, tree.leaf, "EXEC_MEMBER")
    one = entry(document, tree.leaf)
    ask = {"incoming": one, "on": today, "at": now}
    assert reading.readings_of(document).unnamed == 2
    with pytest.raises(NotAllowed):
        api.name_readers(actor=lan, people=[second.pk], **ask)
    with pytest.raises(refusals.NobodyToRead):
        api.name_readers(actor=minh, people=[hoa.person_id], **ask)
    assert api.name_readers(actor=minh, people=[second.pk, minh.person_id], **ask) == 2
    assert api.name_readers(actor=minh, people=[second.pk], **ask) == 1
    assert [row.person_id for row in Reader.objects.all()] == [second.pk]
    # Without an account: the signature on paper is written down, once.
    api.note_read_on_paper(actor=minh, reader=Reader.objects.get(), at=now)
    with pytest.raises(AlreadyDone):
        api.note_read_on_paper(actor=minh, reader=Reader.objects.get(), at=now)
    plain = send("")
    with pytest.raises(refusals.NotReadByName):
        api.name_readers(
            actor=minh, incoming=entry(plain, tree.leaf), people=[second.pk], on=today, at=now
        )


def test_nobody_is_reminded_twice_a_day(send, system, clerk, minh, lan, tree, today, now):
    document = send(api.Readers.NAMED)
    ask = {"incoming": entry(document, tree.leaf), "on": today, "at": now}
    api.name_readers(actor=minh, people=[minh.person_id], **ask)
    with pytest.raises(NotAllowed):
        api.remind_readers(actor=minh, document=document, at=now)
    with pytest.raises(refusals.EveryoneHasRead):
        api.remind_readers(actor=clerk, document=document, at=now)
    morrow = now + timedelta(days=1)
    assert api.remind_all(actor=system, at=morrow) == 1
    assert api.remind_all(actor=system, at=morrow + timedelta(hours=1)) == 0
    assert titles(minh).count(f"Nhắc đọc văn bản: {document.subject}") == 1
    assert api.remind_all(actor=system, at=now + timedelta(days=5)) == 0, "a Saturday"
    api.confirm_read(actor=minh, document=document.pk, at=morrow)
    assert api.remind_all(actor=system, at=now + timedelta(days=2)) == 0
    # The other school named nobody and has no officer to be told: its line stays on the list.
    assert reading.readings_of(document) == reading.Readings(1, 1, 1)


def test_what_was_recalled_is_owed_by_nobody(send, system, clerk, minh, tree, today, now):
    document = send(api.Readers.EVERYONE)
    assert reading.own_unread(minh) == 1
    api.take_back(actor=clerk, document=document, reason="sai số", at=now)
    assert reading.own_unread(minh) == 0
    assert api.remind_all(actor=system, at=now + timedelta(days=1)) == 0
    with pytest.raises(NotFound):
        api.confirm_read(actor=minh, document=document.pk, at=now)


def test_the_sender_sees_numbers_the_receiver_names(
    send, clerk, minh, tree, make_person, seat, signed_in, django_assert_num_queries, today, now
):
    officer = make_person("Lý Thị Tổ", username="to")
    seat(officer, tree.leaf, "CLERK")
    document = send(api.Readers.EVERYONE)
    sender = signed_in(clerk)
    page = sender.get(reverse("documents:readers", args=[document.pk])).content.decode()
    assert "còn 2 người" in page
    assert "Lý Thị Tổ" not in page
    here = signed_in(minh).get(reverse("documents:incoming", args=[entry(document, tree.leaf).pk]))
    assert "Lý Thị Tổ" in here.content.decode()
    with django_assert_num_queries(1):
        list(reading.readers_by_unit(document, on=today))
    assert Incoming.objects.filter(document=document).count() == 2
