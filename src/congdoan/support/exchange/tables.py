from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.keyset import Page
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge
from congdoan.support.exchange.enums import BatchState, Plan, RowState, Severity
from congdoan.support.exchange.forms import RowFilter
from congdoan.support.exchange.models import ImportBatch, ImportRow
from congdoan.support.exchange.rules.kinds import find_kind
from congdoan.support.exchange.selectors import problem_texts
from congdoan.support.exchange.selectors.rows import cells_of, may_change, who_may_be_meant

_TONES = {
    Plan.CREATE: "good",
    Plan.UPDATE: "info",
    Plan.SKIP: "neutral",
    Plan.ASK: "warn",
    Plan.ERROR: "bad",
}
_BATCH_TONES = {
    BatchState.MAPPING: "warn",
    BatchState.PLANNING: "info",
    BatchState.UNREADABLE: "bad",
    BatchState.PLANNED: "warn",
    BatchState.RUNNING: "info",
    BatchState.UNDOING: "info",
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
    """Return what is said about the row; where a cell is wrong, with the cell to write over."""
    kind = find_kind(row.batch.kind)
    if kind is None or not row.problems or not may_change(row):
        return _sentences(row)
    cells = [cell for cell in cells_of(row, kind) if cell.severity]
    if not cells:
        return _sentences(row)
    asked = [one for one in problem_texts(row.problems) if not any(one in c.notes for c in cells)]
    context = {
        "row": row,
        "cells": cells,
        "others": asked,
        "ask": row.plan == Plan.ASK,
        "meant": who_may_be_meant(row),
        "csrf_token": getattr(row, "csrf_token", ""),
    }
    return mark_safe(render_to_string("exchange/cells.html", context))  # noqa: S308 - a template


def _sentences(row: ImportRow) -> SafeString:
    sentences = problem_texts(row.problems)
    return format_html_join(" ", "<span>{}</span>", ((sentence,) for sentence in sentences))


def row_name(row: ImportRow) -> str:
    """Return what the row is about, by the columns its kind names rows by."""
    kind = find_kind(row.batch.kind)
    names = kind.named_by if kind else ()
    return " · ".join(str(row.parsed[name]) for name in names if row.parsed.get(name))


def row_address(row: ImportRow) -> str:
    return reverse("exchange:row", args=[row.batch_id, row.n])


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
        Column("n", _("Dòng"), kind="number", sort=("n",), link=row_address),
        Column("name", _("Nội dung"), value=row_name),
        Column("verdict", _("Sẽ làm"), value=verdict, sort=("queue", "n")),
        Column("problems", _("Ghi chú"), value=problems),
    )
    default_sort = "verdict"
    filter_form = RowFilter
    caption = _("Các dòng của tệp")
    empty = Empty(_("Không có dòng nào"))

    def __init__(self, rows: Any, request: HttpRequest) -> None:
        super().__init__(rows, request)
        self.token = get_token(request)

    @cached_property
    def page(self) -> Page:
        found = super().page
        for row in found.rows:
            row.csrf_token = self.token
        return found


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
