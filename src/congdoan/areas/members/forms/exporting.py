"""What a list is exported for, and with which columns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.members.forms.register import SHOWN, columns_offered
from congdoan.foundation.forms import Form, TextField


class ExportForm(Form):
    purpose = TextField(
        label=_("Xuất để làm gì"),
        min_length=3,
        max_length=200,
        help_text=_("Mục đích, các cột và số người được ghi vào nhật ký của đơn vị."),
    )
    kind = forms.ChoiceField(
        label=_("Loại tệp"),
        choices=[
            ("xlsx", _("Excel (XLSX)")),
            ("csv", _("CSV cho phần mềm khác")),
            ("pdf", _("Bản in (PDF, A4 ngang)")),
        ],
    )
    columns = forms.MultipleChoiceField(
        label=_("Các cột, ngoài họ tên"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = columns_offered()  # type: ignore[attr-defined]
        self.fields["columns"].initial = [code for code in SHOWN if code != "name"]
