"""Forms of the pages about employers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.restructuring.rules.employers import Filter, Verdict
from congdoan.areas.restructuring.selectors.verdicts import LABELS
from congdoan.foundation.forms import Form, LongTextField, PickField, TextField
from congdoan.foundation.vietnamese import fold
from congdoan.kernel.organisations.api import funding_choices


class EmployerFilter(Form):
    """Which employers of which branch; asked by address."""

    don_vi = PickField("unions", label=_("Công đoàn cấp trên"), required=False, help_text="")
    loc = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[("", _("Tất cả")), *((one.value, LABELS[one]) for one in Verdict)],
    )
    nhom = forms.ChoiceField(label=_("Nhóm tự chủ"), required=False)
    q = TextField(label=_("Tên, mã"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = funding_choices(self.actor.as_of) if self.actor else []
        self.fields["nhom"].choices = [("", _("Tất cả")), *found]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Filter:
        data = self.cleaned_data
        return Filter(
            data.get("loc") or "",
            data.get("nhom") or "",
            tuple(fold(data.get("q") or "").split()),
        )


class WaiveForm(Form):
    """Why nothing is done."""

    reason = LongTextField(label=_("Không thực hiện vì"), rows=2, max_length=500)
