"""What was read, for the slices whose files these are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Min, Q, QuerySet

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.support.files.api import StoredFile, get_readable_file
from congdoan.support.texts.enums import Method, TextState
from congdoan.support.texts.models import FileText, PageText
from congdoan.support.texts.rules.words import Piece, asked, excerpt

#: Pages in which the place of a phrase is looked for; beyond, the file is found without a line.
_LOOKED_THROUGH = 40


class _AllOf(SearchQuery):
    """These lexemes as they are: ``to_tsquery`` would take pairs apart."""

    def __init__(self, lexemes: list[str]) -> None:
        self.quoted = " & ".join(f"'{one}'" for one in lexemes)
        super().__init__(self.quoted, search_type="raw")

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, list[Any]]:
        return "%s::tsquery", [self.quoted]


def get_readable_text(actor: Actor, file: int) -> tuple[StoredFile, FileText]:
    """
    Return a file and what was read of it.

    :raises NotFound: when ``actor`` may not read the file, or nobody asked for its reading
    """
    stored = get_readable_file(actor, file)
    text = FileText.objects.filter(file=stored).first()
    if text is None:
        raise NotFound
    return stored, text


def unscoped_texts(files: Iterable[int]) -> dict[int, FileText]:
    """Return what was read by file, in one query; the caller has checked the record."""
    rows = FileText.objects.filter(file__in=list(files)).defer("words")
    return {one.file_id: one for one in rows}


def unscoped_words(file: int, *, pages: int = 2) -> str:
    """Return the words of the first pages; the caller has checked the file."""
    rows = PageText.objects.filter(text__file=file, number__lte=pages).order_by("number")
    return "\n".join(rows.values_list("words", flat=True))


def may_be_repeated(text: FileText) -> bool:
    """Tell whether the file, or a page of it, could not be read."""
    if text.state == TextState.UNREADABLE:
        return True
    return text.state == TextState.READ and text.sheets.filter(method=Method.FAILED).exists()


def sheets(text: FileText) -> QuerySet[PageText]:
    return text.sheets.order_by("number")


def unscoped_files_with(phrase: str) -> QuerySet[FileText, int]:
    """
    Return the ids of files in which the phrase stands (with or without diacritics).

    The caller joins them to records that the reader may see.
    """
    wanted = asked(phrase)
    if not wanted:
        return FileText.objects.none().values_list("file_id", flat=True)
    rows = FileText.objects.filter(words=_AllOf(wanted))
    return rows.values_list("file_id", flat=True)


def unscoped_excerpts(files: Iterable[int], phrase: str) -> dict[int, tuple[int, list[Piece]]]:
    """Return by file the page and the line where the phrase stands; two queries."""
    wanted = list(files)
    found: dict[int, tuple[int, list[Piece]]] = {}
    rows = PageText.objects.filter(text__file__in=wanted, number__lte=_LOOKED_THROUGH)
    rows = rows.order_by("text", "number")
    for file, number, words in rows.values_list("text__file_id", "number", "words").iterator():
        if file in found and len(found[file][1]) > 1:
            continue
        pieces = excerpt(words, phrase)
        if pieces and (file not in found or _exact(pieces, phrase)):
            found[file] = (number, pieces)
    return found


def _exact(pieces: list[Piece], phrase: str) -> bool:
    return any(one.found and asked(one.words) == asked(phrase) for one in pieces)


@dataclass(frozen=True)
class Health:
    """How the reading of the whole installation is."""

    waiting: int
    read: int
    no_reader: int
    unreadable: int
    oldest: datetime | None


def reading_health() -> Health:
    found = FileText.objects.aggregate(
        waiting=Count("pk", filter=Q(state__in=(TextState.WAITING, TextState.READING))),
        read=Count("pk", filter=Q(state=TextState.READ)),
        no_reader=Count("pk", filter=Q(state=TextState.NO_READER)),
        unreadable=Count("pk", filter=Q(state=TextState.UNREADABLE)),
        oldest=Min("asked_at", filter=Q(state__in=(TextState.WAITING, TextState.READING))),
    )
    return Health(**found)
