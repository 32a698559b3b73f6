from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import Side
from congdoan.areas.agreements.forms.choices import levels, signing_positions
from congdoan.areas.agreements.selectors.candidates import groupings
from congdoan.foundation.forms import DateField, Form, PickField, TextField

USUAL = ("", _("theo thông lệ (người đứng đầu)"))


class AddParty(Form):
    organisation = PickField("organisations", label=_("Đơn vị"))
    side = forms.ChoiceField(label=_("Vị trí"), choices=Side.choices, initial=Side.B)


class ChangeParty(Form):
    side = forms.ChoiceField(label=_("Vị trí"), choices=Side.choices)
    signatory_position = forms.ChoiceField(
        label=_("Chức vụ người ký"),
        help_text=_("Khi ký, phần mềm kiểm tra người ký đang giữ chức vụ này hoặc được ủy quyền."),
    )
    contact = PickField("people", label=_("Đầu mối liên hệ"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.actor is not None:
            field = self.fields["signatory_position"]
            field.choices = signing_positions(self.actor.today)  # type: ignore[attr-defined]


class FindMany(Form):
    """Which organisations to offer; a GET form."""

    superior = PickField("organisations", label=_("Đơn vị cấp dưới của"), required=False)
    directly = forms.BooleanField(label=_("Chỉ cấp dưới trực tiếp"), required=False)
    level = forms.ChoiceField(label=_("Cấp"), required=False)
    grouping = forms.ChoiceField(label=_("Cụm, khối"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.actor is not None:
            on = self.actor.as_of
            level, grouping = self.fields["level"], self.fields["grouping"]
            level.choices = [("", _("mọi cấp")), *levels(on)]  # type: ignore[attr-defined]
            grouping.choices = [  # type: ignore[attr-defined]
                ("", _("không theo cụm, khối")),
                *groupings(self.actor, on=on),
            ]


class Basis(forms.Form):
    """One document an agreement rests on; a row without a title is left out."""

    title = TextField(label=_("Tên văn bản"), required=False, max_length=400)
    number = TextField(label=_("Số, ký hiệu"), required=False, max_length=60)
    dated = DateField(label=_("Ngày"), required=False)
    issuer = TextField(label=_("Cơ quan ban hành"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("title") and any(values.get(n) for n in ("number", "dated", "issuer")):
            self.add_error("title", _("Hãy ghi tên văn bản, ví dụ: Luật Công đoàn."))
        return values


BasisRows = forms.formset_factory(Basis, extra=3, max_num=40)
