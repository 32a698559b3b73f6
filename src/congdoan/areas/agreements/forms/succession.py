from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form, LongTextField, PickField


class Start(Form):
    """Ask by hand who takes a party's place."""

    from_day = DateField(label=_("Thay từ ngày"))
    reason = LongTextField(
        label=_("Lý do"),
        max_length=1000,
        help_text=_("Ví dụ: nhiệm vụ được bàn giao theo Quyết định số …"),
    )


class Choose(Form):
    successor = PickField("organisations", label=_("Đơn vị thay"))
    from_day = DateField(label=_("Thay từ ngày"))


class Leave(Form):
    from_day = DateField(label=_("Thôi tham gia từ ngày"))
    reason = LongTextField(label=_("Lý do"), max_length=1000)
