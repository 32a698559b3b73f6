"""Forms of targets: the grid of a superior, giving, a receiver's answer, the decision on it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from congdoan.areas.development.enums import Indicator
from congdoan.areas.development.models import Target
from congdoan.areas.development.services.assigning import Giving
from congdoan.foundation.forms import DateField, Form, LongTextField, PickField, TextField

MOST = 1_000_000


def _figure(label: str, indicator: str, *, required: bool = False) -> forms.IntegerField:
    most = 100 if Indicator(indicator).is_share else MOST
    return forms.IntegerField(
        label=lazystr(label), required=required, min_value=0, max_value=most, localize=False
    )


class YearForm(Form):
    """Which unit's targets, of which year."""

    don_vi = PickField("organisations", label=_("Đơn vị"), required=False)
    nam = forms.IntegerField(label=_("Năm"), min_value=1990, max_value=2200)


class ShareForm(Form):
    """How much there is to hand out of each indicator, in all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in Indicator:
            self.fields[f"tong-{one.value}"] = _figure(str(one.label), one)

    @property
    def totals(self) -> dict[Indicator, int]:
        found = {one: self.cleaned_data.get(f"tong-{one.value}") for one in Indicator}
        return {one: total for one, total in found.items() if total is not None}


class GridForm(Form):
    """A box a subordinate and indicator; an empty one gives nothing."""

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for pk, name in units:
            for one in Indicator:
                self.fields[f"v-{pk}-{one.value}"] = _figure(f"{name}: {one.label}", one)

    @property
    def figures(self) -> dict[tuple[int, Indicator], int | None]:
        figures = {}
        for name, value in self.cleaned_data.items():
            _v, pk, code = name.split("-")
            figures[int(pk), Indicator(code)] = value
        return figures


class GiveForm(Form):
    """By which paper the targets are given, and until when the answer is awaited."""

    answer_by = DateField(label=_("Hạn đơn vị trả lời"))
    decision_no = TextField(label=_("Số văn bản"), max_length=60, required=False)
    decision_on = DateField(label=_("Ngày văn bản"), required=False)
    note = LongTextField(label=_("Ghi chú cho đơn vị"), required=False, max_length=2000)

    @property
    def giving(self) -> Giving:
        return Giving(**self.cleaned_data)


class _FiguresForm(Form):
    """One box a target."""

    def __init__(self, *args: Any, targets: Sequence[Target], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        super().__init__(*args, **kwargs)
        fields = {}
        for one in targets:
            field = _figure(str(one.get_indicator_display()), one.indicator, required=True)
            field.initial = self.first(one)
            fields[one.indicator] = field
        self.fields = {**fields, **self.fields}

    def first(self, target: Target) -> int:
        """Return what the box holds at first."""
        return target.value

    @property
    def figures(self) -> dict[Indicator, int]:
        codes = Indicator.values
        return {Indicator(k): value for k, value in self.cleaned_data.items() if k in codes}


class AnswerForm(_FiguresForm):
    """What a receiver takes on; other figures than given are proposals and need a reason."""

    reason = LongTextField(
        label=_("Lý do, nếu đề nghị mức khác"), required=False, max_length=2000, rows=3
    )

    def first(self, target: Target) -> int:
        return target.proposed if target.proposed is not None else target.value


class SettleForm(_FiguresForm):
    """What holds from now on."""

    def first(self, target: Target) -> int:
        return target.proposed if target.proposed is not None else target.value
