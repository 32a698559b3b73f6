"""The text of a draft as a Word file to be edited, each clause under a bookmark of its own."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.enums import Level as Rank
from congdoan.areas.agreements.models import Version
from congdoan.areas.agreements.rules.returning import CLAUSE_MARK, COPY_MARK
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.document import words_of
from congdoan.areas.agreements.selectors.text import ClauseLine
from congdoan.support.rendering.api import (
    Align,
    Block,
    Division,
    IssuingBody,
    Level,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    Run,
)

_PRINTED = {
    Rank.CHAPTER: Level.CHAPTER,
    Rank.ARTICLE: Level.ARTICLE,
    Rank.CLAUSE: Level.CLAUSE,
    Rank.POINT: Level.POINT,
}


def editing_paper(
    version: Version, lines: Sequence[ClauseLine], code: str, *, on: date
) -> OfficialDocument:
    """Return a version for Word: the words alone, for what is assigned is settled on the page."""
    words = words_of(version, parties_of(version.agreement), on=on)
    with override("vi"):
        return OfficialDocument(
            bodies=[IssuingBody(name=words.drafting.upper())],
            type_name=words.kind.upper(),
            subject=version.agreement.title,
            profile=ProfileCode.UNION,
            body=[
                Paragraph(
                    [
                        Run(
                            _(
                                "Bản để sửa trong Word hoặc LibreOffice. Sửa chữ ngay trong từng "
                                "đoạn, thêm đoạn mới có đánh số, hoặc xóa đoạn; lưu dạng .docx rồi "
                                "tải lên lại ở trang “Sửa bằng Word” của văn bản."
                            ),
                            italic=True,
                        )
                    ],
                    align=Align.LEFT,
                    indent=False,
                ),
                *_body(lines, code),
            ],
        )


def _body(lines: Sequence[ClauseLine], code: str) -> Iterator[Block]:
    for place, line in enumerate(lines):
        clause = line.item
        marks = [f"{CLAUSE_MARK}{clause.stable_id.hex}"]
        if place == 0:
            marks.append(f"{COPY_MARK}{code}")
        rank = Rank(clause.level)
        if rank in {Rank.CHAPTER, Rank.ARTICLE}:
            yield Division(_PRINTED[rank], line.label, clause.heading, marks)
            paragraphs = clause.text.splitlines()
        else:
            first, *paragraphs = clause.text.splitlines() or [""]
            yield Division(_PRINTED[rank], line.label, first, marks)
        for text in paragraphs:
            yield Paragraph(text)
