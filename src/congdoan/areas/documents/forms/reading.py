from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import Form

Choices = list[tuple[str, str]]


class ReadersForm(Form):
    """Which officers of the unit have to read what came."""

    people = forms.MultipleChoiceField(
        label=_("Người phải đọc"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một người để đọc văn bản này.")},
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]

    @property
    def named(self) -> list[int]:
        return [int(one) for one in self.cleaned_data["people"]]
