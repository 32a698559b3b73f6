"""Keeping what one looks at under a name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.analysis.enums import Look, Shared
from congdoan.foundation.forms import Form, TextField


class SaveForm(Form):
    title = TextField(label=_("Tên bảng xem"), max_length=120)
    look = forms.ChoiceField(label=_("Cách trình bày"), choices=Look.choices)
    whose = forms.ChoiceField(
        label=_("Số liệu của"),
        choices=[("here", _("đơn vị đang xem")), ("reader", _("đơn vị của người mở"))],
        help_text=_("Chia sẻ cho cấp dưới thì chọn “đơn vị của người mở”: ai mở thấy nhánh mình."),
    )
    shared = forms.ChoiceField(
        label=_("Ai tìm thấy"),
        choices=Shared.choices,
        help_text=_("Mỗi người chỉ thấy số liệu mà mình được xem."),
    )
