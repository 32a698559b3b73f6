from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents.enums import Channel, RoutingKind, Secrecy, Urgency
from congdoan.areas.documents.selectors.documents import ARRIVED
from congdoan.areas.documents.services.registering import Arrival
from congdoan.foundation.forms import DateField, Form, LongTextField, TextField
from congdoan.support.files.api import PartsField
from congdoan.support.numbering.api import MOST_RESERVED, Register

Choices = list[tuple[str, str]]


class ArrivalForm(Form):
    """A line of the incoming register, in the order the clerk reads it off the paper."""

    sender_name = TextField(
        label=_("Nơi gửi"), max_length=250, widget=forms.TextInput(attrs={"autofocus": True})
    )
    symbol = TextField(label=_("Số, ký hiệu"), max_length=80, required=False)
    dated_on = DateField(label=_("Ngày văn bản"), required=False)
    type = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    subject = TextField(label=_("Trích yếu"), max_length=500, required=False)
    arrived_on = DateField(label=_("Ngày đến"))
    due = DateField(label=_("Hạn xử lý"), required=False)
    urgency = forms.ChoiceField(label=_("Độ khẩn"), choices=Urgency.choices)
    channel = forms.ChoiceField(
        label=_("Đến bằng"),
        choices=[
            (Channel.PAPER.value, _("Bản giấy")),
            (Channel.EMAIL.value, _("Thư điện tử")),
        ],
    )
    secrecy = forms.ChoiceField(
        label=_("Độ mật"),
        required=False,
        choices=[("", _("Không mật")), *Secrecy.choices],
        help_text=_("Văn bản mật chỉ ghi nơi gửi, số, ngày; không ghi trích yếu, không tải tệp."),
    )
    file = PartsField(
        purpose=ARRIVED,
        kinds=("pdf", "docx", "jpg", "jpeg", "png"),
        label=_("Bản quét, tệp gốc"),
        required=False,
    )
    note = TextField(label=_("Ghi chú"), max_length=500, required=False)
    late_reason = TextField(
        label=_("Lý do vào sổ muộn"),
        max_length=300,
        required=False,
        help_text=_("Chỉ khi ngày đến sớm hơn số cuối của sổ; văn bản mang số có chữ, ví dụ 05a."),
    )

    def __init__(self, *args: Any, types: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [("", "—"), *types]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if not data.get("subject") and not data.get("secrecy") and "subject" not in self.errors:
            self.add_error("subject", _("Hãy ghi trích yếu của văn bản."))
        return data

    @property
    def line(self) -> Arrival:
        data = self.cleaned_data
        return Arrival(
            sender_name=data["sender_name"],
            subject=data["subject"],
            symbol=data["symbol"],
            dated_on=data["dated_on"],
            type=data["type"],
            urgency=data["urgency"],
            channel=data["channel"],
            secrecy=data["secrecy"],
            due=data["due"],
            note=data["note"],
        )


class ScanForm(Form):
    """The scan first: the machine reads what the clerk would type."""

    file = PartsField(
        purpose=ARRIVED,
        kinds=("pdf", "docx", "jpg", "jpeg", "png"),
        label=_("Bản quét, tệp gốc"),
    )


class RouteForm(Form):
    """Bút phê."""

    person = forms.ChoiceField(label=_("Giao cho"))
    kind = forms.ChoiceField(label=_("Vai trò"), choices=RoutingKind.choices)
    days = forms.IntegerField(
        label=_("Trong mấy ngày làm việc"),
        min_value=1,
        max_value=250,
        required=False,
        help_text=_("Để trống nếu không đặt hạn."),
    )
    opinion = LongTextField(label=_("Ý kiến chỉ đạo"), rows=3, max_length=500, required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class ConsentForm(Form):
    agree = forms.ChoiceField(
        label=_("Trả lời nơi gửi"),
        choices=[("1", _("Đồng ý trả lại")), ("0", _("Không đồng ý"))],
        widget=forms.RadioSelect,
    )
    reason = LongTextField(
        label=_("Lý do"),
        rows=3,
        max_length=500,
        required=False,
        help_text=_("Bắt buộc khi không đồng ý."),
    )


class ReserveForm(Form):
    register = forms.ChoiceField(label=_("Sổ"), choices=Register.choices)
    type = forms.ChoiceField(
        label=_("Loại văn bản"),
        required=False,
        help_text=_("Chỉ cần chọn khi sổ đánh số riêng từng loại."),
    )
    count = forms.IntegerField(label=_("Mấy số"), min_value=1, max_value=MOST_RESERVED, initial=1)
    reason = TextField(label=_("Giữ để làm gì"), max_length=300)

    def __init__(self, *args: Any, types: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [("", "—"), *types]  # type: ignore[attr-defined]


class SeriesForm(Form):
    register = forms.ChoiceField(
        label=_("Sổ"),
        choices=[one for one in Register.choices if one[0] != Register.INCOMING],
    )
    from_year = forms.IntegerField(label=_("Từ năm"), min_value=2000, max_value=2200)
    by_type = forms.ChoiceField(
        label=_("Cách đánh số"),
        choices=[("0", _("Một dãy số chung")), ("1", _("Mỗi loại văn bản một dãy số"))],
    )


class CloseForm(Form):
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2200)
