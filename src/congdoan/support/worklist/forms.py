from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import Form, LongTextField
from congdoan.kernel.people.models import Person


class AssignForm(Form):
    """Delegate to a colleague, or take it back."""

    person = forms.ChoiceField(label=_("Giao cho"), required=False)

    def __init__(self, *args: Any, colleagues: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in colleagues}
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", _("Không giao riêng cho ai")),
            *((key, person.full_name) for key, person in self.people.items()),
        ]

    def clean_person(self) -> Person | None:
        return self.people.get(self.cleaned_data["person"])


class NoteForm(Form):
    text = LongTextField(label=_("Ghi chú cho đồng nghiệp"), rows=2, max_length=2000)
