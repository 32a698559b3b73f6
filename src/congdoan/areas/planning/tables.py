"""The units a task was handed down to, with what they answered and did."""

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congdoan.areas.planning.enums import Answer, TaskState
from congdoan.areas.planning.models import Given, Step
from congdoan.foundation.forms import FilterForm, TextField
from congdoan.foundation.keyset import Page
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge
from congdoan.kernel.organisations.api import superior_names
from congdoan.kernel.organisations.models import OrganisationProfile


class GivenFilter(FilterForm):
    q = TextField(label=_("Tìm đơn vị"), max_length=100)
    state = forms.ChoiceField(
        label=_("Tình hình"),
        choices=[
            ("", _("Tất cả")),
            ("WAITING", _("Chưa nhận")),
            ("DECLINED", _("Có ý kiến")),
            ("OPEN", _("Đang làm")),
            ("DONE", _("Đã xong")),
        ],
    )

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["q"]:
            rows = rows.filter(called__icontains=values["q"])
        state = values["state"]
        if state in {Answer.WAITING, Answer.DECLINED}:
            return rows.filter(answer=state)
        if state:
            return rows.filter(answer=Answer.ACCEPTED, task__state=state)
        return rows


def named(rows: QuerySet[Given], *, on: date) -> QuerySet[Given]:
    """Give each unit its name of a day, and the newest word and file it sent."""
    profiles = OrganisationProfile.objects.on(on).filter(organisation=OuterRef("organisation"))
    steps = Step.objects.filter(task=OuterRef("task")).order_by("-at", "-pk")
    return rows.annotate(
        called=Subquery(profiles.values("name")[:1]),
        order=Subquery(profiles.values("sort_key")[:1]),
        told=Subquery(steps.filter(percent__isnull=False).values("note")[:1]),
        proof=Subquery(steps.filter(file__isnull=False).values("file")[:1]),
    )


def _called(row: Any) -> SafeString:
    return format_html(
        '{} <span class="text-secondary">{}</span>', row.called or row.organisation_id, row.above
    )


def _state(row: Any) -> SafeString:
    if row.answer != Answer.ACCEPTED or row.task is None:
        tone = {Answer.DECLINED: "bad", Answer.WAITING: "warn"}.get(row.answer, "neutral")
        return badge(row.get_answer_display(), tone)
    if row.task.state == TaskState.DONE:
        return badge(_now("đã xong"), "good")
    if row.task.until and row.task.until < row.today:
        return badge(_now("quá hạn"), "bad", "clock")
    return badge(_now("đang làm"), "info")


def _told(row: Any) -> SafeString:
    words = format_html("{}", row.words if row.answer == Answer.DECLINED else row.told or "")
    if row.proof:
        url = reverse("files:download", args=[row.proof])
        words += format_html(' <a href="{}">{}</a>', url, _now("Minh chứng"))
    if row.may and row.task is not None:
        url = reverse("planning:given", args=[row.source_id, row.pk])
        words += format_html(' <a href="{}">{}</a>', url, _now("Xử lý"))
    return words


class GivenTable(Table):
    columns = [
        Column("called", _("Đơn vị"), _called, sort=("order",), room="wide"),
        Column("answer", _("Tình hình"), _state),
        Column("percent", _("Tiến độ (%)"), lambda row: row.task.percent if row.task else "—"),
        Column("told", _("Kết quả, ý kiến"), _told, room="some"),
    ]
    default_sort = "called"
    filter_form = GivenFilter
    caption = _("Đơn vị được giao")
    empty = Empty(_("Không có đơn vị nào như vậy"), icon="list-check")

    def __init__(
        self, rows: QuerySet[Given], request: HttpRequest, *, on: date, today: date, may: bool
    ) -> None:
        super().__init__(named(rows, on=on), request)
        self._on, self._today, self._may = on, today, may

    @cached_property
    def page(self) -> Page:
        found = super().page
        above = superior_names([row.organisation_id for row in found.rows], on=self._on)
        for row in found.rows:
            row.above = above.get(row.organisation_id, "")
            row.today, row.may = self._today, self._may
        return found
