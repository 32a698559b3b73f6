"""A paper found by what somebody remembers of it, and by nobody else."""

from datetime import date

from django.core.files.base import ContentFile
from django.urls import reverse
import pytest

from congdoan.areas.documents import api
from congdoan.areas.documents.models import Attachment, Document, Incoming
from congdoan.areas.documents.selectors import finding
from congdoan.areas.documents.selectors.documents import BODY
from congdoan.support.files.api import store_file
from congdoan.support.texts.api import FileText, ask_reading, read_on
from tests import papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(clerk, tree, today, now):
    def make(subject, *, symbol="", sender="Sở Giáo dục và Đào tạo", text="", on=None, **more):
        data = api.Arrival(sender_name=sender, subject=subject, symbol=symbol, **more)
        upload = ContentFile(papers.text_pdf(text), name=f"bc-{symbol[0]}.pdf") if text else None
        made = api.register_arrival(
            actor=clerk, organisation=tree.middle, data=data, arrived_on=on or today, at=now,
            upload=upload,
        )  # fmt: skip
        for one in FileText.objects.exclude(state="READ"):
            read_on(text=one.pk, at=now)
        return made

    return make


def found(unit, today, after="", **wish):
    results = finding.find_papers(unit, finding.Wish(**wish), on=today, after=after)
    return [one.paper for one in results.rows]


@pytest.mark.parametrize(
    "phrase",
    [
        "hội nghị viên chức",
        "hoi nghi",
        "vien chuc hoi",
        "12/KH-CĐGD",
        "kh cdgd",
        "hội ngh",
        "SỞ GIÁO",
    ],
)
def test_metadata_are_found_by_their_words_in_any_order(enter, tree, today, phrase):
    one = enter("tổ chức hội nghị viên chức", symbol="12/KH-CĐGD")
    enter("mời họp", sender="UBND phường")
    assert found(tree.middle, today, phrase=phrase) == [one]


def test_texts_are_found_by_phrase_with_the_line_and_the_page(enter, tree, today):
    one = enter("báo cáo", symbol="1/BC", text="Kinh phí hỗ trợ đoàn viên khó khăn dịp Tết")
    results = finding.find_papers(tree.middle, finding.Wish(phrase="doan vien kho khan"), on=today)
    (row,) = results.rows
    assert (row.paper, row.page) == (one, 1)
    assert [piece.words for piece in row.pieces if piece.found] == ["đoàn viên khó khăn"]
    assert not found(tree.middle, today, phrase="khó khăn đoàn viên")


def test_filters_narrow_and_go_without_words(enter, tree, today):
    old = enter("mời họp", symbol="1/GM", type="UNION.GM", on=date(2026, 1, 5))
    new = enter("mời dự lễ", symbol="2/KH", type="UNION.KH", sender="UBND phường", on=today)
    ask = tree.middle, today
    assert found(*ask, year=2026) == [new, old]
    assert found(*ask, phrase="mời", types=("UNION.GM",)) == [old]
    assert found(*ask, sender="ubnd") == [new]
    assert found(*ask, register="OUTGOING") == []
    assert found(*ask, year=2025) == []
    assert found(tree.middle, date(2026, 1, 31)) == [old]


def test_what_a_unit_wrote_its_receivers_find_by_its_text_and_nobody_else(
    sent, clerk, tree, today, now
):
    file = store_file(
        actor=clerk, organisation=tree.middle, purpose=BODY, at=now,
        upload=ContentFile(papers.text_pdf("đối thoại tại nơi làm việc"), name="phu-luc.pdf"),
    )  # fmt: skip
    Attachment.objects.create(document=sent, file=file)
    ask_reading([file], at=now)
    read_on(text=FileText.objects.get(file=file).pk, at=now)
    assert found(tree.middle, today, phrase="noi lam viec") == [sent]
    arrived = Incoming.objects.get(organisation=tree.leaf)
    assert found(tree.leaf, today, phrase="doi thoai tai noi") == [arrived]
    assert found(tree.far_middle, today, phrase="nơi làm việc") == []
    assert found(tree.far_middle, today, phrase="hội nghị") == []


def test_pages_follow_each_other_without_gap_or_double(enter, tree, today, monkeypatch):
    monkeypatch.setattr(finding, "A_PAGE", 2)
    made = {enter("mời họp", symbol=f"{n}/GM").pk for n in range(5)}
    seen, after = [], ""
    for _page in range(3):
        results = finding.find_papers(
            tree.middle, finding.Wish(phrase="mời họp"), on=today, after=after
        )
        seen += [one.paper.pk for one in results.rows]
        after = results.after
    assert (after, len(seen), set(seen)) == ("", 5, made)


def test_the_page_shows_finds_and_says_what_to_do(
    enter, clerk, signed_in, tree, settings, today, django_assert_max_num_queries
):
    settings.CLOCK = today.isoformat()
    client, url = signed_in(clerk), reverse("documents:find", args=[tree.middle.pk])
    assert "kể cả bản quét đã đọc" in client.get(url).content.decode()
    enter("báo cáo", symbol="1/BC", text="Kinh phí hỗ trợ đoàn viên")
    enter("báo cáo", symbol="2/BC", text="Kinh phí hỗ trợ cán bộ")
    with django_assert_max_num_queries(30):
        page = client.get(url, {"q": "kinh phi ho tro"}).content.decode()
    assert page.count("<mark>Kinh phí hỗ trợ</mark>") == 2
    assert "#trang-1" in page
    assert "Hãy bớt từ" in client.get(url, {"q": "khong co dau"}).content.decode()
    assert client.get(url, {"q": "…"}).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "'; DROP", "year": "x"},
        {"q": "a" * 300},
        {"q": "\x00"},
        {"q": "x", "after": "2026-01-01.Z.1"},
        {"q": "x", "after": "9999-12-31.I." + "9" * 40},
        {"type": "nobody", "book": "nothing"},
    ],
)
def test_bad_questions_get_a_page(clerk, signed_in, tree, settings, today, asked):
    settings.CLOCK = today.isoformat()
    url = reverse("documents:find", args=[tree.middle.pk])
    assert signed_in(clerk).get(url, asked).status_code in (200, 400, 422)


def test_the_index_answers(tree):
    from django.db import connection

    query = finding._query(tree.middle, finding.Wish(phrase="hội nghị"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for model in (Document, Incoming):
        table = model._meta.db_table
        plan = model.objects.filter(finding._meta(table, query)).explain()
        assert f"{model._meta.model_name}_by_words" in plan
