from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form


class SpanForm(Form):
    """Of which days the figures are; in the address, so that a page can be passed on."""

    first = DateField(label=_("Văn bản đến từ ngày"))
    last = DateField(label=_("Đến ngày"))
    branch = forms.BooleanField(label=_("Gồm cả cấp dưới"), required=False)

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("last", _("Ngày cuối phải từ ngày đầu trở đi."))
        return data
