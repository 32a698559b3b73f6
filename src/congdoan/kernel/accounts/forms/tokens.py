from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from congdoan.foundation.forms import Form, TextField
from congdoan.kernel.accounts.rules.scopes import scopes
from congdoan.kernel.accounts.services.tokens import LIVES


class TokenForm(Form):
    """What a token is for and how long it lives."""

    name = TextField(
        label=_("Tên"),
        max_length=80,
        help_text=_("Để nhận ra sau này, ví dụ “Máy chủ nhân sự của Sở”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Phạm vi"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    days = forms.TypedChoiceField(label=_("Thời hạn"), coerce=int, choices=[], initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = list(scopes().items())  # type: ignore[attr-defined]
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            (days, ngettext("%(n)s ngày", "%(n)s ngày", days) % {"n": days}) for days in LIVES
        ]
