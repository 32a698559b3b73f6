from datetime import timedelta
import re

from django.urls import reverse
import pytest

from congdoan.areas.documents.models import Document, Incoming
from congdoan.areas.documents.tests.test_sending import entry
from tests.documents_world import a_pdf

pytestmark = pytest.mark.django_db


def test_a_clerk_enters_papers_one_after_the_other(signed_in, clerk, tree, today):
    client = signed_in(clerk)
    url = reverse("documents:register", args=[tree.middle.pk])
    typed = {
        "sender_name": "UBND phường", "symbol": "12/GM", "subject": "mời họp",
        "arrived_on": f"{today:%d/%m/%Y}", "urgency": "NORMAL", "channel": "PAPER", "next": "1",
    }  # fmt: skip
    answer = client.post(url, typed, follow=True)
    assert answer.redirect_chain[0][0].startswith(url)
    assert "<strong>01</strong>" in answer.content.decode()
    refused = client.post(url, typed | {"subject": "", "sender_name": "Sở"})
    assert refused.status_code == 422
    assert "Hãy ghi trích yếu" in refused.content.decode()
    assert Incoming.objects.count() == 1


def test_preview_names_who_will_get_it_and_sending_takes_what_was_seen(
    signed_in, clerk, make_document
):
    document, client = make_document("ISSUED"), signed_in(clerk)
    url = reverse("documents:send", args=[document.pk])
    seen = client.get(url, {"reach": "BRANCH"}).content.decode()
    assert "Sẽ gửi đến 2 nơi nhận" in seen
    assert "Trường Tiểu học Hoa Sen" in seen
    stale = client.post(url, {"reach": "BRANCH", "expected": "7"})
    assert stale.status_code == 422
    assert "7 thành 2" in stale.content.decode()
    done = client.post(url, {"reach": "BRANCH", "expected": "2", "once": "a"})
    assert done.status_code == 302
    again = client.post(url, {"reach": "BRANCH", "expected": "2", "once": "a"})
    assert again.status_code == 302
    assert document.receivers.count() == 2
    repeated = client.get(url, {"reach": "BRANCH"}).content.decode()
    assert "2 nơi theo cách chọn này đã được gửi từ trước" in repeated
    assert "không có nơi nhận nào" not in repeated


def test_a_school_reads_and_answers_and_the_sender_sees_it(signed_in, minh, clerk, sent, tree):
    one, client = entry(sent, tree.leaf), signed_in(minh)
    there = client.get(reverse("documents:arrived_here", args=[sent.pk]))
    assert there["Location"] == reverse("documents:incoming", args=[one.pk])
    client.post(reverse("documents:incoming_read", args=[one.pk]))
    typed = {
        "type": "UNION.BC", "subject": "trả lời", "register": "OUTGOING", "urgency": "NORMAL",
        "body": a_pdf("tra-loi.pdf"),
    }  # fmt: skip
    made = client.post(reverse("documents:incoming_answer", args=[one.pk]), typed)
    answer = Document.objects.get(answers=one)
    assert made["Location"] == reverse("documents:detail", args=[answer.pk])
    page = client.get(made["Location"]).content.decode()
    assert "Trình duyệt" in page
    matrix = signed_in(clerk).get(reverse("documents:receivers", args=[sent.pk]))
    assert "03 · đã tiếp nhận" in matrix.content.decode()


@pytest.mark.parametrize("register", ["outgoing", "incoming", "internal"])
def test_books_are_printed_with_every_line(signed_in, clerk, sent, tree, today, register):
    client = signed_in(clerk)
    ask = [tree.middle.pk, register, today.year]
    paper = client.get(reverse("documents:print_book", args=ask))
    assert paper.content.startswith(b"%PDF")
    sheet = client.get(reverse("documents:sheet", args=ask))
    assert sheet["Content-Type"].endswith("sheet")
    ask[1] = "khong-co"
    assert client.get(reverse("documents:print_book", args=ask)).status_code == 404


def test_queries_of_the_lists_do_not_grow_with_rows(signed_in, clerk, tree, make_document, sent):
    client = signed_in(clerk)
    urls = [
        reverse("documents:of", args=[tree.middle.pk]),
        reverse("documents:arrived", args=[tree.middle.pk]),
        reverse("documents:receivers", args=[sent.pk]),
    ]
    before = [_queries(client, url) for url in urls]
    for _turn in range(3):
        make_document()
    assert [_queries(client, url) for url in urls] == before


def _queries(client, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_more_picked_than_a_hand_holds_are_refused_and_none_is_lost(
    signed_in, clerk, make_document, tree, monkeypatch
):
    monkeypatch.setattr("congdoan.areas.documents.forms.sending.RuleForm.most", 1)
    document, client = make_document("ISSUED"), signed_in(clerk)
    url = reverse("documents:send", args=[document.pk])
    ask = {"picked": [tree.leaf.pk, tree.other_leaf.pk]}
    page = client.get(url, ask).content.decode()
    assert "Chọn tay nhiều nhất 1 nơi nhận" in page
    assert page.count('type="checkbox" name="picked"') == 2
    assert client.post(url, ask | {"expected": "2"}).status_code == 422
    assert not document.receivers.exists()


def test_answers_are_read_page_by_page(signed_in, clerk, sent, tree, make_document, monkeypatch):
    monkeypatch.setattr("congdoan.areas.documents.selectors.incoming.ANSWERS_A_PAGE", 2)
    for turn in range(3):
        made = make_document(subject=f"trả lời số {turn}")
        when = sent.sent_at + timedelta(hours=turn)
        Document.objects.filter(pk=made.pk).update(answers=entry(sent, tree.leaf), sent_at=when)
    client, url = signed_in(clerk), reverse("documents:answers", args=[sent.pk])
    first = client.get(url).content.decode()
    assert "trả lời số 2" in first
    assert "trả lời số 0" not in first
    after = re.search(r'rel="next" href="(\?after=[^"]+)"', first)
    last = client.get(url + after[1]).content.decode()
    assert "trả lời số 0" in last
    assert "trả lời số 1" not in last


def test_receivers_that_are_not_named_are_counted(signed_in, clerk, sent, monkeypatch):
    monkeypatch.setattr("congdoan.areas.documents.views.sending.NAMED", 1)
    for name in ("Báo Lao động", "Báo Giáo dục", "Đài tỉnh"):
        sent.receivers.create(name=name, channel="PAPER", state="00", changed_at=sent.sent_at)
    page = signed_in(clerk).get(reverse("documents:receivers", args=[sent.pk])).content.decode()
    assert "và 2 nơi khác" in page
