from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge
from congdoan.support.exchange.enums import BatchState, Plan, RowState, Severity
from congdoan.support.exchange.forms import RowFilter
from congdoan.support.exchange.models import ImportBatch, ImportRow
from congdoan.support.exchange.rules.kinds import find_kind
from congdoan.support.exchange.selectors import problem_texts

_TONES = {Plan.CREATE: "good", Plan.UPDATE: "info", Plan.SKIP: "neutral", Plan.ERROR: "bad"}
_BATCH_TONES = {
    BatchState.PLANNED: "warn",
    BatchState.RUNNING: "info",
    BatchState.DONE: "good",
    BatchState.UNDONE: "neutral",
    BatchState.DISCARDED: "neutral",
}


def verdict(row: ImportRow) -> SafeString:
    if row.state != RowState.WAITING:
        state = RowState(row.state)
        return badge(str(state.label), "good" if state == RowState.DONE else "neutral")
    plan = Plan(row.plan)
    warned = row.severity == Severity.WARNING and plan in (Plan.CREATE, Plan.UPDATE)
    return badge(str(plan.label), "warn" if warned else _TONES[plan])


def problems(row: ImportRow) -> SafeString:
    sentences = problem_texts(row.problems)
    return format_html_join(" ", "<span>{}</span>", ((sentence,) for sentence in sentences))


def row_name(row: ImportRow) -> str:
    """Return what the row is about, by the columns its kind names rows by."""
    kind = find_kind(row.batch.kind)
    names = kind.named_by if kind else ()
    return " · ".join(str(row.parsed[name]) for name in names if row.parsed.get(name))


def batch_kind(batch: ImportBatch) -> str:
    kind = find_kind(batch.kind)
    return gettext(kind.label) if kind else batch.kind


def batch_state(batch: ImportBatch) -> SafeString:
    state = BatchState(batch.state)
    return badge(str(state.label), _BATCH_TONES[state])


def batch_address(batch: ImportBatch) -> str:
    return reverse("exchange:batch", args=[batch.pk])


class RowTable(Table):
    """The work queue of a batch: rows with problems first, then as in the file."""

    columns = (
        Column("n", _("Dòng"), kind="number", sort=("n",)),
        Column("name", _("Nội dung"), value=row_name),
        Column("verdict", _("Sẽ làm"), value=verdict, sort=("queue", "n")),
        Column("problems", _("Ghi chú"), value=problems),
    )
    default_sort = "verdict"
    filter_form = RowFilter
    caption = _("Các dòng của tệp")
    empty = Empty(_("Không có dòng nào"))


class BatchTable(Table):
    columns = (
        Column("file_name", _("Tệp"), link=batch_address),
        Column("kind", _("Loại dữ liệu"), value=batch_kind),
        Column("state", _("Trạng thái"), value=batch_state),
        Column("creator_name", _("Người tải lên"), minor=True),
        Column("created_at", _("Tải lên lúc"), kind="moment", sort=("created_at",)),
    )
    default_sort = "-created_at"
    page_size = 20
    caption = _("Các lần nhập")
    empty = Empty(
        _("Chưa có lần nhập nào"),
        _("Tải tệp mẫu, điền danh sách, rồi tải lên; bạn xem trước mọi dòng trước khi nhập."),
        icon="file-earmark-spreadsheet",
    )
