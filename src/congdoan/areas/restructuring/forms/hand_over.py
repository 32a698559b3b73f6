from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.restructuring.enums import HandOverStep, ItemKind, ReceiptKind
from congdoan.areas.restructuring.models.hand_over import STEP_FIELDS
from congdoan.areas.restructuring.services.hand_over import ItemData, Minutes, ReceiptData
from congdoan.foundation.forms import (
    AmountField,
    DateField,
    FilterForm,
    Form,
    LongTextField,
    TextField,
)
from congdoan.foundation.vietnamese import fold

_TO_REFUND = "REFUND"


def _money(**kwargs: Any) -> AmountField:
    return AmountField(max_digits=16, decimal_places=0, **kwargs)


class HandOverFilter(FilterForm):
    """Narrow the units of an event to what is missing."""

    q = TextField(label=_("Tên đơn vị"), max_length=100)
    thieu = forms.ChoiceField(
        label=_("Còn thiếu"),
        choices=[
            ("", _("Tất cả")),
            *HandOverStep.choices,
            (_TO_REFUND, _("Hoàn trả khoản thu")),
            ("ANY", _("bất kỳ bước nào")),
        ],
    )

    def apply(self, rows: Any, values: dict[str, Any]) -> Any:
        for word in fold(values["q"] or "").split():
            rows = rows.filter(folded__contains=word)
        missing = values["thieu"]
        if missing == _TO_REFUND:
            return rows.to_refund()
        if missing == "ANY":
            return rows.unfinished()
        return rows.missing(missing) if missing else rows


class MarkMany(Form):
    """One step, one day, many units."""

    step = forms.ChoiceField(label=_("Bước"), choices=HandOverStep.choices)
    day = DateField(label=_("Làm xong ngày"))
    spread = forms.ChoiceField(
        label=_("Cho"),
        choices=[
            ("chosen", _("các đơn vị đã đánh dấu trong bảng")),
            ("all", _("mọi đơn vị đang lọc")),
        ],
        widget=forms.RadioSelect,
        initial="chosen",
    )


class Steps(Form):
    """The days of all steps of one unit."""

    dues_stopped_on = DateField(label=_("Dừng thu đoàn phí, kinh phí ngày"), required=False)
    accounts_closed_on = DateField(label=_("Khóa sổ, quyết toán ngày"), required=False)
    handed_over_on = DateField(label=_("Bàn giao ngày"), required=False)
    archived_on = DateField(label=_("Đưa hồ sơ vào lưu trữ ngày"), required=False)
    archive_note = TextField(
        label=_("Nơi lưu trữ"), max_length=300, required=False, help_text=_("Kho, tủ, số hồ sơ.")
    )

    def __init__(self, *args: Any, steps: list[HandOverStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = steps
        for step, name in STEP_FIELDS.items():
            if step not in steps:
                del self.fields[name]
        if HandOverStep.ARCHIVE not in steps:
            del self.fields["archive_note"]

    @property
    def days(self) -> dict[str, Any]:
        return {str(step): self.cleaned_data[STEP_FIELDS[step]] for step in self.steps}


class WriteMinutes(Form):
    place = TextField(
        label=_("Địa điểm"),
        max_length=200,
        required=False,
        help_text=_("Ví dụ: Văn phòng Công đoàn phường Xuân Hương, Đà Lạt."),
    )
    givers = LongTextField(
        label=_("Người bên giao"),
        rows=3,
        max_length=2000,
        required=False,
        help_text=_("Mỗi người một dòng: họ tên, chức vụ; người đầu tiên ký biên bản."),
    )
    receivers = LongTextField(label=_("Người bên nhận"), rows=3, max_length=2000, required=False)
    remarks = LongTextField(label=_("Ý kiến, cam kết"), rows=3, max_length=4000, required=False)

    def as_data(self) -> Minutes:
        return Minutes(**self.cleaned_data)


class Item(Form):
    kind = forms.ChoiceField(label=_("Nhóm"), choices=ItemKind.choices)
    what = TextField(
        label=_("Nội dung"),
        max_length=200,
        help_text=_("Ví dụ: Số dư tài khoản, sổ quỹ năm 2024, con dấu tròn."),
    )
    quantity = TextField(label=_("Số lượng"), max_length=40, required=False)
    amount = _money(label=_("Số tiền (đồng)"), min_value=0, required=False)
    condition = TextField(label=_("Tình trạng"), max_length=200, required=False)

    def as_data(self) -> ItemData:
        return ItemData(**self.cleaned_data)


class Receipt(Form):
    kind = forms.ChoiceField(label=_("Khoản"), choices=ReceiptKind.choices)
    payer = TextField(label=_("Bên nộp"), max_length=200)
    received_on = DateField(label=_("Nhận ngày"))
    amount = _money(label=_("Số tiền (đồng)"), min_value=1)

    def as_data(self) -> ReceiptData:
        return ReceiptData(**self.cleaned_data)


class Refund(Form):
    day = DateField(label=_("Hoàn trả ngày"))
    note = TextField(label=_("Chứng từ hoàn trả"), max_length=200, required=False)
