"""What colours the tiles of a map."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.analysis.selectors.maps import HANDED_IN, TAKEN
from congdoan.areas.reporting.api import Layout, head_of
from congdoan.foundation.forms import Form


class MapForm(Form):
    """Colour by how far the reports are, or by a figure of the form."""

    mau = forms.ChoiceField(label=_("Tô màu theo"), required=False)

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        progress = [(HANDED_IN, _("tỷ lệ đã nộp báo cáo")), (TAKEN, _("tỷ lệ đã được nhận"))]
        figures = [(str(one.position), head_of(one)) for one in layout.cells]
        self.fields["mau"].choices = [*progress, *figures]  # type: ignore[attr-defined]

    def clean_mau(self) -> str:
        return self.cleaned_data["mau"] or HANDED_IN
