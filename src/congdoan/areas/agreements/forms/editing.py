from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import Bearer, Cadence
from congdoan.areas.agreements.forms.choices import contents
from congdoan.areas.agreements.rules.pasting import LIMIT
from congdoan.foundation.forms import Form, LongTextField, TextField


class TermsForm(Form):
    """Who owes what a clause says, how often, and how it is measured."""

    content_code = forms.ChoiceField(
        label=_("Thuộc nội dung phối hợp"),
        required=False,
        help_text=_("Ghi ở điều; khoản, điểm bên trong theo điều."),
    )
    bearer = forms.ChoiceField(label=_("Ai thực hiện"), required=False, choices=Bearer.choices)
    lead_party = forms.ChoiceField(label=_("Bên chủ trì"), required=False)
    cadence = forms.ChoiceField(label=_("Định kỳ"), required=False, choices=Cadence.choices)
    indicator = TextField(
        label=_("Chỉ tiêu"),
        required=False,
        max_length=200,
        help_text=_("Đếm hay đo cái gì, ví dụ: lớp tập huấn"),
    )
    target = TextField(
        label=_("Mức cần đạt"),
        required=False,
        max_length=120,
        help_text=_("Ví dụ: ít nhất 2 lớp mỗi năm"),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead = self.fields["lead_party"]
        lead.choices = [("", _("không có")), *parties]  # type: ignore[attr-defined]
        if self.actor is not None:
            content = self.fields["content_code"]
            content.choices = [  # type: ignore[attr-defined]
                ("", _("không thuộc nội dung nào")),
                *contents(self.actor.today),
            ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("bearer") == Bearer.PARTY and not values.get("lead_party"):
            self.add_error("lead_party", _("Hãy chọn bên chủ trì."))
        return values


class PasteForm(Form):
    pasted = LongTextField(
        label=_("Dán nội dung vào đây (Ctrl+V)"),
        rows=16,
        max_length=LIMIT * 2,
        help_text=_("Dán từ Word hoặc văn bản thường; chữ đậm, màu, bảng được bỏ, chỉ giữ chữ."),
    )
