"""Forms of numbers of employees, and of the list of units."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.workforce.enums import Show
from congdoan.areas.workforce.services.stating import CountData
from congdoan.foundation.forms import DateField, Form, LongTextField, PickField, TextField

#: The largest number a unit can have.
MOST = 200_000


class UnitsFilter(Form):
    """Which units of which branch; asked by address."""

    don_vi = PickField("unions", label=_("Đơn vị, nhánh"), required=False, help_text="")
    loc = forms.ChoiceField(
        label=_("Xem"), required=False, choices=[("", _("Tất cả")), *Show.choices]
    )
    q = TextField(label=_("Tên, mã"), required=False, max_length=100)


class CountForm(Form):
    """How many employees there were on a day."""

    counted_on = DateField(label=_("Số của ngày"))
    total = forms.IntegerField(
        label=_("Tổng số lao động"),
        min_value=1,
        max_value=MOST,
        localize=False,
        help_text=_("Mọi người làm việc ở đơn vị, kể cả chưa là đoàn viên."),
    )
    women = forms.IntegerField(
        label=_("Trong đó nữ"), min_value=0, max_value=MOST, localize=False, required=False
    )
    said_by = TextField(
        label=_("Theo ai, theo văn bản nào"),
        required=False,
        max_length=200,
        help_text=_("Ví dụ: phòng tổ chức của trường, báo cáo số 12/BC."),
    )

    def __init__(self, *args: Any, day: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if day is not None:
            self.fields["counted_on"].initial = day

    @property
    def as_data(self) -> CountData:
        given = self.cleaned_data
        return CountData(given["counted_on"], given["total"], given["women"], given["said_by"])


class CorrectForm(CountForm):
    reason = LongTextField(label=_("Vì sao sửa"), rows=2, max_length=300)


class WithdrawForm(Form):
    reason = LongTextField(label=_("Vì sao bỏ"), rows=2, max_length=300)
