"""Spreadsheets we hand out: the template of a kind, the result of a batch."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from congdoan.foundation.refusal import Refusal
from congdoan.foundation.workbook import Book
from congdoan.support.exchange.enums import Plan, RowState
from congdoan.support.exchange.models import ImportBatch, ImportRow
from congdoan.support.exchange.rules.forms import form_mark
from congdoan.support.exchange.rules.kinds import Context, ImportKind, find_kind
from congdoan.support.exchange.rules.layout import place_of
from congdoan.support.exchange.rules.sealing import Sealer
from congdoan.support.exchange.selectors import problem_texts

_Offered = tuple[str, list[tuple[str, str]]]


class NoSuchForm(Refusal):
    """Loại dữ liệu này chưa có tệp điền sẵn; hãy dùng tệp mẫu."""


def template_sheet(kind: ImportKind, *, on: date) -> bytes:
    """Return the kind's template: headings with examples, what each column means, its values."""
    book = Book()
    heads = [(_(column.label), column.required) for column in kind.columns]
    sheet = book.sheet(_("Dữ liệu"), heads, [list(example) for example in kind.examples])
    # gettext("") is the catalogue's header: columns without help stay empty.
    rows = [
        [
            _(column.label),
            _("bắt buộc") if column.required else "",
            _(column.help) if column.help else "",
        ]
        for column in kind.columns
    ]
    titles = [(_("Cột"), False), (_("Bắt buộc"), False), (_("Cách ghi"), False)]
    book.sheet(_("Hướng dẫn"), titles, [*rows, *([one] for one in _advice())])
    if kind.choices:
        offered = kind.choices(on)
        _offer(book, sheet, kind, offered)
        lines = [[_(title), code, label] for title, values in offered for code, label in values]
        heads = [(_("Cột"), False), (_("Mã"), False), (_("Tên"), False)]
        book.sheet(_("Giá trị"), heads, lines)
    return book.content()


def _advice() -> list[str]:
    """Return how the sheet is filled in, below what each column means."""
    return [
        "",
        _("Mỗi dòng một bản ghi; xóa dòng ví dụ trước khi gửi. Ô để trống không xóa gì."),
        _("Thứ tự cột tùy ý, được thêm cột riêng; không đổi tên cột tô vàng (bắt buộc)."),
        _("Ngày ghi ngày/tháng/năm, ví dụ 31/12/1980; chỉ biết năm thì ghi năm."),
        _("Số căn cước, điện thoại, mã: định dạng ô là Văn bản để không mất số 0 đầu."),
        _("Dùng phông Unicode; tệp phông cũ (.VnTime, VNI) vẫn đọc được."),
        _("Trang “Giá trị” có các mã và tên được nhận ở cột chọn sẵn."),
    ]


def _offer(book: Book, sheet: Any, kind: ImportKind, offered: Sequence[_Offered]) -> None:
    """Put a drop-down into each column whose values are a list (by the column's label)."""
    places = {column.label: place for place, column in enumerate(kind.columns)}
    for title, values in offered:
        if title in places:
            labels = [label for _code, label in values]
            book.drop_down(sheet, places[title], _(title), labels)


def current_sheet(kind: ImportKind, context: Context) -> bytes:
    """
    Return what the register holds as a sheet to be changed offline and sent back.

    The headings are locked and the form's version stands on a sheet of its own, so that a sheet of
    another kind or an older form is recognised; what is left blank is never erased.
    """
    if kind.current is None:
        raise NoSuchForm
    book = Book()
    heads = [(_(column.label), column.required) for column in kind.columns]
    rows = kind.current(context)
    sheet = book.sheet(_("Dữ liệu"), heads, rows)
    free = book.book.add_format({"num_format": "@", "locked": False})
    sheet.set_column(0, len(heads) - 1, None, free)
    for line, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            sheet.write_string(line, place, text, free)
    sheet.protect("", {"format_columns": True, "insert_rows": True, "sort": True})
    notes = [
        [_("Sửa hay thêm dòng ở trang “Dữ liệu”, lưu lại rồi tải lên ở chỗ đã lấy tệp này.")],
        [_("Ô để trống không xóa gì; cột “Mã hồ sơ” giữ nguyên để hệ thống nhận ra người.")],
    ]
    book.sheet(_("Mẫu"), [(form_mark(kind), False)], notes)
    return book.content()


def result_sheet(batch: ImportBatch, *, parked: bool = False) -> bytes:
    """
    Return the file as it was sent, each row's outcome in the first column.

    ``parked`` keeps the rows that wait for somebody: to be corrected there and sent again. What
    was corrected on the review page stands corrected in the file.
    """
    kind = find_kind(batch.kind)
    sealer = Sealer(kind.columns if kind else (), batch.mapping)
    rows = batch.rows.order_by("n")
    if parked:
        rows = rows.filter(
            state__in=[RowState.WAITING, RowState.REFUSED], plan__in=[Plan.ERROR, Plan.ASK]
        )
    lines = [[_outcome(row), *_cells(row, batch, sealer)] for row in rows.iterator(2000)]
    heads = [(_("Kết quả"), False), *((str(head), False) for head in batch.headings)]
    book = Book()
    book.sheet(_("Kết quả"), heads, lines)
    return book.content()


def _cells(row: ImportRow, batch: ImportBatch, sealer: Sealer) -> list[str]:
    cells = sealer.opened(row.raw)
    for column, text in sealer.opened_edits(row.edits).items():
        _put(cells, text, place_of(batch.mapping, column, cells), batch.mapping, column)
    return cells


def _put(
    cells: list[str], text: str, place: int | None, mapping: Mapping[str, int], column: str
) -> None:
    """Write a corrected text where it stood; of a divided column the other parts are emptied."""
    if place is None:
        return
    cells.extend([""] * (place + 1 - len(cells)))
    for code, other in mapping.items():
        if code.startswith(f"{column}:") and other < len(cells):
            cells[other] = ""
    cells[place] = text


def _outcome(row: ImportRow) -> str:
    """Return "Đã nhập", "Bỏ qua: …" or "Phải sửa: …" for a row."""
    if row.state in (RowState.DONE, RowState.UNDONE):
        verdict = str(RowState(row.state).label)
    elif row.plan == Plan.ERROR:
        verdict = _("Phải sửa")
    elif row.plan == Plan.SKIP:
        verdict = str(Plan.SKIP.label)
    elif row.plan == Plan.ASK:
        verdict = str(Plan.ASK.label)
    else:
        verdict = _("Chưa nhập")
    return ": ".join(filter(None, [verdict, " ".join(problem_texts(row.problems))]))
