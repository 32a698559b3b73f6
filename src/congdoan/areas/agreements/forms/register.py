from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.forms.choices import kinds
from congdoan.foundation.forms import DateField, FilterForm, PickField, TextField


class RegisterFilter(FilterForm):
    """Above the register; every value stands in the address."""

    q = TextField(label=_("Trích yếu, số, tên bên"), max_length=100)
    state = forms.ChoiceField(label=_("Trạng thái"), choices=[("", _("Tất cả")), *State.choices])
    kind = forms.ChoiceField(label=_("Loại văn bản"))
    party = PickField("organisations", label=_("Có đơn vị"), help_text="")
    during = DateField(label=_("Thời hạn có ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField) and self.actor is not None:
            field.choices = [("", _("Tất cả")), *kinds(self.actor.as_of)]

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["q"]:
            rows = rows.matching(values["q"])  # type: ignore[attr-defined]
        if values["state"]:
            rows = rows.filter(state_then=values["state"])
        if values["kind"]:
            rows = rows.filter(kind=values["kind"])
        if values["party"]:
            rows = rows.filter(parties__organisation=values["party"])
        if values["during"]:
            rows = rows.filter(valid__contains=values["during"])
        return rows
