from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.gateway.enums import Way
from congdoan.areas.gateway.services.peers import PeerData
from congdoan.foundation.forms import Form, LongTextField, PickField, TextField, UploadField

Choices = list[tuple[str, str]]


class PeerForm(Form):
    code = TextField(
        label=_("Mã định danh"), max_length=60, help_text=_("Theo QCVN 102, ví dụ 000.00.01.H68.")
    )
    name = TextField(label=_("Tên cơ quan, đơn vị"), max_length=250)
    profile = forms.ChoiceField(label=_("Cách viết gói tin"))
    way = forms.ChoiceField(label=_("Đường đi"), choices=Way.choices)
    address = TextField(
        label=_("Địa chỉ HTTPS"),
        max_length=250,
        required=False,
        help_text=_("Chỉ khi nối thẳng: https://… của hệ thống bên kia."),
    )
    certificate = LongTextField(
        label=_("Chứng thư ký của nơi kia (PEM)"), rows=4, max_length=20_000, required=False
    )
    authority = LongTextField(
        label=_("Chứng thư HTTPS ghim (PEM)"),
        rows=4,
        max_length=20_000,
        required=False,
        help_text=_("Chỉ khi nối thẳng: chỉ tin máy chủ mang chứng thư này."),
    )
    must_sign = forms.BooleanField(label=_("Chỉ nhận gói có chữ ký số đúng"), required=False)

    def __init__(self, *args: Any, profiles: Choices, new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = profiles  # type: ignore[attr-defined]
        if not new:
            self.fields["code"].disabled = True

    @property
    def peer(self) -> PeerData:
        return PeerData(**self.cleaned_data)


class CodeForm(Form):
    organisation = PickField("organisations", label=_("Đơn vị"))
    code = TextField(
        label=_("Mã định danh"), max_length=60, help_text=_("Theo QCVN 102, ví dụ 000.00.01.H68.")
    )


class RecallForm(Form):
    reason = LongTextField(label=_("Lý do"), rows=3, max_length=500)


class TakeForm(Form):
    file = UploadField(
        label=_("Tệp gói tin (.edxml, .xml)"), kinds=("edxml", "xml"), judged_by_reader=True
    )
