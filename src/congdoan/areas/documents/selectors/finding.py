"""
Looking for a paper of a unit by words: of its number, subject and sender, and of its text.

Metadata: all words, in any order, answered by an index that holds the unit as a word of its own.
Texts: the phrase (``support/texts``), joined to what the unit wrote and received. Newest first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import BooleanField, CharField, F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, TruncDate

from congdoan.areas.documents.models import ArrivedFile, Attachment, Document, Incoming
from congdoan.foundation import vietnamese
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.numbering.api import Register
from congdoan.support.texts.api import Piece, syllables, unscoped_excerpts, unscoped_files_with

A_PAGE = 25
#: The same words as in the index of the migration.
_WORDS = (
    "to_tsvector('simple'::regconfig, 'o' || {table}.organisation_id::text || ' ' || "
    "regexp_replace({table}.folded, '[^0-9a-z]+', ' ', 'g')) @@ %s::tsquery"
)
_WRITTEN, _CAME = "D", "I"


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; empty: whatever it is."""

    phrase: str = ""
    register: str = ""
    types: tuple[str, ...] = ()
    year: int | None = None
    sender: str = ""

    @property
    def asks(self) -> bool:
        named = self.register or self.types or self.year or self.sender
        return bool(named or syllables(self.phrase))


@dataclass(frozen=True)
class Place:
    """Where a page of results ended: newest first, of a day the written ones last."""

    on: date
    kind: str
    pk: int

    def __str__(self) -> str:
        return f"{self.on.isoformat()}.{self.kind}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        parts = text.split(".")
        try:
            day, kind, pk = date.fromisoformat(parts[0]), parts[1], int(parts[2][:18])
        except (ValueError, IndexError):
            return None
        return cls(day, kind, pk) if kind in (_WRITTEN, _CAME) and len(parts) == 3 else None


@dataclass(frozen=True)
class Found:
    """One paper that was found, and the line of its text."""

    paper: Document | Incoming
    on: date
    is_incoming: bool
    file: int | None = None
    page: int = 0
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    rows: list[Found]
    #: Where the next page begins; empty at the end.
    after: str = ""


def find_papers(unit: Organisation, wish: Wish, *, on: date, after: str = "") -> Results:
    """Return a page of what a unit wrote and received; the caller has checked the unit."""
    start = Place.read(after)
    branches: list[QuerySet[Any, Any]] = []
    if wish.register != Register.INCOMING and not wish.sender:
        branches += [_cut(rows, _WRITTEN, start) for rows in _written(unit, wish, on)]
    if wish.register in ("", Register.INCOMING):
        branches += [_cut(rows, _CAME, start) for rows in _came(unit, wish, on)]
    first, *rest = branches or [_cut(Incoming.objects.none(), _CAME, start)]
    if rest:
        first = first.union(*rest).order_by("-day", "-kind", "-key")[: A_PAGE + 1]
    found = list(first)
    shown = found[:A_PAGE]
    more = str(Place(*shown[-1])) if len(found) > A_PAGE else ""
    return Results(_with_lines(shown, wish.phrase), more)


def _query(unit: Organisation, wish: Wish) -> str:
    words = [f"'{one}'" for one in syllables(wish.phrase)[:20]]
    if words:
        words[-1] += ":*"  # the last word may not be typed to its end
    return " & ".join([f"'o{unit.pk}'", *words])


def _meta(table: str, query: str) -> RawSQL:
    return RawSQL(_WORDS.format(table=table), [query], output_field=BooleanField())  # noqa: S611


def _written(unit: Organisation, wish: Wish, on: date) -> list[QuerySet[Document]]:
    rows = Document.objects.filter(organisation=unit)
    rows = rows.annotate(day=Coalesce("issued_on", TruncDate("drafted_at")))
    rows = rows.filter(_common(wish, on), **({"register": wish.register} if wish.register else {}))
    if not syllables(wish.phrase):
        return [rows]
    texts = unscoped_files_with(wish.phrase)
    written = Attachment.objects.filter(file__in=texts).values("document")
    named = rows.filter(_meta("documents_document", _query(unit, wish)))
    return [named, rows.filter(pk__in=written)]


