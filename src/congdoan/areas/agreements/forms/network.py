from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.selectors.coverage import in_branch, in_place
from congdoan.foundation.forms import FilterForm, Form, PickField, TextField


class NetworkChoice(Form):
    """Around whom, how far, with what is over."""

    don_vi = PickField("organisations", label=_("Quanh đơn vị"), required=False, help_text="")
    buoc = forms.ChoiceField(
        label=_("Hiện"),
        required=False,
        choices=[("1", _("Văn bản của đơn vị")), ("2", _("Cả văn bản của các bên kia"))],
    )
    cu = forms.ChoiceField(
        label=_("Văn bản"),
        required=False,
        choices=[("", _("Đang ràng buộc")), ("1", _("Cả văn bản đã hết"))],
    )


class CoverageChoice(Form):
    don_vi = forms.ChoiceField(label=_("Cấp trên"), required=False)

    def __init__(self, *args: Any, tops: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["don_vi"]
        if isinstance(field, forms.ChoiceField):
            field.choices = tops


class ChaseFilter(FilterForm):
    """Above the units with or without an agreement in force; groups come from the figures."""

    q = TextField(label=_("Tên đơn vị"), max_length=100)
    co = forms.ChoiceField(
        label=_("Văn bản"),
        choices=[("", _("Tất cả")), ("chua", _("Chưa có")), ("roi", _("Đang có hiệu lực"))],
    )
    nhanh = forms.CharField(widget=forms.HiddenInput)
    loai = forms.CharField(widget=forms.HiddenInput)
    cap = forms.CharField(widget=forms.HiddenInput)
    cho = forms.CharField(widget=forms.HiddenInput)

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        day = self.actor.as_of if self.actor else None
        if values["q"]:
            rows = rows.matching(values["q"])  # type: ignore[attr-defined]
        if values["co"]:
            rows = rows.filter(is_covered=values["co"] == "roi")
        if values["loai"]:
            rows = rows.filter(kind=values["loai"].removeprefix("-"))
        if values["cap"]:
            rows = rows.filter(level=values["cap"].removeprefix("-"))
        if day is not None and values["nhanh"].isdigit():
            rows = in_branch(rows, int(values["nhanh"]), on=day)
        if day is not None and values["cho"]:
            rows = in_place(rows, values["cho"], on=day)
        return rows
