from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import Form, LongTextField, TextField


class Publish(Form):
    hidden = forms.MultipleChoiceField(
        label=_("Che cả đoạn"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = LongTextField(
        label=_("Che chữ"),
        required=False,
        max_length=4000,
        help_text=_("Mỗi dòng một cụm: tên người, số điện thoại, số định danh, địa chỉ riêng."),
    )
    note = TextField(label=_("Ghi chú cho người đọc"), required=False, max_length=300)

    def __init__(self, *args: Any, lines: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["hidden"]
        if isinstance(field, forms.ChoiceField):
            field.choices = lines

    @property
    def blanks(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]

    @property
    def places(self) -> set[UUID]:
        return {UUID(one) for one in self.cleaned_data["hidden"]}
