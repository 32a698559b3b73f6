"""
Codes of second factors.

allauth counts wrong codes and remembers used ones in the cache, which each worker process has for
itself; here both are kept in the database.
"""

import struct
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.foundation import clock
from congdoan.kernel.accounts.services import lockout
from congdoan.kernel.accounts.services.second_factor import use_code_once


def _code_field(help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=_("Mã xác thực"),
        max_length=20,
        help_text=help_text,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )


class _CodeGuarded(forms.Form):
    """Adds the count of wrong codes, shared by all processes, to allauth's check."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        at, key = clock.now(), f"code:{self.user.pk}"
        try:
            lockout.require_unlocked(key, at=at)
        except lockout.TooManyTries as refusal:
            raise ValidationError(refusal.sentence) from refusal
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            lockout.count_failure(key, at=at)
            raise
        if not use_code_once(authenticator=self.authenticator, code=code, at=at):
            lockout.count_failure(key, at=at)
            raise ValidationError(
                gettext("Mã này đã dùng rồi; hãy chờ ứng dụng hiện mã tiếp theo.")
            )
        lockout.forget_failures(key)
        return code


class EnterCode(_CodeGuarded, AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(
            _("6 chữ số trong ứng dụng xác thực, hoặc một mã dự phòng.")
        )


class EnterCodeAgain(_CodeGuarded, ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(
            _("6 chữ số trong ứng dụng xác thực, hoặc một mã dự phòng.")
        )


class SwitchOnApp(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("6 chữ số mà ứng dụng đang hiện."))


# What the decoders raise on JSON that no browser made.
_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error)


def _unreadable() -> ValidationError:
    return ValidationError(gettext("Không đọc được khóa; hãy thử lại."))


class _SoundKey(forms.Form):
    """Turns every way of breaking the key's answer into a sentence."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except _UNREADABLE as problem:
            raise _unreadable() from problem


class KeyAsSecondStep(_SoundKey, AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class KeyAgain(_SoundKey, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class KeyAlone(_SoundKey, LoginWebAuthnForm):  # type: ignore[misc]
    pass


class AddKey(AddWebAuthnForm):  # type: ignore[misc]
    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except _UNREADABLE as problem:
            raise _unreadable() from problem
        return cleaned

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Tên khóa")
        self.fields["name"].help_text = _("Ví dụ: Điện thoại của tôi, Máy tính văn phòng.")
        self.fields["name"].max_length = 60
        self.fields["passwordless"].label = _("Đăng nhập bằng khóa này, không cần mật khẩu")
        self.fields["passwordless"].help_text = _("Khóa cần có vân tay, khuôn mặt hoặc mã PIN.")


class RenameKey(EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Tên khóa")
        self.fields["name"].max_length = 60
