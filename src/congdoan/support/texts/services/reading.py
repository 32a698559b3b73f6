"""Reading files page by page; what is read stays, whatever becomes of the worker."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
import shutil
import tempfile
from time import monotonic
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from congdoan.foundation import jobs, vietnamese
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.audit import api as audit
from congdoan.support.files.api import ContentIsMissing, StoredFile, unscoped_content
from congdoan.support.manuscripts.api import Table, read_manuscript
from congdoan.support.texts.enums import Method, TextState
from congdoan.support.texts.models import FileText, PageText
from congdoan.support.texts.rules.refusals import NothingToRepeat
from congdoan.support.texts.rules.words import lexemes
from congdoan.support.texts.selectors import get_readable_text, may_be_repeated
from congdoan.support.texts.services.programs import CannotRead, ocr, read_pages, read_picture

READ = "texts.read"
#: Pages beyond these are not read; the page of the file says so.
MOST_PAGES = 300
#: Pages of one job: others get their turn in between.
AT_ONCE = 8
#: Starts without a page read before a page, or the file, is given up.
MOST_TRIES = 5
#: A job that has said nothing for this long was killed.
DEAD_AFTER = timedelta(minutes=10)
_WORD = ".docx"
_READABLE = ("application/pdf", "image/jpeg", "image/png", "image/webp")


def ask_reading(files: Iterable[StoredFile], *, at: datetime) -> None:
    """
    Have files read in the background, in the caller's transaction; once each, however often asked.

    What has no words for us (spreadsheets, ODT) is passed over.
    """
    for file in files:
        if file.media_type not in _READABLE and not file.name.lower().endswith(_WORD):
            continue
        text, created = FileText.objects.get_or_create(
            file=file, defaults={"asked_at": at, "touched_at": at}
        )
        if created:
            _enqueue(text)


def _enqueue(text: FileText) -> None:
    jobs.enqueue(READ, key=f"texts.{text.pk}", text=text.pk)


def read_on(*, text: int, at: datetime) -> bool:
    """
    Read the next pages of a file; tell whether there is more.

    Each page is written for itself: killed, it goes on with the first page that is missing; twice,
    it finds nothing to do.
    """
    found = FileText.objects.select_related("file").filter(pk=text).first()
    if found is None or not found.waits:
        return False
    if found.tries >= MOST_TRIES:
        _give_up(found, at)
        return _go_on(found, at)
    # Counted before, not after: what kills the worker is counted, too.
    FileText.objects.filter(pk=text).update(
        state=TextState.READING, touched_at=at, tries=F("tries") + 1
    )
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            with unscoped_content(found.file) as content, path.open("wb") as kept:
                shutil.copyfileobj(content, kept)
            _read_some(found, path, at)
    except (CannotRead, ContentIsMissing, Refusal):
        FileText.objects.filter(pk=text).update(state=TextState.UNREADABLE, touched_at=at)
        return False
    FileText.objects.filter(pk=text).update(tries=0)
    return _go_on(found, at)


def _go_on(text: FileText, at: datetime) -> bool:
    """Queue the pages that are missing, or end; tell whether there is more."""
    if text.state == TextState.UNREADABLE:
        return False
    if _missing(text):
        _enqueue(text)
        return True
    _finish(text, at)
    return False


def _give_up(text: FileText, at: datetime) -> None:
    """Leave out the page nobody gets over; the file where not even its pages could be counted."""
    missing = _missing(text)
    if missing:
        _keep(text, missing[0], Method.FAILED, "", at)
    elif not text.pages_done:
        text.state = TextState.UNREADABLE
    text.tries, text.touched_at = 0, at
    text.save(update_fields=["state", "tries", "touched_at"])


@transaction.atomic
def read_again(*, actor: Actor, file: int, at: datetime) -> FileText:
    """
    Try once more what could not be read, for whoever may read the file.

    :raises NotFound: for who may not; NothingToRepeat: where all was read, or is being read
    """
    stored, found = get_readable_text(actor, file)
    text = FileText.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if not may_be_repeated(text):
        raise NothingToRepeat
    text.sheets.filter(method=Method.FAILED).delete()
    text.state, text.tries = TextState.WAITING, 0
    text.pages_done, text.asked_at, text.touched_at = text.sheets.count(), at, at
    text.save(update_fields=["state", "tries", "pages_done", "asked_at", "touched_at"])
    _enqueue(text)
    audit.record(
        actor=actor,
        verb="texts.read_again",
        target=stored,
        organisation_id=stored.organisation_id,
    )
    return text


def _read_some(text: FileText, path: Path, at: datetime) -> None:
    if text.file.name.lower().endswith(_WORD):
        _opened(text, 1)
        _keep(text, 1, Method.TEXT, _words_of_docx(path, text.file.name), at)
        return
    if not text.pages:
        _opened(text, int(read_pages(path, path.parent, 1, 0)[0]["pages"]))
    # After a bad end one by one: only the page that brings it about is left out.
    wanted, begun = _missing(text)[: 1 if text.tries else AT_ONCE], monotonic()
    for first, last in _runs(wanted):
        for page in _pages(path, first, last):
            words = _words_of(page)
            # Slow pages are a sign of life, too: nobody else takes the file up meanwhile.
            _keep(text, page["page"], *words, at + timedelta(seconds=monotonic() - begun))


def _opened(text: FileText, pages: int) -> None:
    if not pages:
        raise CannotRead
    text.pages, text.cut = min(pages, MOST_PAGES), pages > MOST_PAGES
    text.save(update_fields=["pages", "cut"])


def _missing(text: FileText) -> list[int]:
    done = set(text.sheets.values_list("number", flat=True))
    return [number for number in range(1, text.pages + 1) if number not in done]


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Return ranges of neighbours."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _pages(path: Path, first: int, last: int) -> list[dict[str, Any]]:
    """Return pages; when the bunch is too much, one by one, and what even so fails as failed."""
    try:
        return read_pages(path, path.parent, first, last)[1:]
    except CannotRead:
        if first == last:
            return [{"page": first, "failed": True}]
    return [page for number in range(first, last + 1) for page in _pages(path, number, number)]


def _words_of(page: dict[str, Any]) -> tuple[Method, str]:
    if page.get("failed"):
        return Method.FAILED, ""
    if "picture" not in page:
        return Method.TEXT, page["text"]
    if not ocr().ready:
        return Method.WAITING, page["text"]
    picture = Path(page["picture"])
    try:
        return Method.OCR, f"{page['text']}\n{read_picture(picture)}".strip()
    except CannotRead:
        return Method.FAILED, page["text"]
    finally:
        picture.unlink(missing_ok=True)


def _words_of_docx(path: Path, name: str) -> str:
    manuscript = read_manuscript(path.read_bytes(), name)
    lines: list[str] = []
    for block in manuscript.blocks:
        if isinstance(block, Table):
            lines += [" | ".join(row) for row in block.rows]
        else:
            lines.append(f"{block.number} {block.text}".strip())
    return "\n".join(lines)


@transaction.atomic
def _keep(text: FileText, number: int, method: Method, words: str, at: datetime) -> None:
    clean = vietnamese.nfc(words.replace("\0", "").replace("\r\n", "\n"))
    PageText.objects.update_or_create(
        text=text, number=number, defaults={"method": method, "words": clean}
    )
    done = text.sheets.count()
    FileText.objects.filter(pk=text.pk).update(pages_done=done, touched_at=at)


@transaction.atomic
def _finish(text: FileText, at: datetime) -> None:
    sheets = list(text.sheets.order_by("number").values_list("method", "words"))
    waits = any(method == Method.WAITING for method, _words in sheets)
    lost = all(method == Method.FAILED for method, _words in sheets)
    state = TextState.NO_READER if waits else TextState.UNREADABLE if lost else TextState.READ
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE texts_filetext SET words = array_to_tsvector(%s::text[]), state = %s,"
            " touched_at = %s WHERE id = %s",
            [lexemes("\n".join(words for _method, words in sheets)), state, at, text.pk],
        )


def take_up(*, at: datetime) -> int:
    """Queue again what a killed worker left, and pictures once there is something to read them."""
    left = FileText.objects.filter(
        state__in=(TextState.WAITING, TextState.READING), touched_at__lt=at - DEAD_AFTER
    )
    again = list(left.order_by("touched_at")[:200])
    if ocr().ready:
        for text in FileText.objects.filter(state=TextState.NO_READER).order_by("pk")[:200]:
            with transaction.atomic():
                text.sheets.filter(method=Method.WAITING).delete()
                text.state, text.pages_done = TextState.WAITING, text.sheets.count()
                text.save(update_fields=["state", "pages_done"])
            again.append(text)
    for text in again:
        _enqueue(text)
    return len(again)
