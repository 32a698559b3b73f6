from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import Form
from congdoan.kernel.accounts.forms.sign_in import password_field
from congdoan.kernel.accounts.models import User

HINT = _("Ít nhất 10 ký tự; không dùng mật khẩu phổ biến, tên đăng nhập hay chỉ toàn số.")


class ChoosePassword(Form):
    """A new password, twice."""

    password1 = password_field(_("Mật khẩu mới"), autocomplete="new-password", help_text=HINT)
    password2 = password_field(_("Nhập lại mật khẩu mới"), autocomplete="new-password")

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean_password2(self) -> str:
        again: str = self.cleaned_data["password2"]
        if "password1" in self.cleaned_data and again != self.cleaned_data["password1"]:
            raise ValidationError(gettext("Hai lần nhập mật khẩu không giống nhau."))
        return again


class ChangePassword(ChoosePassword):
    """The present password is asked by the view, which counts wrong tries."""

    old_password = password_field(_("Mật khẩu đang dùng"), autocomplete="current-password")
    field_order = ["old_password", "password1", "password2"]


class Activate(ChoosePassword):
    code = forms.CharField(
        label=_("Mã kích hoạt"),
        max_length=40,
        help_text=_("12 ký tự in trên phiếu mời; gõ hoa hay thường đều được."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    field_order = ["code", "password1", "password2"]


class AskReset(PasswordResetForm):
    email = forms.EmailField(
        label=_("Thư điện tử của tài khoản"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
