"""Spreadsheets we hand out: the template of a kind, the result of a batch."""

from datetime import date

from django.utils.translation import gettext as _

from congdoan.foundation.workbook import Book
from congdoan.support.exchange.enums import Plan, RowState
from congdoan.support.exchange.models import ImportBatch, ImportRow
from congdoan.support.exchange.rules.kinds import ImportKind
from congdoan.support.exchange.selectors import problem_texts


def template_sheet(kind: ImportKind, *, on: date) -> bytes:
    """Return the kind's template: headings with examples, what each column means, its values."""
    book = Book()
    heads = [(_(column.label), column.required) for column in kind.columns]
    book.sheet(_("Dữ liệu"), heads, [list(example) for example in kind.examples])
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
    book.sheet(_("Hướng dẫn"), titles, rows)
    if kind.choices:
        lines = [
            [_(title), code, label] for title, values in kind.choices(on) for code, label in values
        ]
        heads = [(_("Cột"), False), (_("Mã"), False), (_("Tên"), False)]
        book.sheet(_("Giá trị"), heads, lines)
    return book.content()


def result_sheet(batch: ImportBatch) -> bytes:
    """Return the file as it was sent, each row's outcome in the first column."""
    book = Book()
    rows = [[_outcome(row), *row.raw] for row in batch.rows.order_by("n").iterator(2000)]
    heads = [(_("Kết quả"), False), *((str(head), False) for head in batch.headings)]
    book.sheet(_("Kết quả"), heads, rows)
    return book.content()


def _outcome(row: ImportRow) -> str:
    """Return "Đã nhập", "Bỏ qua: …" or "Phải sửa: …" for a row."""
    if row.state in (RowState.DONE, RowState.UNDONE):
        verdict = str(RowState(row.state).label)
    elif row.plan == Plan.ERROR:
        verdict = _("Phải sửa")
    elif row.plan == Plan.SKIP:
        verdict = str(Plan.SKIP.label)
    else:
        verdict = _("Chưa nhập")
    return ": ".join(filter(None, [verdict, " ".join(problem_texts(row.problems))]))
