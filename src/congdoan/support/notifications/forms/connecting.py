from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import Form
from congdoan.support.notifications.services.channels.interface import Adapter

_NUMBERS = ("price", "monthly_limit")
_ADDRESSES = ("address", "oauth", "template_address")
_MOST = 1_000_000_000


class ConnectForm(Form):
    """What a channel's adapter needs; secrets that are kept are never shown."""

    def __init__(
        self, *args: Any, adapter: Adapter, kept: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._secrets = [one.code for one in adapter.settings if one.secret]
        for one in adapter.settings:
            has = bool(kept)
            help_text = str(one.help_text)
            if one.secret and has:
                help_text = gettext("Đã lưu; để trống là giữ nguyên. {help}").format(help=help_text)
            self.fields[one.code] = forms.CharField(
                label=str(one.label),
                help_text=help_text.strip(),
                required=one.required and not (one.secret and has),
                max_length=500,
                initial="" if one.secret else kept.get(one.code, one.initial),
                widget=forms.PasswordInput(attrs={"autocomplete": "off"})
                if one.secret
                else forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        for code, value in list(self.cleaned_data.items()):
            if code in _NUMBERS and not (
                value.isascii() and value.isdigit() and int(value) <= _MOST
            ):
                self.add_error(code, gettext("Hãy điền số đồng, chỉ gồm chữ số, ví dụ 300."))
            if code in _ADDRESSES and not value.startswith(("https://", "http://127.0.0.1")):
                self.add_error(code, gettext("Địa chỉ phải bắt đầu bằng https://."))
        return self.cleaned_data


class ConsentForm(Form):
    """A person's yes to be written to on a channel."""

    agreed = forms.BooleanField(
        label=_(
            "Tôi đồng ý nhận tin của Công Đoàn Số qua kênh này. Tin chỉ có tiêu đề và đường dẫn; "
            "tôi có thể thôi nhận bất cứ lúc nào ở trang này."
        ),
        error_messages={
            "required": _("Hãy đánh dấu đồng ý; không đồng ý thì kênh không được nối.")
        },
    )


class DeviceForm(Form):
    """What a browser gives when it agrees to be woken."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)
    label = forms.CharField(max_length=80, required=False)
