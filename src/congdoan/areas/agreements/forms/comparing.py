from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import Form


class Compare(Form):
    """Which two texts are laid side by side."""

    tu = forms.ChoiceField(label=_("Bản trước"))
    den = forms.ChoiceField(label=_("Bản sau"))
    gon = forms.BooleanField(label=_("Chỉ hiện chỗ thay đổi"), required=False)

    def __init__(self, *args: Any, texts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("tu", "den"):
            self.fields[name].choices = texts  # type: ignore[attr-defined]
