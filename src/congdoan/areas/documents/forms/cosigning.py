from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import Form, PickField

Choices = list[tuple[str, str]]


class CoSignerForm(Form):
    """Who signs after those in the list: another office of the unit, or another body."""

    way = forms.ChoiceField(
        label=_("Người của đơn vị"),
        required=False,
        help_text=_("Người đang giữ chức vụ được ký; thể thức TM., KT., TL., TUQ. in theo đây."),
    )
    organisation = PickField(
        "organisations",
        label=_("Hoặc đơn vị khác (văn bản liên tịch)"),
        required=False,
        help_text=_("Gõ một phần tên hoặc mã; người đứng đầu đơn vị ấy được mời ký."),
    )

    def __init__(self, *args: Any, ways: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [("", _("Chưa chọn")), *ways]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(data.get("way")) == bool(data.get("organisation")):
            self.add_error("way", _("Hãy chọn một: người của đơn vị, hoặc một đơn vị khác."))
        return data
