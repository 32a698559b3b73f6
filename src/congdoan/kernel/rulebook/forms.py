from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form, LongTextField, TextField
from congdoan.kernel.rulebook.rules import values


class LayDown(Form):
    """An organisation's own rule."""

    organisation = forms.TypedChoiceField(label=_("Tổ chức đặt quy định"), coerce=int)
    value = TextField(label=_("Giá trị"), max_length=100)
    start = DateField(label=_("Hiệu lực từ ngày"))
    last_day = DateField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa có ngày kết thúc.")
    )
    legal_basis = TextField(
        label=_("Căn cứ"),
        max_length=300,
        help_text=_("Số, ngày, tên nghị quyết hoặc quyết định của tổ chức."),
    )
    note = LongTextField(label=_("Ghi chú"), required=False, rows=2, max_length=1000)
    binding = forms.BooleanField(label=_("Cấp dưới phải theo, không được đặt khác"), required=False)

    def __init__(self, *args: Any, like: Any, organisations: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.like = like
        field = self.fields["organisation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(organisations.items())
            if len(organisations) == 1:
                field.initial = next(iter(organisations))
        self.fields["value"].help_text = _hint(like)

    def clean_value(self) -> Any:
        try:
            read = values.read_value(self.cleaned_data["value"], like=self.like)
        except values.NotOfThisShape as problem:
            raise forms.ValidationError(
                gettext("Chưa đọc được giá trị này. %(hint)s") % {"hint": _hint(self.like)}
            ) from problem
        if isinstance(read, list) and not read:
            raise forms.ValidationError(_hint(self.like))
        return read

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        start, last = said.get("start"), said.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", gettext("Ngày cuối phải từ ngày hiệu lực trở đi."))
        return said


class Lift(Form):
    """The end of an own rule."""

    on = DateField(label=_("Thôi áp dụng từ ngày"))
    reason = TextField(label=_("Căn cứ bãi bỏ"), max_length=300)


def _hint(like: Any) -> str:
    if values.is_window(like):
        return gettext("Nhập khoảng ngày trong năm, ví dụ 15/05 – 31/08.")
    if values.is_day(like):
        return gettext("Nhập ngày/tháng, ví dụ 01/09.")
    if isinstance(like, list):
        return gettext("Nhập các số, cách nhau bằng dấu chấm phẩy, ví dụ 90; 30.")
    return gettext("Nhập một số, ví dụ 12 hoặc 1.234,5.")
