"""Files read page by page: text, pictures, what cannot be read, and what a killed worker leaves."""

from datetime import timedelta
import os
import shutil

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import reverse
import pytest

from congdoan.kernel.organisations import api as organisations
from congdoan.support.files.api import declare_purpose, store_file
from congdoan.support.texts.enums import Method, TextState
from congdoan.support.texts.models import FileText, PageText
from congdoan.support.texts.selectors import unscoped_excerpts, unscoped_files_with
from congdoan.support.texts.services import programs, reading
from tests import papers

pytestmark = pytest.mark.django_db
PURPOSE = "texts.test"
declare_purpose(PURPOSE, "Thử", needs=organisations.VIEW)
LINES = ("Số: 12/KH-CĐGD", "Kế hoạch tổ chức hội nghị viên chức năm học")


@pytest.fixture
def kept(lan, tree, now):
    """Store a file and ask for its reading."""

    def keep(name, content):
        file = store_file(
            actor=lan, organisation=tree.middle, upload=ContentFile(content, name=name),
            purpose=PURPOSE, at=now,
        )  # fmt: skip
        reading.ask_reading([file], at=now)
        return file

    return keep


@pytest.fixture
def operator(db, today):
    from congdoan.kernel.access.api import actor_for
    from congdoan.kernel.accounts.models import User

    user = User.objects.create(username="quantri", display_name="Quản trị", is_operator=True)
    return actor_for(user, today=today)


@pytest.fixture
def no_ocr(monkeypatch):
    monkeypatch.setattr(programs, "_look", programs.Ocr)
    cache.clear()


@pytest.fixture
def eyes(monkeypatch):
    """Tesseract as a stub: what it would say, page by page."""
    seen = []
    monkeypatch.setattr(reading, "ocr", lambda: programs.Ocr("5", vietnamese=True))

    def look(picture):
        assert picture.read_bytes().startswith(b"\x89PNG")
        seen.append(picture.name)
        return "Hội nghị\u0000 đọc từ ảnh"

    monkeypatch.setattr(reading, "read_picture", look)
    return seen


def read_all(file, now):
    text = FileText.objects.get(file=file)
    while reading.read_on(text=text.pk, at=now):
        pass
    text.refresh_from_db()
    return text


def test_a_pdf_with_text_is_read_and_found_by_phrase(kept, now):
    file = kept("ke-hoach.pdf", papers.text_pdf(*LINES, pages=3))
    text = read_all(file, now)
    assert (text.state, text.pages, text.pages_done) == (TextState.READ, 3, 3)
    assert set(text.sheets.values_list("method", flat=True)) == {Method.TEXT}
    assert list(unscoped_files_with("hoi nghi vien chuc")) == [file.pk]
    assert not unscoped_files_with("nghị hội viên chức").exists()
    assert not unscoped_files_with("'; drop table").exists()
    page, pieces = unscoped_excerpts([file.pk], "hội nghị viên chức")[file.pk]
    assert page == 1
    assert [one.words for one in pieces if one.found] == ["hội nghị viên chức"]


def test_a_word_file_is_read_with_its_numbers_and_tables(kept, now):
    text = read_all(kept("ke-hoach.docx", papers.word_file(*LINES)), now)
    assert text.state == TextState.READ
    assert LINES[1] in text.sheets.get().words


def test_a_broken_file_is_said_to_be_unreadable_and_never_tried_again(kept, now):
    file = kept("hong.pdf", b"%PDF-1.7\nkhong phai\n%%EOF")
    assert read_all(file, now).state == TextState.UNREADABLE
    assert reading.read_on(text=FileText.objects.get().pk, at=now) is False


def test_pictures_wait_for_the_program_and_are_taken_up_once_it_is_there(
    kept, now, no_ocr, monkeypatch, request
):
    file = kept("quet.pdf", papers.scan_pdf(LINES, LINES))
    assert read_all(file, now).state == TextState.NO_READER
    assert reading.take_up(at=now) == 0
    request.getfixturevalue("eyes")
    assert reading.take_up(at=now) == 1
    text = read_all(file, now)
    assert text.state == TextState.READ
    assert "Hội nghị đọc từ ảnh" in text.sheets.first().words


def test_a_killed_worker_goes_on_with_the_page_that_is_missing(kept, now, eyes, monkeypatch):
    file = kept("quet.pdf", papers.scan_pdf(LINES, LINES, LINES))
    text = FileText.objects.get(file=file)
    keep, calls = reading._keep, []

    def dies(*args):
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        keep(*args)

    monkeypatch.setattr(reading, "_keep", dies)
    with pytest.raises(SystemExit):
        reading.read_on(text=text.pk, at=now)
    assert text.sheets.count() == 1
    monkeypatch.setattr(reading, "_keep", keep)
    assert reading.take_up(at=now + timedelta(minutes=9)) == 0
    assert reading.take_up(at=now + timedelta(minutes=11)) == 1
    eyes.clear()
    assert read_all(file, now).pages_done == 3
    assert eyes == ["2.png", "3.png"]
    assert PageText.objects.count() == 3


