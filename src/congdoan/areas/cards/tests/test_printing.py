"""Files of cards: how they look, who gets them, in the background, once, cleared away."""

from datetime import timedelta
import io

from django.urls import reverse
from pypdf import PdfReader
import pypdfium2 as pdfium
import pytest

from congdoan.areas.cards.enums import Layout
from congdoan.areas.cards.letters.face import DESIGN, draw_cards
from congdoan.areas.cards.models import Card, CardPrint
from congdoan.areas.cards.services import printing
from congdoan.areas.cards.services.printing import (
    NothingToPrint,
    PrintWaits,
    TooManyToPrint,
    ask_for_print,
    clear_prints,
    make_print,
)
from congdoan.areas.cards.tasks import print_cards
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.notifications.api import inbox
from congdoan.support.rendering.api import CardFace, to_card_pdf

pytestmark = pytest.mark.django_db

MILLIMETRE = 72 / 25.4
LONG_UNIT = (
    "Công đoàn cơ sở Trường Phổ thông Dân tộc bán trú Tiểu học và Trung học cơ sở Nguyễn Thị Minh "
    "Khai – Lộc Thành, xã Bảo Lâm 4, huyện Bảo Lâm, tỉnh Lâm Đồng (cơ sở 2 và các điểm lẻ)"
)


def faces(count, *, name="Nguyễn Thị Ánh", unit="CĐCS Trường Hoa Sen"):
    return [
        CardFace(
            f"{name} {n}",
            (("Mã số:", f"CS{n:08d}"), ("Đơn vị:", unit), ("Cấp ngày:", "02/03/2026")),
            f"https://congdoan.example/the-doan-vien/k/{n:016d}/",
        )
        for n in range(1, count + 1)
    ]


def pages(count, now, *, a4, **more):
    pdf = to_card_pdf(faces(count, **more), DESIGN, a4=a4, created_at=now)
    return PdfReader(io.BytesIO(pdf)).pages


def size(page):
    return [
        round(float(side) / MILLIMETRE, 1) for side in (page.mediabox.width, page.mediabox.height)
    ]


def place(pdf, number, words):
    """Return where on a page words begin (from the left, from below, in millimetres)."""
    text = pdfium.PdfDocument(pdf)[number].get_textpage()
    found = text.search(words).get_next()
    left, bottom, *_ = text.get_charbox(found[0])
    return left / MILLIMETRE, bottom / MILLIMETRE


def test_a4_sheets_of_ten_with_their_backs(now):
    found = pages(12, now, a4=True)
    assert len(found) == 4
    assert {tuple(size(page)) for page in found} == {(210.0, 297.0)}
    assert found[0].extract_text().count("THẺ ĐOÀN VIÊN") == 10
    assert found[2].extract_text().count("THẺ ĐOÀN VIÊN") == 2
    assert found[3].extract_text().count(DESIGN.back_title) == 2
    pdf = to_card_pdf(faces(12), DESIGN, a4=True, created_at=now)
    # Turned over its long edge, the back of a card on the left lies on the right.
    assert place(pdf, 2, "CS00000011")[0] < 105 < place(pdf, 3, "CS00000011")[0]
    assert place(pdf, 2, "CS00000012")[0] > 105 > place(pdf, 3, "CS00000012")[0]


def test_one_card_a_page_has_the_size_of_a_bank_card(now):
    found = pages(3, now, a4=False)
    assert len(found) == 6
    assert {tuple(size(page)) for page in found} == {(85.6, 54.0)}
    assert ["THẺ ĐOÀN VIÊN" in page.extract_text() for page in found] == [True, False] * 3


@pytest.mark.parametrize(
    "name",
    [
        "Lê Ý",
        "Công Tằng Tôn Nữ Hoàng Thị Nguyệt Cát Tường Vân Quỳnh Giang Phượng Hoàng Diễm Kiều",
        "Ă" * 80 + " " + "Ệ" * 40,
    ],
)
def test_long_names_and_units_stay_on_the_card(now, name):
    page = pages(1, now, a4=False, name=name, unit=LONG_UNIT)[0]
    words = page.extract_text()
    written = "".join(words.split()).replace("\u200b", "")
    assert "".join(name.split()) in written
    assert "".join(LONG_UNIT.split()) in written
    assert "02/03/2026" in words
    pdf = to_card_pdf(faces(1, name=name, unit=LONG_UNIT), DESIGN, a4=False, created_at=now)
    assert place(pdf, 0, "Cấp ngày")[1] > 1.5


def test_equal_cards_give_equal_bytes(now):
    one, other = (to_card_pdf(faces(2), DESIGN, a4=True, created_at=now) for _ in range(2))
    assert one == other


@pytest.fixture
def cards(teachers, issue):
    return issue(*teachers).cards


def ask(minh, tree, cards, now, layout=Layout.A4):
    return ask_for_print(actor=minh, unit=tree.leaf, cards=cards, layout=layout, at=now)


def test_many_are_drawn_in_the_background_once(
    minh, tree, cards, now, settings, today, monkeypatch
):
    settings.CLOCK = today.isoformat()
    monkeypatch.setattr(printing, "AT_ONCE", 2)
    asked = ask(minh, tree, cards, now)
    assert asked.made_at is None
    with pytest.raises(PrintWaits):
        ask(minh, tree, cards, now)
    print_cards(printing=asked.pk)
    print_cards(printing=asked.pk)
    asked.refresh_from_db()
    assert (asked.drawn, asked.total, asked.percent) == (3, 3, 100)
    assert AuditEntry.objects.filter(verb="cards.printed").count() == 1
    assert [one.kind for one in inbox(minh)] == ["cards.printed"]
    print_cards(printing=0)
    assert clear_prints(at=asked.until + timedelta(days=1)) == 1
    asked.refresh_from_db()
    assert asked.path == ""


def test_progress_is_told_while_it_is_drawn(now):
    told = []
    to_card_pdf(faces(101), DESIGN, a4=True, created_at=now, told=told.append)
    assert told == [50, 100]


def test_a_file_lost_with_its_machine_does_not_block(minh, tree, cards, now, monkeypatch):
    monkeypatch.setattr(printing, "AT_ONCE", 2)
    old = ask(minh, tree, cards, now)
    assert ask(minh, tree, cards, now + timedelta(minutes=31)).pk != old.pk


def test_ended_cards_are_not_printed(minh, tree, cards, now, today):
    asked = ask(minh, tree, cards, now)
    Card.objects.update(ended_on=today, end_reason="LOST")
    with pytest.raises(NothingToPrint):
        make_print(actor=minh, printing=asked, content=draw_cards, at=now)


def test_one_printing_has_an_end(minh, tree, now):
    with pytest.raises(TooManyToPrint):
        ask(minh, tree, list(range(1, 5002)), now)


def test_the_file_is_for_who_asked(minh, lan, tree, cards, now, signed_in):
    asked = make_print(actor=minh, printing=ask(minh, tree, cards, now), content=draw_cards, at=now)
    url = reverse("cards:file", args=[asked.pk])
    answer = signed_in(minh).get(url)
    assert answer["Content-Type"] == "application/pdf"
    words = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    for name in ("Đặng Thị Hòa", "Nguyễn Văn Ân", "Trần Thị Ánh"):
        assert name in words
    assert signed_in(lan).get(url).status_code == 404
    CardPrint.objects.update(path="")
    assert signed_in(minh).get(url).status_code == 410
