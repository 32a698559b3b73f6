"""A comparison on paper: official layout, added words underlined in blue, removed ones struck."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.support.comparison.enums import Change, Mark
from congdoan.support.comparison.rules.lines import Comparison, Line, Row
from congdoan.support.comparison.rules.words import Piece, inline
from congdoan.support.rendering.api import (
    Block,
    Division,
    IssuingBody,
    Level,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    Run,
    Table,
)
from congdoan.support.rendering.api import Mark as Printed

_MARKS = {Mark.KEPT: Printed.NONE, Mark.ADDED: Printed.ADDED, Mark.REMOVED: Printed.REMOVED}
#: By the owner's code of the level; others are printed as clauses.
_LEVELS = {
    "CHAPTER": Level.CHAPTER,
    "ARTICLE": Level.ARTICLE,
    "CLAUSE": Level.CLAUSE,
    "POINT": Level.POINT,
}


@dataclass(frozen=True)
class ComparisonPaper:
    """
    The head of a printed comparison.

    ``authors`` says by line id who changed it and when, in words; it is printed beside each change.
    """

    bodies: Sequence[IssuingBody]
    subject: str
    old_name: str
    new_name: str
    dated: date | None = None
    place: str = ""
    authors: Mapping[str, str] | None = None


def comparison_document(comparison: Comparison, paper: ComparisonPaper) -> OfficialDocument:
    """Return a comparison as an official document, in Vietnamese whoever looks at it."""
    with override("vi"):
        return OfficialDocument(
            bodies=paper.bodies,
            type_name=_("Bản so sánh").upper(),
            subject=paper.subject,
            profile=ProfileCode.UNION,
            place=paper.place,
            dated=paper.dated,
            body=[
                Paragraph(_("Bản trước: {name}.").format(name=paper.old_name)),
                Paragraph(_("Bản sau: {name}.").format(name=paper.new_name)),
                *comparison_blocks(comparison, authors=paper.authors),
            ],
        )


def comparison_blocks(
    comparison: Comparison, *, authors: Mapping[str, str] | None = None
) -> list[Block]:
    """Return legend, text with its changes, and the table of what changed, for any document."""
    said = authors or {}
    with override("vi"):
        if comparison.same:
            return [Paragraph(_("Hai bản có nội dung như nhau."))]
        return [
            _legend(),
            *(block for row in comparison.rows for block in _blocks(row, said)),
            _summary(comparison, said),
        ]


def redline(pieces: Sequence[Piece], *, bold: bool = False) -> list[Run]:
    """Return pieces as runs, added and removed words marked."""
    return [Run(text, bold=bold, mark=_MARKS[mark]) for mark, text in inline(pieces)]


def place_sentence(row: Row) -> str:
    """Return what became of a line as a whole, in words; empty when only its words changed."""
    parts = [sentence for change in row.changes for sentence in _SENTENCES[change](row)]
    return "; ".join(parts)


def _where(line: Line | None) -> str:
    return (line.path or line.number) if line else ""


def _renumbered(row: Row) -> Iterator[str]:
    if Change.MOVED not in row.changes:
        yield _("trước là {place}").format(place=_where(row.old))


def _split(row: Row) -> Iterator[str]:
    names = ", ".join(_where(line) for line in row.partners)
    text = _("đã tách một phần thành {names}") if row.old else _("tách từ {names}")
    yield text.format(names=names)


def _merged(row: Row) -> Iterator[str]:
    names = ", ".join(_where(line) for line in row.partners)
    text = _("đã nhập thêm {names}") if row.new else _("nhập vào {names}")
    yield text.format(names=names)


_SENTENCES = {
    Change.ADDED: lambda _row: iter([_("thêm mới")]),
    Change.REMOVED: lambda row: iter([_("bỏ {place}").format(place=_where(row.old))]),
    Change.REWORDED: lambda _row: iter(()),
    Change.SETTLED: lambda _row: iter([_("đổi phân công")]),
    Change.MOVED: lambda row: iter([_("chuyển từ {place}").format(place=_where(row.old))]),
    Change.SPLIT: _split,
    Change.MERGED: _merged,
    Change.LEVELLED: lambda _row: iter([_("đổi cấp")]),
    Change.RENUMBERED: _renumbered,
}


def _legend() -> Paragraph:
    return Paragraph(
        [
            Run(_("Chú giải:") + " ", bold=True),
            Run(_("chữ thêm vào"), mark=Printed.ADDED),
            "; ",
            Run(_("chữ bỏ đi"), mark=Printed.REMOVED),
            "; ",
            Run(_("[trong ngoặc: chuyển chỗ, đánh số lại, ai sửa]"), italic=True),
            ".",
        ]
    )


def _blocks(row: Row, authors: Mapping[str, str]) -> Iterator[Block]:
    level = _LEVELS.get(row.line.level, Level.CLAUSE)
    heading, text = redline(row.heading, bold=level is Level.ARTICLE), redline(row.text)
    if row.new is None:
        # No heading of the document: what is gone has no place in its contents.
        number = Run(f"{row.line.number} ", mark=Printed.REMOVED)
        yield Paragraph([number, *heading] if heading else [number, *text])
        if heading and text:
            yield Paragraph(text)
    elif level in {Level.CHAPTER, Level.ARTICLE}:
        yield Division(level, row.line.number, heading)
        if text:
            yield Paragraph(text)
    else:
        yield Division(level, row.line.number, text or heading)
    note = redline(row.note)
    if note:
        yield Paragraph([Run(run.text, italic=True, mark=run.mark) for run in note])
    if row.is_changed or Change.RENUMBERED in row.changes:
        yield from _remark(row, authors)


def _remark(row: Row, authors: Mapping[str, str]) -> Iterator[Block]:
    who = authors.get(row.line.id, "") if row.is_changed else ""
    said = "; ".join(part for part in (place_sentence(row), who) if part)
    if said:
        yield Paragraph([Run(f"[{said}]", italic=True)])


def _summary(comparison: Comparison, authors: Mapping[str, str]) -> Table:
    return Table(
        head=[_("Vị trí trước"), _("Vị trí sau"), _("Thay đổi"), _("Ai sửa, lúc nào")],
        rows=[
            [
                _where(row.old),
                _where(row.new),
                "; ".join(_labels(row.changes)),
                authors.get(row.line.id, ""),
            ]
            for row in comparison.changed
        ],
        widths=(2, 2, 2, 3),
        caption=_("Tổng hợp thay đổi"),
    )


def _labels(changes: Iterable[Change]) -> list[str]:
    return [str(change.label) for change in changes if change is not Change.RENUMBERED]