def test_a_page_that_is_too_much_costs_itself_only(kept, now, eyes, monkeypatch):
    file = kept("quet.pdf", papers.scan_pdf(LINES, LINES))
    pages = reading.read_pages

    def fails(path, folder, first, last):
        if first <= 2 <= last:
            raise programs.CannotRead
        return pages(path, folder, first, last)

    monkeypatch.setattr(reading, "read_pages", fails)
    text = read_all(file, now)
    assert text.state == TextState.READ
    sheets = text.sheets.order_by("number")
    assert [one.method for one in sheets] == [Method.OCR, Method.FAILED]


def test_long_files_are_read_a_bunch_a_job_and_cut(kept, now, monkeypatch):
    monkeypatch.setattr(reading, "MOST_PAGES", 3)
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    file = kept("dai.pdf", papers.text_pdf(*LINES, pages=5))
    text = FileText.objects.get(file=file)
    assert reading.read_on(text=text.pk, at=now) is True
    assert text.sheets.count() == 2
    text = read_all(file, now)
    assert (text.pages, text.cut, text.state) == (3, True, TextState.READ)


def test_asked_twice_is_read_once_and_spreadsheets_are_passed_over(kept, now, lan):
    from congdoan.support.files.tests.factories import office_file

    file = kept("ke-hoach.pdf", papers.text_pdf(*LINES))
    reading.ask_reading([file], at=now)
    kept("bang.xlsx", office_file("[Content_Types].xml", "xl/workbook.xml"))
    assert FileText.objects.count() == 1


def test_a_program_over_its_limits_is_ended(monkeypatch, tmp_path):
    monkeypatch.setattr(programs, "MEMORY_MB", 64)
    with pytest.raises(programs.CannotRead):
        programs._limited(["python3", "-c", "bytearray(200 * 1024 * 1024)"])


def test_who_may_read_the_file_reads_its_words(kept, now, lan, stranger, signed_in):
    file = kept("ke-hoach.pdf", papers.text_pdf(*LINES))
    url = reverse("texts:show", args=[file.pk])
    assert "đang chờ được đọc" in signed_in(lan).get(url).content.decode()
    read_all(file, now)
    assert LINES[1] in signed_in(lan).get(url).content.decode()
    assert signed_in(stranger).get(url).status_code == 404


def test_the_operator_is_told_what_to_install(no_ocr, operator, signed_in, lan):
    url = reverse("texts:health")
    page = signed_in(operator).get(url).content.decode()
    assert "apt install tesseract-ocr tesseract-ocr-vie" in page
    assert signed_in(lan).get(url).status_code == 403


def test_tesseract_itself_reads_a_vietnamese_scan(kept, now):
    if not programs.ocr().ready:
        if os.environ.get("CI"):
            pytest.fail("tesseract-ocr-vie is missing")
        pytest.skip("apt install tesseract-ocr tesseract-ocr-vie")
    assert shutil.which("tesseract")
    file = kept("quet.png", papers.scan_png(*LINES))
    text = read_all(file, now)
    assert text.state == TextState.READ
    assert list(unscoped_files_with("hội nghị viên chức")) == [file.pk]
    assert "12/KH" in text.sheets.get().words


def test_a_file_that_ends_the_reader_each_time_is_given_up_and_can_be_tried_again(
    kept, now, lan, stranger, signed_in, monkeypatch
):
    file = kept("doc.docx", papers.word_file(*LINES))
    text, words = FileText.objects.get(file=file), reading._words_of_docx

    def ends(*_):
        raise RuntimeError

    monkeypatch.setattr(reading, "_words_of_docx", ends)
    for _time in range(reading.MOST_TRIES):
        with pytest.raises(RuntimeError):
            reading.read_on(text=text.pk, at=now)
    url, again = reverse("texts:show", args=[file.pk]), reverse("texts:again", args=[file.pk])
    client = signed_in(lan)
    assert "không cần đọc lại" in client.post(again, {"once": "a"}, follow=True).content.decode()
    assert reading.read_on(text=text.pk, at=now) is False
    assert reading.take_up(at=now + timedelta(hours=1)) in (0, 1)
    while reading.read_on(text=text.pk, at=now):
        pass
    text.refresh_from_db()
    assert text.state == TextState.UNREADABLE
    assert reading.take_up(at=now + timedelta(days=1)) == 0
    page = client.get(url).content.decode()
    assert "sau nhiều lần thử" in page
    assert "Đọc lại" in page
    monkeypatch.setattr(reading, "_words_of_docx", words)
    client.post(again, {"once": "b"})
    assert read_all(file, now).state == TextState.READ
    assert signed_in(stranger).post(again, {"once": "c"}).status_code == 404


def test_a_page_that_kills_the_worker_costs_itself_only(kept, now, eyes, monkeypatch):
    file = kept("quet.pdf", papers.scan_pdf(LINES, LINES, LINES))
    text, pages = FileText.objects.get(file=file), reading.read_pages

    def dies(path, folder, first, last):
        if first <= 2 <= last:
            raise SystemExit
        return pages(path, folder, first, last)

    monkeypatch.setattr(reading, "read_pages", dies)
    for _time in range(20):
        try:
            if not reading.read_on(text=text.pk, at=now):
                break
        except SystemExit:
            continue
    text.refresh_from_db()
    assert (text.state, text.tries) == (TextState.READ, 0)
    methods = text.sheets.order_by("number").values_list("method", flat=True)
    assert list(methods) == [Method.OCR, Method.FAILED, Method.OCR]
