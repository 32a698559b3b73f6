"""What is asked of the catalogue, of a figure, of a series: all by address."""

from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.areas.indicators.enums import Kind, Source
from congdoan.areas.indicators.selectors.periods import offered_periods
from congdoan.foundation.forms import DateField, FilterForm, Form, PickField, TextField
from congdoan.kernel.periods.enums import PeriodKind
from congdoan.kernel.periods.models import Period

#: Periods a series shows unless told otherwise, and at most.
USUAL, MOST = 5, 12
#: The longest span a figure is asked for, in days.
LONGEST = 3700


class CatalogueFilter(FilterForm):
    """Narrows the catalogue; its rows are in memory, so the view does the narrowing."""

    q = TextField(label=_("Tên, mã chỉ tiêu"), max_length=100)
    nguon = forms.ChoiceField(
        label=_("Nguồn số liệu"), choices=[("", _("Tất cả")), *Source.choices]
    )
    loai = forms.ChoiceField(label=_("Loại số"), choices=[("", _("Tất cả")), *Kind.choices])
    chua = forms.BooleanField(label=_("Chưa đối chiếu văn bản gốc"))


class FigureForm(Form):
    """Whose figure, of which period: one that is offered, or any two days."""

    don_vi = PickField("unions", label=_("Tổ chức"), required=False, help_text="")
    ky = forms.ChoiceField(label=_("Kỳ"), required=False)
    tu = DateField(label=_("Hoặc từ ngày"), required=False)
    den = DateField(label=_("Đến hết ngày"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.periods = {one.code: one for one in offered_periods(day)}
        grouped = groupby(self.periods.values(), key=lambda one: one.kind)
        choices: list[Any] = [("", _("Chọn ngày"))]
        for kind, found in grouped:
            label = str(PeriodKind(kind).label)
            choices.append((label, [(one.code, one.title) for one in found]))
        self.fields["ky"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        first, last = typed.get("tu"), typed.get("den")
        if typed.get("ky") or self.errors:
            return typed
        if not first or not last:
            name = "den" if first else "tu"
            self.add_error(name, gettext("Hãy chọn kỳ, hoặc ghi cả ngày đầu và ngày cuối."))
        elif last < first:
            self.add_error("den", gettext("Ngày cuối phải từ ngày đầu trở đi; hãy ghi lại."))
        elif (last - first).days > LONGEST:
            self.add_error("den", gettext("Khoảng dài nhất là 10 năm; hãy chọn khoảng ngắn hơn."))
        return typed

    @property
    def period(self) -> Period | None:
        return self.periods.get(self.cleaned_data.get("ky", ""))

    @property
    def days(self) -> tuple[date, date]:
        """Return the first and the last day asked for; what is to come is not counted."""
        period = self.period
        if period is None:
            return self.cleaned_data["tu"], self.cleaned_data["den"]
        last = period.last_day or self.day
        return period.first_day, min(last, self.day)


class SeriesForm(Form):
    """A branch, a kind of period, and how many."""

    don_vi = PickField("unions", label=_("Tổ chức và cấp dưới"), required=False, help_text="")
    loai = forms.ChoiceField(
        label=_("Theo"),
        choices=[(one.value, one.label) for one in PeriodKind if one != PeriodKind.TERM],
    )
    so_ky = forms.IntegerField(
        label=_("Số kỳ gần nhất"), min_value=2, max_value=MOST, localize=False
    )
