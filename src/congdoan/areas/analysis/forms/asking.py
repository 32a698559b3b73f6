"""What colours the tiles of a map."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.analysis.selectors.maps import HANDED_IN, TAKEN
from congdoan.areas.reporting.api import MOST, Layout, head_of
from congdoan.foundation.forms import Form


class ClusterForm(Form):
    """A cluster, and the lines its units are compared by."""

    cum = forms.ChoiceField(label=_("Cụm, khối"))
    cot = forms.MultipleChoiceField(
        label=_("Các dòng của biểu mẫu"), widget=forms.SelectMultiple(attrs={"size": 8})
    )

    def __init__(
        self, *args: Any, clusters: Sequence[tuple[str, str]], layout: Layout, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        lines = [(str(one.position), head_of(one)) for one in layout.cells]
        self.fields["cum"].choices = list(clusters)  # type: ignore[attr-defined]
        self.fields["cot"].choices = lines  # type: ignore[attr-defined]
        self.fields["cot"].help_text = _("Chọn tối đa %(most)d dòng.") % {"most": MOST}

    def clean_cot(self) -> list[int]:
        chosen: list[str] = self.cleaned_data["cot"]
        if len(chosen) > MOST:
            raise forms.ValidationError(
                _("Chỉ so sánh được %(most)d dòng một lúc; hãy bỏ bớt."), params={"most": MOST}
            )
        return [int(one) for one in chosen]


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
