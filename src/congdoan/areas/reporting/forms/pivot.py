"""What is compared: figures of a round, or one figure over rounds."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.reporting.enums import RollUp
from congdoan.areas.reporting.selectors.cells import Layout, head_of
from congdoan.areas.reporting.selectors.pivot import (
    MOST,
    Pivot,
    by_figures,
    by_rounds,
    earlier_rounds,
)
from congdoan.areas.reporting.selectors.totals import Place
from congdoan.foundation.forms import Form

#: Shown at first: as many figures as fit a page.
_AT_FIRST = 4


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


def comparison_asked(query: Any, layout: Layout) -> PivotForm:
    """Return what an address asks to compare: the first figures when it says nothing."""
    lines = [
        (str(one.position), head_of(one)) for one in layout.cells if one.roll_up != RollUp.DISTINCT
    ]
    if "cot" not in query:
        query = query.copy()
        query.setlist("cot", [place for place, _label in lines[:_AT_FIRST]])
    return PivotForm(query, lines=lines)


def compared(place: Place, layout: Layout, form: PivotForm) -> Pivot | None:
    """Return the table ``form`` asks for; None when it asks for nothing that can be compared."""
    if not form.is_valid() or not form.cleaned_data["cot"]:
        return None
    positions: list[int] = form.cleaned_data["cot"]
    if form.cleaned_data["theo"] == "dot":
        return by_rounds(place, earlier_rounds(place), layout.cells[positions[0]].series)
    return by_figures(place, layout, positions)
