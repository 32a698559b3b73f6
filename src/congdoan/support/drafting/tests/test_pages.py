"""The pages of the editor, with and without its script."""

from datetime import date
import re
import sys

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.support.discussion.api import Comment
from congdoan.support.drafting.models import Draft, DraftTemplate
from congdoan.support.drafting.rules.blocks import new_block, written
from congdoan.support.drafting.services.templates import make_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of_lan(signed_in, lan):
    return signed_in(lan)


def url(name, draft, *more):
    return reverse(f"drafting:{name}", args=[draft.pk, *more])


def form_of(draft, **more):
    """Return what the editor's form sends for the text as it stands."""
    data = {"revision": draft.revision, "subject": draft.subject, "addressees": draft.addressees}
    data["block"] = [one.id for one in draft.content]
    for one in draft.content:
        data |= {f"kind-{one.id}": one.kind, f"text-{one.id}": one.text}
        data |= {f"name-{one.id}": one.name}
    return data | more


def test_without_a_script_each_button_saves_and_does_one_thing(client_of_lan, draft):
    first = draft.content[0]
    page = client_of_lan.get(url("editor", draft)).content.decode()
    assert "Kế hoạch tháng" in page
    assert f'id="khoi-{first.id}"' in page
    sent = form_of(draft, subject="Hội thi", act=f"down:{first.id}")
    answer = client_of_lan.post(url("editor", draft), sent)
    assert answer.url == url("editor", draft) + f"#khoi-{first.id}"
    draft.refresh_from_db()
    assert (draft.subject, draft.content[1].id) == ("Hội thi", first.id)
    client_of_lan.post(url("editor", draft), form_of(draft, act=f"add:{first.id}:clause"))
    draft.refresh_from_db()
    assert draft.content[2].kind == "clause"
    client_of_lan.post(url("editor", draft), form_of(draft, act=f"remove:{first.id}"))
    draft.refresh_from_db()
    assert first.id not in {one.id for one in draft.content}
    sent = form_of(draft, act="basis:", basis="Căn cứ Nghị quyết")
    client_of_lan.post(url("editor", draft), sent)
    draft.refresh_from_db()
    bases = [one.text for one in draft.content if one.kind == "basis"]
    assert bases[-1] == "Căn cứ Nghị quyết"


