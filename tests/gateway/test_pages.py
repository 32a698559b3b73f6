"""The pages of the exchange, for clerks and for who runs the installation."""

from django.core.files.base import ContentFile
from django.urls import reverse
import pytest

from congdoan.areas.documents import api as documents
from congdoan.areas.documents.models import Incoming
from congdoan.areas.gateway.models import Package, Peer, ServerKey
from congdoan.kernel.accounts.models import User
from tests.gateway_world import LEAF, OWN, PEER, a_letter, stream_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(make_person, actor_of, db):
    person = make_person("Quản Trị", username="quantri")
    User.objects.filter(pk=person.user_id).update(is_operator=True)
    person.user.refresh_from_db()
    return actor_of(person)


def form(**more):
    return {"code": "000.00.00.H42", "name": "Sở Nội vụ", "profile": "QCVN", "way": "FILE"} | more


def test_an_operator_connects_a_peer_and_gives_codes(signed_in, operator, tree):
    client = signed_in(operator)
    assert "Chưa nối nơi nào" in client.get(reverse("gateway:peers")).content.decode()
    made = client.post(reverse("gateway:new_peer"), form(), follow=True).content.decode()
    assert "Đã nối." in made
    assert ServerKey.objects.count() == 1
    peer = Peer.objects.get()
    wrong = client.post(reverse("gateway:new_peer"), form())
    assert wrong.status_code == 422
    assert "đã của Sở Nội vụ" in wrong.content.decode()
    for more, word in (
        ({"way": "FEDERATION", "address": "http://x"}, "https://"),
        ({"way": "FEDERATION", "address": "https://x"}, "chứng thư ký"),
        ({"certificate": "abc"}, "PEM"),
    ):
        answer = client.post(reverse("gateway:peer", args=[peer.pk]), form(**more))
        assert (answer.status_code, word in answer.content.decode()) == (422, True)
    key = client.get(reverse("gateway:certificate"))
    assert key.content.startswith(b"-----BEGIN CERTIFICATE")
    assert key.content.decode() in ServerKey.objects.get().certificate
    typed = {"organisation": tree.middle.code, "code": OWN}
    page = client.post(reverse("gateway:codes"), typed, follow=True).content.decode()
    assert OWN in page
    assert "Công đoàn phường Đông" in page
    taken = client.post(reverse("gateway:codes"), {"organisation": tree.leaf.code, "code": OWN})
    assert taken.status_code == 422
    client.post(reverse("gateway:peer_pause", args=[peer.pk]), {})
    assert Peer.objects.get().paused
    assert "đang tạm dừng" in client.get(reverse("gateway:peers")).content.decode()
    client.post(reverse("gateway:peer_remove", args=[peer.pk]), {})
    assert not Peer.objects.exists()


def test_an_operator_sees_packages_but_not_their_content(signed_in, operator, gone, minh):
    client, package = signed_in(operator), gone[1]
    assert package.code_text in client.get(reverse("gateway:home")).content.decode()
    page = client.get(reverse("gateway:package", args=[package.pk])).content.decode()
    assert gone[0].subject not in page
    assert "Tải tệp gói tin" not in page
    assert client.get(reverse("gateway:content", args=[package.pk])).status_code in (403, 404, 409)
    other = signed_in(minh)
    assert other.get(reverse("gateway:package", args=[package.pk])).status_code == 404
    assert package.code_text not in other.get(reverse("gateway:home")).content.decode()
    assert other.get(reverse("gateway:peers")).status_code == 403


def test_a_clerk_fetches_a_package_and_says_it_is_carried(signed_in, clerk, gone):
    client, package = signed_in(clerk), gone[1]
    page = client.get(reverse("gateway:package", args=[package.pk])).content.decode()
    assert "chờ lấy đi" in page
    content = client.get(reverse("gateway:content", args=[package.pk]))
    assert b"edXMLEnvelope" in content.content
    url = reverse("gateway:carried", args=[package.pk])
    client.post(url, {"once": "a"})
    package.refresh_from_db()
    assert package.state == "SENT"
    again = client.post(url, {"once": "b"}, follow=True).content.decode()
    assert "không gửi lại được" in again


def test_a_clerk_hands_in_a_package_and_answers_the_sender(
    signed_in, clerk, peer, tree, today, now
):
    client = signed_in(clerk)
    url = reverse("gateway:take")
    broken = {"file": ContentFile(b"<x/>", name="x.edxml")}
    assert "không phải gói tin edXML" in client.post(url, broken, follow=True).content.decode()
    two = (("van-ban.pdf", b"%PDF-1.4 a"), ("phu-luc.pdf", b"%PDF-1.4 b"))
    file = ContentFile(stream_of(a_letter(files=two)).read(), name="goi.edxml")
    page = client.post(url, {"file": file}, follow=True).content.decode()
    assert "đã vào sổ" in page
    one = Incoming.objects.get()
    line = client.get(reverse("documents:incoming", args=[one.pk])).content.decode()
    assert "phu-luc.pdf" in line
    assert "01 · đã đến" in line
    assert "Trả lại nơi gửi" in line
    documents.acknowledge(actor=clerk, incoming=one, at=now)
    from congdoan.areas.gateway import api
    from congdoan.support.edxml.api import Business

    replacing = a_letter(business=Business.UPDATE, reason="sai ngày")
    api.take_package(actor=clerk, stream=stream_of(replacing), at=now)
    line = client.get(reverse("documents:incoming", args=[one.pk])).content.decode()
    assert "đề nghị cập nhật văn bản" in line
    consent = client.get(reverse("documents:incoming_consent", args=[one.pk])).content.decode()
    assert "sai ngày" in consent
    client.post(reverse("documents:incoming_consent", args=[one.pk]), {"agree": "1"})
    one.refresh_from_db()
    assert one.told == "15"


def test_an_answer_goes_back_where_it_came_from(signed_in, clerk, taken, make_document):
    taken(a_letter())
    from congdoan.areas.documents.models import Document

    document = make_document("ISSUED")
    Document.objects.filter(pk=document.pk).update(answers=Incoming.objects.get())
    page = signed_in(clerk).get(reverse("documents:send", args=[document.pk])).content.decode()
    assert f"UBND tỉnh Nghệ An; {PEER}" in page


def test_the_list_asks_the_same_however_long(
    signed_in, clerk, taken, django_assert_max_num_queries
):
    client, url = signed_in(clerk), reverse("gateway:home")
    taken(a_letter("1"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in "234":
        taken(a_letter(number))
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(few) == len(many)
    assert LEAF not in client.get(url).content.decode()
    found = client.get(url, {"q": "3/UBND", "state": "TAKEN", "kind": "NEW"}).content.decode()
    assert ("3/UBND-VX" in found, "2/UBND-VX" in found) == (True, False)
    assert Package.objects.count() == 8
