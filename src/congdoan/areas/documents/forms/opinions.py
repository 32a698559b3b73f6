from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form, LongTextField

Choices = list[tuple[str, str]]


class OpinionForm(Form):
    """Whom to ask about a draft, and until when."""

    people = forms.MultipleChoiceField(
        label=_("Hỏi ý kiến của"), widget=forms.CheckboxSelectMultiple
    )
    due = DateField(label=_("Hạn góp ý"))
    note = LongTextField(
        label=_("Lời nhắn"),
        rows=2,
        max_length=500,
        required=False,
        help_text=_("Ví dụ: nhờ xem kỹ phần kinh phí."),
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]

    @property
    def asked(self) -> list[int]:
        return [int(one) for one in self.cleaned_data["people"]]
