"""What is compared: figures of a round, or one figure over rounds."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.reporting.selectors.pivot import MOST
from congdoan.foundation.forms import Form


class PivotForm(Form):
    """Rows are the units right below; columns are what is chosen here."""

    cot = forms.MultipleChoiceField(
        label=_("Các dòng của biểu mẫu"), widget=forms.SelectMultiple(attrs={"size": 8})
    )
    theo = forms.ChoiceField(
        label=_("So sánh"),
        choices=[
            ("o", _("các dòng, trong đợt này")),
            ("dot", _("dòng đầu tiên đã chọn, qua các đợt")),
        ],
        required=False,
    )
    phan = forms.BooleanField(label=_("Thêm phần trăm so với tổng"), required=False)

    def __init__(self, *args: Any, lines: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cot"].choices = list(lines)  # type: ignore[attr-defined]
        self.fields["cot"].help_text = _("Chọn tối đa %(most)d dòng.") % {"most": MOST}

    def clean_cot(self) -> list[int]:
        chosen: list[str] = self.cleaned_data["cot"]
        if len(chosen) > MOST:
            raise forms.ValidationError(
                _("Chỉ so sánh được %(most)d dòng một lúc; hãy bỏ bớt."), params={"most": MOST}
            )
        return [int(one) for one in chosen]
