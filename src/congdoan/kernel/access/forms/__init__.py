"""Forms of grants, delegations and support."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form, LongTextField, PickField, TextField
from congdoan.kernel.access.enums import Reach, Role

__all__ = ["DelegateForm", "GrantForm", "SupportForm"]

_GRANTED = [choice for choice in Role.choices if choice[0] != Role.OPERATOR]
_REACHES = [choice for choice in Reach.choices if choice[0] != Reach.ALL]


class SpanForm(Form):
    """From a day until the end of another."""

    start = DateField(label=_("Từ ngày"))
    last_day = DateField(label=_("Đến hết ngày"))

    @property
    def until(self) -> date:
        """Return the first day after the span."""
        last: date = self.cleaned_data["last_day"]
        return date.fromordinal(last.toordinal() + 1)


class GrantForm(SpanForm):
    """A role beside any office."""

    person = PickField("people", label=_("Người được giao"))
    role = forms.ChoiceField(label=_("Vai trò"), choices=_GRANTED)
    reach = forms.ChoiceField(label=_("Phạm vi"), choices=_REACHES)
    decision_no = TextField(label=_("Văn bản giao"), max_length=60)
    field_order = ["person", "role", "reach", "start", "last_day", "decision_no"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].required = False


class DelegateForm(SpanForm):
    """Ủy quyền: which of the office's rights, to whom, how long."""

    to = PickField("people", label=_("Người được ủy quyền"))
    capabilities = forms.MultipleChoiceField(
        label=_("Việc được ủy quyền"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Quyền xem và các quyền đi kèm cần để làm việc đã chọn được giao cùng việc."),
    )
    decision_no = TextField(label=_("Số giấy ủy quyền"), max_length=60)
    reason = TextField(label=_("Lý do"), max_length=200, required=False)
    field_order = ["to", "capabilities", "start", "last_day", "decision_no", "reason"]

    def __init__(
        self, *args: Any, capabilities: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capabilities"].choices = capabilities  # type: ignore[attr-defined]


class SupportForm(Form):
    """Work as somebody else, for a stated reason."""

    username = TextField(label=_("Tên đăng nhập của người cần hỗ trợ"), max_length=60)
    reason = LongTextField(
        label=_("Lý do"),
        rows=3,
        help_text=_("Ai yêu cầu, việc gì. Lý do và mọi thao tác được ghi vào nhật ký."),
    )
