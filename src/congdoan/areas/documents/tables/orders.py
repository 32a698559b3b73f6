"""The units a task is for, with what they reported."""

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents.models import Receiver, Task
from congdoan.areas.documents.tables import called_with_superior
from congdoan.foundation.forms import FilterForm, TextField
from congdoan.foundation.keyset import Page
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge
from congdoan.kernel.organisations.api import superior_names


class TaskFilter(FilterForm):
    q = TextField(label=_("Tìm đơn vị"), max_length=100)
    state = forms.ChoiceField(
        label=_("Tình hình"),
        choices=[("", _("Tất cả")), ("OPEN", _("Chưa báo")), ("DONE", _("Đã báo xong"))],
    )

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["q"]:
            rows = rows.filter(called__icontains=values["q"])
        if values["state"]:
            rows = rows.filter(report__isnull=values["state"] == "OPEN")
        return rows


def _state(row: Any) -> SafeString:
    if row.report is None:
        return badge(_now("chưa báo"), "warn")
    if row.report_at.date() > row.asked.due:
        return badge(_now("xong, muộn"), "info")
    return badge(_now("đã xong"), "good")


def _told(row: Any) -> SafeString:
    words = format_html("{}", row.report_note or "")
    if row.report_file:
        url = reverse("files:download", args=[row.report_file])
        words += format_html(' <a href="{}">{}</a>', url, _now("Minh chứng"))
    if row.report and row.may:
        url = reverse(
            "documents:task_return", args=[row.asked.document_id, row.asked.pk, row.report]
        )
        words += format_html(' <a href="{}">{}</a>', url, _now("Trả lại"))
    return words


class TaskTable(Table):
    columns = [
        Column("called", _("Đơn vị"), called_with_superior, sort=("order",), room="wide"),
        Column("state", _("Tình hình"), _state),
        Column("report_at", _("Báo lúc"), kind="moment"),
        Column("report_note", _("Kết quả"), _told, room="some"),
    ]
    default_sort = "called"
    filter_form = TaskFilter
    caption = _("Đơn vị phải làm")
    empty = Empty(_("Không có đơn vị nào phải làm việc này"), icon="list-check")

    def __init__(
        self, rows: QuerySet[Receiver], request: HttpRequest, *, task: Task, on: date, may: bool
    ) -> None:
        super().__init__(rows, request)
        self._task, self._on, self._may = task, on, may

    @cached_property
    def page(self) -> Page:
        found = super().page
        above = superior_names([row.organisation_id for row in found.rows], on=self._on)
        for row in found.rows:
            row.superior = above.get(row.organisation_id, "")
            row.asked, row.may = self._task, self._may
        return found
