from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import Exchanged
from congdoan.foundation.forms import (
    DateField,
    FilterForm,
    Form,
    LongTextField,
    TextField,
    UploadField,
)


class SendDispatch(Form):
    kind = forms.ChoiceField(label=_("Loại"), choices=Exchanged.choices)
    title = TextField(label=_("Tên văn bản, thông tin"), max_length=300)
    number = TextField(label=_("Số, ký hiệu"), required=False, max_length=60)
    content_code = forms.ChoiceField(label=_("Về nội dung phối hợp"), required=False)
    receivers = forms.MultipleChoiceField(label=_("Gửi đến"), widget=forms.CheckboxSelectMultiple)
    sent_on = DateField(label=_("Gửi ngày"))
    text = LongTextField(label=_("Nội dung"), required=False, max_length=10000)
    upload = UploadField(label=_("Tệp"), required=False)
    link = forms.CharField(label=_("Liên kết"), required=False, max_length=500)

    def __init__(
        self,
        *args: Any,
        parties: Sequence[tuple[str, str]],
        contents: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "receivers": list(parties),
            "content_code": [("", _("Không riêng nội dung nào")), *contents],
        }
        for name, values in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = values


class ConfirmReading(Form):
    read_on = DateField(label=_("Đã đọc ngày"))


class DispatchFilter(FilterForm):
    """Above the exchange of one agreement."""

    q = TextField(label=_("Tên, số"), max_length=100)
    kind = forms.ChoiceField(label=_("Loại"), choices=[("", _("Tất cả")), *Exchanged.choices])
    sender = forms.ChoiceField(label=_("Bên gửi"))

    def __init__(self, *args: Any, senders: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sender"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Tất cả")), *senders]

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["q"]:
            named = rows.filter(title__icontains=values["q"])
            rows = named | rows.filter(number__icontains=values["q"])
        if values["kind"]:
            rows = rows.filter(kind=values["kind"])
        if values["sender"]:
            rows = rows.filter(sender=values["sender"])
        return rows
