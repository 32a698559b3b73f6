"""Forms: plain ``forms.Form`` plus one service; drawn by the design system."""

from congdoan.foundation.forms.fields import (
    AmountField,
    DateField,
    LongTextField,
    TextField,
)
from congdoan.foundation.forms.form import FilterForm, Form, Renderer, once_token
from congdoan.foundation.forms.pickers import Choice, PickField, Source
from congdoan.foundation.forms.uploads import UploadField

__all__ = [
    "AmountField",
    "Choice",
    "DateField",
    "FilterForm",
    "Form",
    "LongTextField",
    "PickField",
    "Renderer",
    "Source",
    "TextField",
    "UploadField",
    "once_token",
]
