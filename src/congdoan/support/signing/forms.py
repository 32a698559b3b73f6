from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import (
    DateField,
    Form,
    LongTextField,
    TextField,
    UploadField,
    once_token,
)
from congdoan.foundation.forms.uploads import SCANS


def _key_field() -> forms.CharField:
    """A hidden mark of this very form: sent twice, it is one signature."""
    return forms.CharField(widget=forms.HiddenInput, initial=once_token, max_length=64)


class _Code(forms.TextInput):
    """What is typed here is never sent back to the page: it might be a password."""

    def format_value(self, value: Any) -> None:
        return None


class Sign(Form):
    key = _key_field()
    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    place = TextField(label=_("Nơi ký"), max_length=120, required=False)
    secret = forms.CharField(strip=False, max_length=200, required=False)
    #: The passkey's answer, filled in by the browser (accounts/passkeys.js).
    credential = forms.CharField(widget=forms.HiddenInput, max_length=20_000, required=False)
    understood = forms.BooleanField(
        label=_("Tôi đã đọc văn bản có mã băm trên và ký thay mặt bên ghi ở trên."),
        error_messages={"required": _("Hãy đánh dấu xác nhận trước khi ký.")},
    )

    def __init__(self, *args: Any, factors: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["secret"]
        if factors:
            field.label = _("Mã 6 số của ứng dụng xác thực")
            field.help_text = _("Lớp xác thực thứ hai, để chắc chính bạn đang ký.")
            field.widget = _Code(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
        else:
            field.label = _("Mật khẩu")
            field.help_text = _("Nhập lại để xác nhận chính bạn đang ký.")
            field.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        if factors == {"PASSKEY"}:
            field.widget = forms.HiddenInput()
        # Without a passkey there is no other way, so the browser may ask for it at once.
        field.widget.is_required = field.required = "PASSKEY" not in factors


class Paper(Form):
    key = _key_field()
    person = forms.TypedChoiceField(
        label=_("Người đã ký"),
        coerce=int,
        help_text=_("Người giữ chức vụ được ký, hoặc được ủy quyền, vào ngày ký."),
    )
    signed_on = DateField(label=_("Ngày ký trên giấy"))
    place = TextField(label=_("Nơi ký"), max_length=120)
    typed_hash = TextField(
        label=_("Mã in ở chân trang bản giấy"),
        max_length=80,
        help_text=_("Ít nhất 8 ký tự đầu sau chữ “SHA-256”, để chắc chắn đúng bản đã chốt."),
    )
    upload = UploadField(label=_("Bản quét có chữ ký"), kinds=SCANS, required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        if isinstance(field, forms.TypedChoiceField):
            # Several could have signed: the clerk must choose, not overlook a preset name.
            field.choices = people if len(people) == 1 else [("", "—"), *people]


class Scan(Form):
    upload = UploadField(label=_("Bản quét có chữ ký"), kinds=SCANS)


class Decline(Form):
    reason = LongTextField(
        label=_("Lý do từ chối"),
        max_length=2000,
        help_text=_("Lý do được gửi tới tất cả các bên."),
    )


class Void(Form):
    reason = LongTextField(
        label=_("Lý do hủy"), max_length=2000, help_text=_("Lý do được gửi tới tất cả các bên.")
    )


class Extend(Form):
    deadline = DateField(label=_("Hạn ký mới"))
    reason = LongTextField(label=_("Lý do gia hạn"), max_length=500, rows=2)


class Resume(Form):
    deadline = DateField(label=_("Hạn ký"), required=False)
    reason = LongTextField(
        label=_("Đã trao đổi thế nào"),
        max_length=2000,
        rows=3,
        help_text=_("Ghi vì sao bên từ chối nay ký nguyên văn; mọi bên đọc được."),
    )


class VerifySearch(Form):
    code = TextField(
        label=_("Mã băm SHA-256 hoặc mã kiểm tra"),
        max_length=100,
        help_text=_("Mã kiểm tra là phần cuối địa chỉ in ở chân trang; mã băm gồm 64 ký tự."),
    )
