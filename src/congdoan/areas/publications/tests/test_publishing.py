from django.urls import reverse
from lxml import html
import pytest

from congdoan.areas.documents import api as documents
from congdoan.areas.publications import api
from congdoan.areas.publications.models import FacebookPage, Publication
from congdoan.areas.publications.rules import refusals
from congdoan.areas.publications.rules.signs import signs_in
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import own_work

pytestmark = pytest.mark.django_db
GRAPH = "https://graph.facebook.com"


@pytest.fixture
def prepared(make_document, clerk, say, now):
    return api.prepare_publication(
        actor=clerk, document=make_document("ISSUED"), channel="PORTAL", data=say, at=now
    )


def test_another_right_approves_and_everybody_reads_it_without_a_session(
    prepared, clerk, lan, client, signed_in, now
):
    listed, page = (
        reverse("publications:listed"),
        reverse("publications:public", args=[prepared.token]),
    )
    with pytest.raises(NotAllowed):
        api.approve_publication(actor=clerk, publication=prepared, at=now)
    assert client.get(page).status_code == 404
    assert prepared.title in [one.title for one in own_work(lan)]
    seen = signed_in(lan).get(reverse("publications:publication", args=[prepared.pk]))
    assert "Trên trang công bố sẽ như thế này" in seen.content.decode()
    asked = {"mark": html.fromstring(seen.content).xpath("//input[@name='mark']/@value")[0]}
    approving = reverse("publications:approve", args=[prepared.pk])
    done = signed_in(lan).post(approving, asked, follow=True)
    assert "ai có đường dẫn đều đọc được" in done.content.decode()
    assert own_work(lan).get(title=prepared.title).state == "DONE"
    for url in (listed, page, reverse("publications:public_file", args=[prepared.token])):
        for who in (client, signed_in(lan)):
            answer = who.get(url)
            assert answer.status_code == 200, url
            assert not answer.cookies, url
            assert "public" in answer["Cache-Control"], url
            assert "Cookie" not in answer.get("Vary", ""), url
    assert prepared.title in client.get(listed, {"q": "hoi nghi vien"}).content.decode()
    assert prepared.title not in client.get(listed, {"q": "du lịch"}).content.decode()


@pytest.mark.parametrize("change", [{"title": "Khác"}, {"summary": "Khác"}, {"with_file": False}])
def test_what_was_changed_after_it_was_shown_is_not_approved(
    prepared, clerk, lan, say, now, change
):
    seen = prepared.mark
    data = api.PublicationData(**{**vars(say), **change})
    api.change_publication(actor=clerk, publication=prepared, data=data, at=now)
    with pytest.raises(refusals.ShownOtherwise):
        api.approve_publication(actor=lan, publication=prepared, at=now, mark=seen)
    prepared.refresh_from_db()
    assert prepared.state == "DRAFT"
    api.approve_publication(actor=lan, publication=prepared, at=now, mark=prepared.mark)


def test_it_is_taken_down_with_a_notice_that_stays(prepared, clerk, lan, client, now):
    api.approve_publication(actor=lan, publication=prepared, at=now)
    with pytest.raises(refusals.SaysWhy):
        api.withdraw_publication(actor=lan, publication=prepared, reason="", at=now)
    api.withdraw_publication(actor=lan, publication=prepared, reason="đã có bản mới", at=now)
    page = client.get(reverse("publications:public", args=[prepared.token]))
    assert (page.status_code, "đã có bản mới" in page.content.decode()) == (410, True)
    assert prepared.title not in page.content.decode()
    file = client.get(reverse("publications:public_file", args=[prepared.token]))
    assert file.status_code == 404
    assert prepared.title not in client.get(reverse("publications:listed")).content.decode()
    assert f"Đã gỡ khỏi Trang công bố: {prepared.title}" in [one.title for one in inbox(clerk)]


def test_a_recalled_document_is_taken_down_everywhere(prepared, clerk, lan, client, now):
    api.approve_publication(actor=lan, publication=prepared, at=now)
    documents.take_back(actor=clerk, document=prepared.document, reason="sai căn cứ", at=now)
    page = client.get(reverse("publications:public", args=[prepared.token]))
    said = page.content.decode()
    assert (page.status_code, "đã thu hồi văn bản" in said) == (410, True)
    assert "sai căn cứ" not in said, "the reason is told to those who had the paper"
    assert prepared.title not in said


def test_readers_see_that_another_paper_took_its_place(
    prepared, make_document, clerk, lan, client, today, now
):
    api.approve_publication(actor=lan, publication=prepared, at=now)
    there = reverse("publications:public", args=[prepared.token])
    assert "thay thế" not in client.get(there).content.decode()
    newer = make_document("ISSUED", subject="hướng dẫn mới")
    say = {"kind": "REPEALS", "older": prepared.document, "starts": today}
    documents.relate(actor=clerk, paper=newer, at=now, **say)
    said = client.get(there).content.decode()
    assert f"đã bị thay thế hoặc bãi bỏ bởi {newer.symbol}" in said


@pytest.mark.parametrize(
    ("step", "more", "change", "refusal"),
    [
        ("SIGNED", {}, {}, refusals.NotIssued),
        ("ISSUED", {"type": "UNION.GNP"}, {}, refusals.TypeIsClosed),
        ("ISSUED", {}, {"checked": False}, refusals.MustBeChecked),
        ("ISSUED", {}, {"link": "javascript:alert(1)"}, refusals.LinkIsNoAddress),
    ],
)
def test_what_must_not_be_made_public_is_refused(
    make_document, clerk, say, now, step, more, change, refusal
):
    document = make_document(step)
    for name, value in more.items():
        setattr(document, name, value)
    data = api.PublicationData(**{**vars(say), **change})
    with pytest.raises(refusal):
        api.prepare_publication(actor=clerk, document=document, channel="PORTAL", data=data, at=now)
    assert not Publication.objects.exists()