def test_two_at_once_the_second_keeps_the_words_and_is_told(client_of_lan, draft):
    old = form_of(draft)
    client_of_lan.post(url("editor", draft), form_of(draft, subject="Trước"))
    answer = client_of_lan.post(url("editor", draft), old | {"subject": "Chữ của tôi"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Chữ của tôi" in page
    assert "đã lưu bản khác" in page
    quietly = client_of_lan.post(url("autosave", draft), old | {"subject": "Chữ của tôi"})
    assert quietly.status_code == 409
    assert "data-conflict" in quietly.content.decode()
    draft.refresh_from_db()
    assert draft.subject == "Trước"
    over = client_of_lan.post(
        url("editor", draft), old | {"subject": "Chữ của tôi", "revision": draft.revision}
    )
    assert over.status_code == 302


def test_saving_while_typing_answers_with_revision_numbers_and_what_is_unknown(
    client_of_lan, draft
):
    article = new_block("article", "Tên {{x.y}}")
    draft.blocks = written([article])
    sent = form_of(draft)
    answer = client_of_lan.post(url("autosave", draft), sent).content.decode()
    assert 'data-revision="2"' in answer
    assert f'data-number-of="{article.id}">Điều 1.<' in answer
    assert "x.y" in answer
    assert client_of_lan.get(url("autosave", draft)).status_code == 405


@pytest.mark.parametrize(
    "broken",
    [
        {"block": ["<script>"]},
        {"block": ["1" * 32], f"kind-{'1' * 32}": "nonsense"},
        {"block": ["1" * 32] * 2, f"kind-{'1' * 32}": "paragraph"},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(client_of_lan, draft, broken):
    for name in ("editor", "autosave"):
        answer = client_of_lan.post(url(name, draft), {"revision": "x", **broken})
        assert answer.status_code == 422
    assert Draft.objects.get(pk=draft.pk).revision == 1


def test_word_is_pasted_after_a_block(client_of_lan, draft):
    first = draft.content[0]
    answer = client_of_lan.post(
        url("paste", draft) + f"?sau={first.id}", {"text": "<p>Điều 1. Một</p><p>Hai</p>"}
    )
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert [one.text for one in draft.content[1:3]] == ["Một", "Hai"]
    empty = client_of_lan.post(url("paste", draft), {"text": "<p></p>"})
    assert empty.status_code == 422
    assert "Không có chữ nào để dán" in empty.content.decode()


def test_what_is_too_long_for_a_block_is_refused_whole(client_of_lan, draft):
    before = draft.content
    rows = "".join(f"<tr><td>{n} {'chữ ' * 50}</td></tr>" for n in range(200))
    for text in (f"<table>{rows}</table>", f"<p>{'chữ ' * 6000}</p>"):
        answer = client_of_lan.post(url("paste", draft), {"text": text})
        assert answer.status_code == 422
        assert "hãy tách thành nhiều khối" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.content == before


def test_a_template_begins_with_the_law_of_its_day(lan, tree, law, now):
    from congdoan.support.drafting.selectors.templates import draft_of
    from congdoan.support.drafting.services.templates import make_template

    words = {}
    for day in (date(2025, 6, 30), date(2025, 7, 1)):
        made = make_template(
            actor=lan,
            organisation=tree.middle,
            type_code="UNION.KH",
            name=f"Mẫu {day}",
            like=None,
            on=day,
            at=now,
        )
        words[day.month] = draft_of(made).content[0].text
    assert "số 12/2012/QH13" in words[6]
    assert "số 50/2024/QH15" in words[7]


def test_versions_are_kept_compared_and_restored(client_of_lan, draft):
    kept = client_of_lan.post(url("versions", draft), {"note": "gửi Ban Thường vụ"})
    assert kept.status_code == 302
    again = client_of_lan.post(url("versions", draft), {"note": ""})
    assert again.status_code == 422
    client_of_lan.post(url("editor", draft), form_of(draft, subject="Trích yếu mới"))
    page = client_of_lan.get(url("version", draft, 1)).content.decode()
    assert "Trích yếu" in page
    assert "gửi Ban Thường vụ" in page
    assert client_of_lan.get(url("version", draft, 7)).status_code == 404
    assert "Điều gì sẽ xảy ra" in client_of_lan.get(url("restore", draft, 1)).content.decode()
    assert client_of_lan.post(url("restore", draft, 1)).status_code == 302
    draft.refresh_from_db()
    assert draft.subject == ""


def test_the_paper_is_shown_beside_and_downloaded(client_of_lan, draft):
    assert client_of_lan.get(url("pdf", draft)).content.startswith(b"%PDF-")
    assert client_of_lan.get(url("docx", draft)).content.startswith(b"PK")
    picture = client_of_lan.get(url("picture", draft, 1))
    assert picture.content.startswith(b"\x89PNG")
    assert picture["X-Pages"] == "1"
    assert client_of_lan.get(url("picture", draft, 9)).status_code == 404


def test_a_comment_on_a_block_is_answered(client_of_lan, draft):
    block = draft.content[0]
    address = url("comment", draft) + f"?khoi={block.id}"
    assert block.text in client_of_lan.get(address).content.decode()
    assert client_of_lan.get(url("comment", draft) + "?khoi=khong").status_code == 404
    client_of_lan.post(address, {"kind": "OPINION", "text": "Cần rõ hơn", "suggested_text": ""})
    said = Comment.objects.get()
    assert (said.anchor, said.quoted) == (block.id, block.text)
    assert "Cần rõ hơn" in client_of_lan.get(url("editor", draft)).content.decode()
    answered = client_of_lan.post(
        url("answer", draft, said.pk), {"verdict": "ACCEPTED", "reason": "Đã sửa"}
    )
    assert answered.status_code == 302
    assert "Đã sửa" in client_of_lan.get(url("editor", draft)).content.decode()


def test_who_is_below_reads_and_copies_who_is_beside_sees_nothing(
    client, draft, template, signed_in, below, beside
):
    page = signed_in(below).get(url("editor", draft))
    assert page.status_code == 200
    assert 'name="revision"' not in page.content.decode()
    for name in ("paste", "comment"):
        assert client.get(url(name, draft)).status_code == 403
    assert client.post(url("editor", draft), form_of(draft)).status_code == 403
    assert client.post(url("versions", draft), {"note": ""}).status_code == 403
    assert client.post(url("autosave", draft), form_of(draft)).status_code == 404
    assert client.get(reverse("drafting:template_retire", args=[template.pk])).status_code == 403
    copied = client.post(
        reverse("drafting:template_copy", args=[template.pk]), {"name": "Của trường"}
    )
    assert copied.status_code == 302
    own = DraftTemplate.objects.get(name="Của trường")
    assert own.organisation_id == below.organisation_id
    signed_in(beside)
    for name in ("editor", "pdf", "docx", "versions", "comment", "paste"):
        assert client.get(url(name, draft)).status_code == 404


def test_templates_are_listed_with_as_many_queries_however_many(client_of_lan, tree, lan, template):
    address = reverse("drafting:templates")

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client_of_lan.get(address).status_code == 200
        return len(seen)

    client_of_lan.get(address)
    one = queries()
    for number in range(3):
        sent = {"type_code": "UNION.TB", "name": f"Thông báo {number}"}
        made = client_of_lan.post(reverse("drafting:template_new"), sent)
        assert made.status_code == 302
    assert "Thông báo 2" in client_of_lan.get(address).content.decode()
    assert queries() == one
    twice = client_of_lan.post(
        reverse("drafting:template_new"), {"type_code": "UNION.TB", "name": "Thông báo 1"}
    )
    assert twice.status_code == 422
    gone = client_of_lan.post(reverse("drafting:template_retire", args=[template.pk]))
    assert gone.status_code == 302
    assert "Kế hoạch tháng" not in client_of_lan.get(address).content.decode()


def test_the_editor_costs_as_many_queries_however_long_the_text(client_of_lan, draft):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client_of_lan.get(url("editor", draft)).status_code == 200
        return len(seen)

    queries()
    one = queries()
    draft.blocks = written([new_block("clause", f"Khoản {n}") for n in range(60)])
    draft.save()
    assert queries() == one


def test_versions_are_read_page_by_page_and_laid_side_by_side(client_of_lan, draft, monkeypatch):
    monkeypatch.setattr("congdoan.support.drafting.selectors.reading.A_PAGE", 2)
    for number in range(3):
        draft.refresh_from_db()
        client_of_lan.post(url("editor", draft), form_of(draft, subject=f"Lần {number}"))
        client_of_lan.post(url("versions", draft), {"note": f"ghi chú {number}"})
    first = client_of_lan.get(url("versions", draft)).content.decode()
    assert "ghi chú 2" in first
    assert "ghi chú 0" not in first
    after = re.search(r'rel="next" href="(\?after=[^"]+)"', first)
    last = client_of_lan.get(url("versions", draft) + after[1]).content.decode()
    assert "ghi chú 0" in last
    assert "ghi chú 1" not in last
    pair = client_of_lan.get(url("version", draft, 1) + "?voi=2").content.decode()
    assert "Phiên bản 1 và phiên bản 2" in pair
    assert client_of_lan.get(url("version", draft, 1) + "?voi=9").status_code == 404
    assert "bản hiện tại" in client_of_lan.get(url("version", draft, 1) + "?voi=x").content.decode()


def test_templates_are_read_page_by_page(client_of_lan, lan, tree, today, now, monkeypatch):
    pages = sys.modules["congdoan.support.drafting.views.templates"]
    monkeypatch.setattr(pages, "A_PAGE", 2)
    for number in range(3):
        make_template(
            actor=lan, organisation=tree.middle, type_code="UNION.TB", name=f"Mẫu số {number}",
            like=None, on=today, at=now,
        )  # fmt: skip
    address = reverse("drafting:templates")
    first = client_of_lan.get(address).content.decode()
    assert "Mẫu số 0" in first
    assert "Mẫu số 2" not in first
    after = re.search(r'rel="next" href="(\?after=[^"]+)"', first)
    assert "Mẫu số 2" in client_of_lan.get(address + after[1]).content.decode()
    above = client_of_lan.get(address + "?tren=1").content.decode()
    assert "Công đoàn cấp trên chưa có mẫu văn bản" in above