def _came(unit: Organisation, wish: Wish, on: date) -> list[QuerySet[Incoming]]:
    rows = Incoming.objects.filter(organisation=unit).annotate(day=F("arrived_on"))
    rows = rows.filter(_common(wish, on))
    if wish.sender:
        rows = rows.filter(folded__contains=vietnamese.fold(wish.sender))
    if not syllables(wish.phrase):
        return [rows]
    texts = unscoped_files_with(wish.phrase)
    sent = Attachment.objects.filter(file__in=texts).values("document")
    named = rows.filter(_meta("documents_incoming", _query(unit, wish)))
    by_text = [
        rows.filter(file__in=texts),
        rows.filter(pk__in=ArrivedFile.objects.filter(file__in=texts).values("incoming")),
        rows.filter(document__in=sent),
        rows.filter(document__origin__in=sent),
    ]
    return [named, *by_text]


def _common(wish: Wish, on: date) -> Q:
    asked = Q(day__lte=on)
    if wish.types:
        asked &= Q(type__in=wish.types)
    if wish.year:
        asked &= Q(day__gte=date(wish.year, 1, 1), day__lte=date(wish.year, 12, 31))
    return asked


def _cut(rows: QuerySet[Any], kind: str, start: Place | None) -> QuerySet[Any, Any]:
    """Return the first of a branch behind ``start`` as (day, kind, key)."""
    if start is not None:
        behind = Q(day__lt=start.on)
        if kind < start.kind:
            behind = Q(day__lte=start.on)
        elif kind == start.kind:
            behind |= Q(day=start.on, pk__lt=start.pk)
        rows = rows.filter(behind)
    named = rows.annotate(kind=Value(kind, CharField()), key=F("pk"))
    cut: QuerySet[Any, Any] = named.order_by("-day", "-pk").values_list("day", "kind", "key")
    return cut[: A_PAGE + 1]


def _with_lines(shown: list[tuple[date, str, int]], phrase: str) -> list[Found]:
    """Return the papers, each with the line of its text where the phrase stands; seven queries."""
    written = Document.objects.in_bulk([pk for _day, kind, pk in shown if kind == _WRITTEN])
    came = Incoming.objects.select_related("document").in_bulk(
        [pk for _day, kind, pk in shown if kind == _CAME]
    )
    rows = [
        Found(came[pk], day, is_incoming=True)
        if kind == _CAME
        else Found(written[pk], day, is_incoming=False)
        for day, kind, pk in shown
    ]
    if not syllables(phrase):
        return rows
    files = _files(rows)
    lines = unscoped_excerpts({file for own in files for file in own}, phrase)
    return [_lined(row, own, lines) for row, own in zip(rows, files, strict=True)]


def _files(rows: list[Found]) -> list[list[int]]:
    """Return the files of each row: its own, and those of what arrived with it."""
    papers = [_papers(row) for row in rows]
    hung = Attachment.objects.filter(document__in={pk for own in papers for pk in own})
    by_document = _grouped(hung.values_list("document", "file"))
    came = ArrivedFile.objects.filter(
        incoming__in=[one.paper.pk for one in rows if one.is_incoming]
    )
    by_line = _grouped(came.values_list("incoming", "file"))
    return [
        [
            *_scan(row),
            *(by_line.get(row.paper.pk, ()) if row.is_incoming else ()),
            *(file for pk in own for file in by_document.get(pk, ())),
        ]
        for row, own in zip(rows, papers, strict=True)
    ]


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, file in pairs:
        found.setdefault(key, []).append(file)
    return found


def _papers(row: Found) -> list[int]:
    if isinstance(row.paper, Document):
        return [row.paper.pk]
    document = row.paper.document
    ids = [document.pk, document.origin_id] if document is not None else []
    return [pk for pk in ids if pk is not None]


def _scan(row: Found) -> Iterable[int]:
    scan = row.paper.file_id if isinstance(row.paper, Incoming) else None
    return () if scan is None else (scan,)


def _lined(row: Found, files: list[int], lines: dict[int, tuple[int, list[Piece]]]) -> Found:
    for file in files:
        if file in lines:
            page, pieces = lines[file]
            return replace(row, file=file, page=page, pieces=pieces)
    return row
