"""Every piece of the design system on one page, for developers (``CONGDOAN_DEBUG=1`` only)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.http import HttpResponse

from congdoan.foundation import forms
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.tables import Column, Table


class SampleForm(forms.Form):
    name = forms.TextField(label="Tên đơn vị", max_length=120, help_text="Như trong quyết định.")
    start = forms.DateField(label="Ngày có hiệu lực")
    amount = forms.AmountField(label="Kinh phí (triệu đồng)", required=False)
    parent = forms.PickField("organisations", label="Công đoàn cấp trên")
    kind = django_forms.ChoiceField(
        label="Loại hình", choices=[("", "— chọn —"), ("a", "Công lập"), ("b", "Tư thục")]
    )
    sides = django_forms.MultipleChoiceField(
        label="Các bên",
        choices=[("a", "Công đoàn"), ("b", "Phòng Giáo dục và Đào tạo")],
        widget=django_forms.CheckboxSelectMultiple,
    )
    content = forms.LongTextField(label="Nội dung", required=False)
    scan = forms.UploadField(label="Bản quét", required=False)
    agreed = django_forms.BooleanField(label="Tôi đã kiểm tra các nội dung trên")


class SampleFilter(forms.FilterForm):
    q = forms.TextField(label="Tên hoặc mã")
    day = forms.DateField(label="Hiệu lực từ ngày")

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        return rows


@dataclass(frozen=True)
class Sample:
    pk: int
    name: str
    level: str
    members: int
    valid: DateRange


class SampleTable(Table):
    caption = "Bảng mẫu"
    filter_form = SampleFilter
    columns = (
        Column("name", "Tên đơn vị", link=lambda row: f"#{row.pk}"),
        Column("level", "Cấp"),
        Column("members", "Đoàn viên", kind="number"),
        Column("valid", "Hiệu lực", kind="span", minor=True),
    )


SAMPLES = [
    Sample(1, "Công đoàn Giáo dục tỉnh Lâm Đồng", "Cấp tỉnh", 21480, DateRange(date(2013, 1, 1))),
    Sample(
        2,
        "Công đoàn cơ sở Trường Trung học phổ thông Chuyên Thăng Long – Đà Lạt",
        "Cơ sở",
        112,
        DateRange(date(2018, 9, 1), date(2023, 9, 1)),
    ),
]


CONFIRMATION = {
    "title": "Kết thúc hoạt động của đơn vị",
    "question": "Kết thúc hoạt động của Công đoàn Trường Tiểu học Hoa Sen từ 01/07/2026?",
    "consequences": ["12 chức vụ kết thúc cùng ngày.", "3 quy chế cần chọn đơn vị kế thừa."],
    "action": "Kết thúc hoạt động",
    "tone": "danger",
    "back": "/",
    "form": None,
}
OTHER_PAGES = {"confirm": "ui/confirm.html", "print": "desk/style_guide_print.html"}


@signed_in
def style_guide(request: ActorRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise NotFound
    other = OTHER_PAGES.get(request.GET.get("trang", ""))
    if other:
        return render_page(request, other, CONFIRMATION)
    form = SampleForm(request.POST or None, request.FILES or None, actor=request.actor)
    empty_table = SampleTable([], request, element_id="empty-table")
    empty_table.caption = "Bảng trống"
    valid = request.method == "POST" and form.is_valid()
    context = {
        "form": form,
        "table": SampleTable(SAMPLES, request),
        "empty_table": empty_table,
        "tabs": [
            {"label": "Tổng quan", "url": "#", "current": True, "count": None},
            {"label": "Góp ý", "url": "#", "current": False, "count": 12},
        ],
        "entries": [
            {
                "title": "Trần Thị Lan đã ký",
                "moment": datetime(2023, 11, 9, 9, 30),  # noqa: DTZ001 - a sample
                "who": "Công đoàn phường Đông",
                "icon": "pen",
                "tone": "good",
            },
            {"title": "Lấy ý kiến", "day": date(2023, 10, 1), "icon": "chat-left-text"},
        ],
    }
    status = 422 if request.method == "POST" and not valid else 200
    return render_page(request, "desk/style_guide.html", context, status=status)
