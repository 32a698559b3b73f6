"""What happened, unit by unit, printable as an annex of the decision; also as a workbook."""

from collections.abc import Iterator

from congdoan.areas.restructuring.letters.annex import by_act, said_decision
from congdoan.areas.restructuring.letters.decisions import issuing_body
from congdoan.areas.restructuring.letters.naming import number
from congdoan.areas.restructuring.rules.acts import Act
from congdoan.areas.restructuring.selectors.facts import Dossier, Unit
from congdoan.areas.restructuring.selectors.matters import summed
from congdoan.foundation.workbook import Book
from congdoan.support.rendering.api import (
    Align,
    Block,
    IssuingBody,
    Letter,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    Run,
    Table,
)

_HEAD = (
    "TT",
    "Mã",
    "Đơn vị",
    "Việc",
    "Cấp trên cũ",
    "Cấp trên mới, đơn vị kế tục",
    "Đoàn viên",
    "Chức vụ thôi",
    "Chức vụ tiếp tục",
    "Việc phối hợp",
)
_POSTS_HEAD = ("TT", "Họ và tên", "Chức vụ", "Trước đó tại", "Nay tại")


def report(dossier: Dossier) -> OfficialDocument:
    """Return the report as an annex in the official layout."""
    body = issuing_body(dossier)
    return OfficialDocument(
        bodies=[IssuingBody(body.name, body.superior)],
        type_name="PHỤ LỤC",
        subject=f"{_title(dossier)}\n(Kèm theo {said_decision(dossier)})",
        profile=ProfileCode.UNION,
        place=dossier.issuer.place,
        body=list(_body(dossier)),
        landscape=True,
    )


REPORT: Letter[Dossier] = Letter("restructuring.report", "Kết quả sắp xếp tổ chức", report)


def report_book(dossier: Dossier) -> bytes:
    """Return the same as a workbook: units, officers, totals."""
    book = Book()
    book.sheet("Đơn vị", [(head, False) for head in _HEAD], _texts(dossier))
    if dossier.posts:
        book.sheet("Cán bộ", [(head, False) for head in _POSTS_HEAD], _posts(dossier))
    totals = [list(pair) for pair in totals_of(dossier)]
    book.sheet("Tổng hợp", [("Nội dung", False), ("Số lượng", False)], totals)
    book.sheet("Ghi chú", [(_title(dossier), False)], [[said_decision(dossier)], [_source()]])
    return book.content()


def totals_of(dossier: Dossier) -> list[tuple[str, str]]:
    """Return the totals: units by act, members, offices, what is asked about."""
    units = list(dossier.units)
    groups = by_act(dossier)
    eve = sum(unit.members for unit in units if unit.act is not Act.FOUNDED)
    rows = [(str(act), f"{number(len(found))} đơn vị") for act, found in groups.items()]
    rows.append(("Đoàn viên của các đơn vị trên, ngày hôm trước", number(eve)))
    if dossier.tally.ended or dossier.tally.went_on:
        left = dossier.tally.ended - dossier.tally.went_on
        rows.append(("Đoàn viên sinh hoạt tiếp ở đơn vị khác", number(dossier.tally.went_on)))
        rows.append(("Đoàn viên thôi cùng đơn vị", number(max(0, left))))
    rows.append(("Chức vụ thôi", number(sum(unit.offices_ended for unit in units))))
    rows.append(("Chức vụ tiếp tục hoặc bắt đầu", number(len(dossier.posts))))
    rows += [
        (f"{label} ({outcome})", number(count)) for label, outcome, count in summed(dossier.matters)
    ]
    return rows


def _title(dossier: Dossier) -> str:
    return f"Kết quả sắp xếp tổ chức từ ngày {dossier.on:%d/%m/%Y}"


def _source() -> str:
    return "Số liệu lấy từ những gì đã ghi theo sự kiện; đoàn viên là của riêng đơn vị."


def _body(dossier: Dossier) -> Iterator[Block]:
    aligns = (
        Align.CENTRE,
        *[Align.LEFT] * 5,
        *[Align.RIGHT] * 4,
    )
    widths = (0.8, 1.7, 3.4, 1.9, 2.8, 2.8, 1.1, 1.1, 1.1, 1.2)
    yield Table(_HEAD, _texts(dossier), widths, aligns, "I. Các đơn vị")
    if dossier.posts:
        yield Table(
            _POSTS_HEAD,
            _posts(dossier),
            (0.7, 2.4, 2, 4, 4),
            (Align.CENTRE,),
            "II. Cán bộ tiếp tục hoặc bắt đầu giữ chức vụ",
        )
    head = "III. Tổng hợp" if dossier.posts else "II. Tổng hợp"
    rows = [list(pair) for pair in totals_of(dossier)]
    yield Table(["Nội dung", "Số lượng"], rows, (6, 2), (Align.LEFT, Align.RIGHT), head)
    yield Paragraph(Run(_source(), italic=True))


def _texts(dossier: Dossier) -> list[list[str]]:
    names = {
        change.originals[0].pk: change.new_name
        for change in dossier.changes
        if len(change.originals) == 1
    }
    units = [unit for found in by_act(dossier).values() for unit in found]
    return [_row(place, unit, names) for place, unit in enumerate(units, start=1)]


def _row(place: int, unit: Unit, names: dict[int | None, str]) -> list[str]:
    goes_to = unit.goes_to
    if unit.act in (Act.RENAMED, Act.LEVELLED) and names.get(unit.pk) not in (None, "", unit.name):
        goes_to = f"Tên mới: {names[unit.pk]}"
    return [
        str(place),
        unit.code,
        unit.name,
        str(unit.act),
        unit.old_above or "—",
        goes_to or "—",
        number(unit.members),
        number(unit.offices_ended),
        number(unit.offices_passed),
        number(unit.asked),
    ]


def _posts(dossier: Dossier) -> list[list[str]]:
    return [
        [str(place), post.person, post.title, post.at or "—", post.to]
        for place, post in enumerate(dossier.posts, start=1)
    ]
