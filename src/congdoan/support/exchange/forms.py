from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import (
    DateField,
    FilterForm,
    Form,
    LongTextField,
    TextField,
    UploadField,
)
from congdoan.support.exchange.enums import Plan, RowState, Severity


class UploadForm(Form):
    """A spreadsheet and the document its facts rest on."""

    file = UploadField(
        label=_("Bảng tính"), kinds=("xlsx", "xls", "ods", "csv"), may_be_locked=True
    )
    on = DateField(
        label=_("Ngày có hiệu lực"),
        help_text=_("Dùng khi dòng không ghi ngày, và cho các thay đổi của đơn vị đã có."),
    )
    decision_no = TextField(label=_("Số quyết định, văn bản"), max_length=60, required=False)
    decision_on = DateField(label=_("Ngày văn bản"), required=False)
    decided_by = TextField(label=_("Cơ quan ban hành"), max_length=200, required=False)

    look = forms.BooleanField(
        label=_("Xem lại các cột trước khi lập kế hoạch"),
        required=False,
        help_text=_("Trang các cột cũng tự mở khi có cột chưa rõ."),
    )

    def options(self) -> dict[str, Any]:
        """Return the choices as they are stored with the batch."""
        stored = [name for name in self.fields if name not in {"file", "look"}]
        values = {name: self.cleaned_data.get(name) for name in stored}
        return {
            name: value.isoformat() if isinstance(value, date) else value or ""
            for name, value in values.items()
        }


class UndoForm(Form):
    reason = LongTextField(label=_("Lý do hoàn tác"), max_length=500, rows=2)


class RowFilter(FilterForm):
    """Which rows of a plan are looked at."""

    show = forms.ChoiceField(
        label=_("Xem"),
        choices=[
            ("", _("Mọi dòng, dòng có vấn đề trước")),
            ("errors", _("Phải sửa")),
            ("asked", _("Chờ xác định")),
            ("warnings", _("Cảnh báo")),
            ("ready", _("Sẵn sàng")),
            ("skipped", _("Bỏ qua")),
            ("done", _("Đã nhập")),
        ],
    )

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        writes = rows.filter(plan__in=[Plan.CREATE, Plan.UPDATE])
        narrowed = {
            "errors": rows.filter(plan=Plan.ERROR),
            "asked": rows.filter(plan=Plan.ASK),
            "warnings": writes.filter(severity=Severity.WARNING),
            "ready": writes.filter(severity=Severity.READY),
            "skipped": rows.filter(plan=Plan.SKIP),
            "done": rows.filter(state=RowState.DONE),
        }
        return narrowed.get(values["show"] or "", rows)
