from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form


class Carry(Form):
    """Which unfinished duties go on, and until when."""

    duties = forms.MultipleChoiceField(
        label=_("Nhiệm vụ chuyển sang văn bản mới"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due = DateField(label=_("Hạn mới của các nhiệm vụ được chọn"))

    def __init__(self, *args: Any, duties: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duties"].choices = duties  # type: ignore[attr-defined]
