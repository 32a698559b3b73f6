from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import FilterForm, TextField
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.models import OrganisationProfile
from congdoan.kernel.periods.enums import PeriodKind
from congdoan.kernel.periods.models import Period

#: School years first: what a page without a choice shows.
COUNTED = sorted(
    (choice for choice in PeriodKind.choices if choice[0] != PeriodKind.TERM),
    key=lambda choice: choice[0] != PeriodKind.SCHOOL_YEAR,
)


class CountedFilter(FilterForm):
    """Which of the periods that are the same for everybody."""

    kind = forms.ChoiceField(label=_("Loại kỳ"), choices=COUNTED)
    year = forms.IntegerField(label=_("Năm"), min_value=1900, max_value=2200, localize=False)


class TermFilter(FilterForm):
    """Which terms: by default those that run on the day looked at."""

    q = TextField(label=_("Tên tổ chức"), max_length=100)
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        choices=[
            ("", _("Đang diễn ra")),
            ("overdue", _("Quá ngày dự kiến mà chưa kết thúc")),
            ("all", _("Tất cả, cả đã kết thúc")),
        ],
    )

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        day = self.actor.as_of if self.actor else None
        if values["q"] and day:
            named = OrganisationProfile.objects.on(day).named_like(values["q"])
            rows = rows.filter(organisation__in=named.values("organisation"))
        if values["state"] == "all" or day is None:
            return rows
        rows = rows.filter(valid__contains=day)
        if values["state"] == "overdue":
            rows = rows.filter(planned_end__lt=day)
        return rows


def state_of(term: Period, day: date) -> SafeString:
    """Draw how a term stands on a day."""
    if term.last_day is not None and term.last_day < day:
        return badge(gettext("Đã kết thúc"), "neutral")
    if day < term.first_day:
        return badge(gettext("Chưa bắt đầu"), "info")
    if term.planned_end is not None and term.planned_end < day:
        return badge(gettext("Quá ngày dự kiến"), "warn")
    return badge(gettext("Đang diễn ra"), "good")


def _of_organisation(term: Any) -> str:
    return reverse("periods:of_organisation", args=[term.organisation_id])


class CountedPeriods(Table):
    """Years, school years and their parts; a short sequence, shown whole."""

    caption = _("Kỳ công tác chung")
    filter_form = CountedFilter
    empty = Empty(
        _("Chưa có kỳ nào"),
        _("Người quản trị chạy lệnh load_periods để nạp các kỳ, hoặc hãy chọn năm khác."),
        "calendar3",
    )
    columns: ClassVar[Sequence[Column]] = [
        Column("title", _("Kỳ")),
        Column("code", _("Mã"), minor=True),
        Column("first_day", _("Ngày đầu"), kind="day"),
        Column("last_day", _("Ngày cuối"), kind="day"),
    ]


class Terms(Table):
    """Terms of the organisations the reader may see."""

    caption = _("Nhiệm kỳ")
    filter_form = TermFilter
    default_sort = "organisation"
    empty = Empty(
        _("Chưa ghi nhiệm kỳ nào"),
        _("Sau đại hội, hãy ghi nhiệm kỳ mới để văn bản và nhắc việc lấy đúng thời hạn."),
        "calendar-event",
    )
    columns: ClassVar[Sequence[Column]] = [
        Column(
            "organisation",
            _("Tổ chức"),
            value="organisation_name",
            sort=("code",),
            link=_of_organisation,
        ),
        Column("label", _("Nhiệm kỳ")),
        Column("first_day", _("Bắt đầu"), kind="day"),
        Column("planned_end", _("Dự kiến kết thúc"), kind="day"),
        Column("last_day", _("Kết thúc"), kind="day", minor=True),
        Column("state", _("Tình trạng")),
    ]

    def describe(self, day: date) -> None:
        """Give the rows of the page their names and state; one query however many rows."""
        rows: list[Any] = list(self.page.rows)
        names = organisations.names({row.organisation_id for row in rows}, on=day)
        for row in rows:
            row.organisation_name = names.get(row.organisation_id, "")
            row.state = state_of(row, day)
