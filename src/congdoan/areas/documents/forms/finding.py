from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents.selectors.finding import Wish
from congdoan.foundation.forms import Form, TextField
from congdoan.support.numbering.api import Register


class FindForm(Form):
    """What somebody remembers of a paper; its values live in the address."""

    q = TextField(
        label=_("Từ cần tìm"),
        max_length=200,
        required=False,
        help_text=_(
            "Gõ có dấu hay không dấu đều được. Số, trích yếu, nơi gửi tìm theo từng từ; "
            "trong toàn văn tìm theo cụm từ đi liền nhau."
        ),
    )
    book = forms.ChoiceField(label=_("Sổ"), required=False)
    type = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    year = forms.IntegerField(label=_("Năm"), min_value=1945, max_value=2200, required=False)
    sender = TextField(label=_("Nơi gửi"), max_length=100, required=False)

    def __init__(self, *args: Any, types: list[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["book"].choices = [("", _("Mọi sổ")), *Register.choices]
        fields["type"].choices = [("", _("Mọi loại")), *types]

    def wish(self, types: tuple[str, ...]) -> Wish:
        """``types`` are all codes of the chosen type: both catalogues have a "Kế hoạch"."""
        data = self.cleaned_data
        return Wish(
            phrase=data["q"],
            register=data["book"],
            types=types,
            year=data["year"],
            sender=data["sender"],
        )
