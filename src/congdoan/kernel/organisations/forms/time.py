"""What to look at through time: a branch and days. Asked by address, so that it can be sent on."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form, PickField
from congdoan.kernel.organisations.enums import Difference
from congdoan.kernel.organisations.selectors.labels import level_choices

#: A chart of more years cannot be read.
MOST_YEARS = 30


class CompareForm(Form):
    """A branch, two days, and which changes to list."""

    don_vi = PickField("organisations", label=_("Đơn vị và cấp dưới"), required=False, help_text="")
    tu = DateField(label=_("Ngày trước"))
    den = DateField(label=_("Ngày sau"))
    loai = forms.ChoiceField(
        label=_("Thay đổi"),
        required=False,
        choices=[("", _("Tất cả thay đổi")), *Difference.choices],
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        before, after = typed.get("tu"), typed.get("den")
        if before and after and before >= after:
            self.add_error("den", gettext("Ngày sau phải muộn hơn ngày trước; hãy chọn lại."))
        return typed


class SeriesForm(Form):
    """A branch, years, and which level to count."""

    don_vi = PickField("organisations", label=_("Đơn vị và cấp dưới"), required=False, help_text="")
    tu_nam = forms.IntegerField(label=_("Từ năm"), min_value=1930, max_value=2200)
    den_nam = forms.IntegerField(label=_("Đến năm"), min_value=1930, max_value=2200)
    cap = forms.ChoiceField(label=_("Cấp"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = level_choices(self.actor.as_of) if self.actor else []
        self.fields["cap"].choices = [("", _("Tất cả các cấp")), *found]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        first, last = typed.get("tu_nam"), typed.get("den_nam")
        if first and last and first > last:
            self.add_error("den_nam", gettext("Năm cuối phải từ năm đầu trở đi; hãy chọn lại."))
        elif first and last and last - first >= MOST_YEARS:
            told = gettext("Nhiều nhất {n} năm trong một biểu đồ; hãy chọn khoảng ngắn hơn.")
            self.add_error("den_nam", told.format(n=MOST_YEARS))
        return typed
