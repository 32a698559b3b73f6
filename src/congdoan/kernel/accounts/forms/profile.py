from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from congdoan.foundation import vietnamese
from congdoan.foundation.forms import Form


class Profile(Form):
    display_name = forms.CharField(
        label=_("Tên hiển thị"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        max_length=254,
        help_text=_("Dùng để đăng nhập và đặt lại mật khẩu."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Số điện thoại"),
        required=False,
        max_length=30,
        help_text=_("Dùng để đăng nhập, ví dụ 0912 345 678."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=settings.LANGUAGES)

    def clean_display_name(self) -> str:
        return vietnamese.tidy(self.cleaned_data["display_name"])
