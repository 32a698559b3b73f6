from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import Spread
from congdoan.areas.agreements.forms.choices import levels
from congdoan.foundation.forms import DateField, FilterForm, Form, LongTextField, TextField


class HandOver(Form):
    spread = forms.ChoiceField(
        label=_("Giao cho"), choices=Spread.choices, widget=forms.RadioSelect
    )
    level = forms.ChoiceField(label=_("Chỉ cấp"), required=False)
    words = LongTextField(label=_("Hướng dẫn cho đơn vị"), required=False, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        if isinstance(field, forms.ChoiceField) and self.actor is not None:
            field.choices = [("", _("Mọi cấp")), *levels(self.actor.today)]


class UnitReport(Form):
    done_on = DateField(label=_("Ngày làm xong"))
    result = LongTextField(label=_("Kết quả"), max_length=4000)
    measured = forms.DecimalField(
        label=_("Số đạt được"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        localize=True,
    )

    def __init__(self, *args: Any, indicator: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if indicator:
            self.fields["measured"].help_text = indicator
        else:
            del self.fields["measured"]


class UnitFilter(FilterForm):
    """Above the units a duty was handed down to."""

    q = TextField(label=_("Tên đơn vị"), max_length=100)
    state = forms.ChoiceField(
        label=_("Báo cáo"),
        choices=[("", _("Tất cả")), ("chua", _("Chưa báo cáo")), ("roi", _("Đã báo cáo"))],
    )

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["q"]:
            rows = rows.matching(values["q"])  # type: ignore[attr-defined]
        if values["state"]:
            rows = rows.filter(has_reported=values["state"] == "roi")
        return rows
