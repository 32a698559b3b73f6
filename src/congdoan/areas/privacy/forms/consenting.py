from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.privacy.enums import ConsentMethod
from congdoan.areas.privacy.selectors.consents import purposes
from congdoan.foundation.forms import DateField, Form, UploadField
from congdoan.foundation.forms.uploads import SCANS


class PaperConsentForm(Form):
    """A yes that came on paper or by mail, with what proves it."""

    purpose = forms.ChoiceField(label=_("Mục đích"), widget=forms.RadioSelect)
    method = forms.ChoiceField(
        label=_("Hình thức"),
        choices=[(one.value, one.label) for one in ConsentMethod if one != ConsentMethod.APP],
    )
    given_on = DateField(label=_("Ngày đồng ý"))
    scan = UploadField(label=_("Bản quét, bản chụp làm bằng chứng"), kinds=SCANS)

    def __init__(self, *args: Any, person: int, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (one.code, one.label) for one in purposes(person, on=on)
        ]


class EndConsentForm(Form):
    """How a withdrawal reached the union."""

    method = forms.ChoiceField(
        label=_("Rút bằng cách"),
        choices=[(one.value, one.label) for one in ConsentMethod if one != ConsentMethod.APP],
    )