def test_once_per_channel_and_no_page_no_post(prepared, clerk, say, now):
    ask = {"actor": clerk, "document": prepared.document, "data": say, "at": now}
    with pytest.raises(refusals.PublishedThere):
        api.prepare_publication(channel="PORTAL", **ask)
    with pytest.raises(refusals.NoPage):
        api.prepare_publication(channel="FACEBOOK", **ask)


def test_who_wrote_the_words_approves_them_only_where_nobody_else_can(
    prepared, lan, chair, say, make_document, now
):
    changed = api.change_publication(actor=lan, publication=prepared, data=say, at=now)
    with pytest.raises(refusals.OwnPreparation):
        api.approve_publication(actor=lan, publication=changed, at=now)
    api.return_publication(actor=chair, publication=changed, reason="ngắn lại", at=now)
    api.approve_publication(actor=chair, publication=changed, at=now)
    assert AuditEntry.objects.filter(verb="publications.approved").exists()


def test_a_lone_leader_approves_alone_and_the_log_says_so(prepared, lan, say, now):
    changed = api.change_publication(actor=lan, publication=prepared, data=say, at=now)
    assert api.approve_publication(actor=lan, publication=changed, at=now).self_approved
    assert AuditEntry.objects.filter(verb="publications.approved_alone").exists()


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Thẻ căn cước 079 201 012 345", "citizen"),
        ("CMND số 271234567", "citizen"),
        ("liên hệ 0912 345 678", "phone"),
        ("gửi về an.le@truong.edu.vn", "email"),
        ("sinh ngày 02/03/1990", "birth"),
        ("STK: 0011001234567", "account"),
        ("mắc bệnh hiểm nghèo", "health"),
    ],
)
def test_signs_of_personal_data(text, sign):
    assert sign in signs_in(text)


def test_ordinary_words_show_no_sign():
    assert signs_in("Hướng dẫn số 12/HD-CĐ ngày 02/03/2026 về hội nghị năm học 2026-2027") == []


def test_the_form_says_what_is_missing_and_keeps_what_was_typed(signed_in, clerk, make_document):
    document = make_document("ISSUED")
    url = reverse("publications:new", args=[document.pk, "portal"])
    refused = signed_in(clerk).post(url, {"title": "A", "summary": "Tóm tắt riêng"})
    page = refused.content.decode()
    assert (refused.status_code, "chưa kiểm tra thì không công bố được" in page) == (422, True)
    assert "Tóm tắt riêng" in page
    assert (
        signed_in(clerk).get(reverse("publications:new", args=[document.pk, "tiktok"])).status_code
        == 404
    )


def test_the_part_of_the_papers_page_costs_the_same_for_many(
    signed_in, clerk, prepared, django_assert_max_num_queries
):
    url = reverse("publications:of_document", args=[prepared.document_id])
    assert prepared.title in signed_in(clerk).get(url).content.decode()
    listing = reverse("publications:of", args=[prepared.organisation_id])
    with django_assert_max_num_queries(40):
        assert prepared.title in signed_in(clerk).get(listing).content.decode()


def test_a_page_is_connected_by_its_leaders_and_its_key_never_shown(signed_in, lan, clerk, tree):
    url = reverse("publications:page", args=[tree.middle.pk])
    typed = {
        "name": "Công đoàn phường Đông", "page_id": "12345", "key": "EAAB-bi-mat",
        "version": "v23.0", "address": GRAPH,
    }  # fmt: skip
    assert signed_in(clerk).get(url).status_code == 403
    client = signed_in(lan)
    assert client.post(url, {**typed, "page_id": "congdoan"}).status_code == 422
    assert client.post(url, {**typed, "version": "23"}).status_code == 422
    client.post(url, typed)
    assert "EAAB" not in FacebookPage.objects.get().sealed
    assert "EAAB" not in client.get(url).content.decode()
    elsewhere = {"key": "", "address": "https://graph.facebook.com:444"}
    assert client.post(url, {**typed, **elsewhere}).status_code == 422, "a key stays where it is"
    client.post(url, {**typed, "key": "", "name": "Tên mới"})
    kept = FacebookPage.objects.get()
    assert (kept.name, bool(kept.sealed)) == ("Tên mới", True)
    client.post(reverse("publications:page_forget", args=[tree.middle.pk]))
    assert not FacebookPage.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1.attacker.example", "https://attacker.example", "http://graph.facebook.com",
        "https://graph.facebook.com@attacker.example", "https://x:y@graph.facebook.com",
        "https://graph.facebook.com/?to=", "https://graph.facebook.com/#", "https://[", "",
        "https://graph.facebook.com.attacker.example", "https://graph.facebook.com:99999",
    ],
)  # fmt: skip
def test_a_key_leaves_for_hosts_the_installation_names_only(lan, tree, now, address):
    page = api.PageData("12345", "Trang", "EAAB", address, "v23.0")
    with pytest.raises(refusals.AddressIsNoGraph):
        api.connect_page(actor=lan, organisation=tree.middle, data=page, at=now)
    assert not FacebookPage.objects.exists()
