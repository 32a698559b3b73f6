from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import EndGround
from congdoan.areas.agreements.services.ending import EndingData
from congdoan.foundation.forms import DateField, Form, LongTextField


class ProposeEnding(Form):
    """From which day, why, and what is to be done all the same."""

    proposer = forms.ChoiceField(label=_("Bên đề nghị"))
    ground = forms.ChoiceField(label=_("Căn cứ"), choices=EndGround.choices)
    wanted_on = DateField(
        label=_("Chấm dứt từ ngày"),
        help_text=_("Văn bản còn hiệu lực đến hết ngày trước đó."),
    )
    reason = LongTextField(
        label=_("Lý do"), max_length=1000, help_text=_("Các bên đọc lý do này trước khi trả lời.")
    )
    kept = forms.MultipleChoiceField(
        label=_("Nhiệm vụ vẫn làm xong sau khi chấm dứt"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nhiệm vụ chưa đến hạn mà không chọn thì thôi, không phải làm nữa."),
    )
    due = DateField(label=_("Hạn trả lời"), help_text=_("Các bên trả lời đến hết ngày này."))

    def __init__(
        self,
        *args: Any,
        parties: list[tuple[int, str]],
        duties: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = duties  # type: ignore[attr-defined]
        if not duties:
            del self.fields["kept"]
        self.fields["proposer"].choices = parties  # type: ignore[attr-defined]
        if len(parties) == 1:
            self.fields["proposer"].widget = forms.HiddenInput()
            self.initial.setdefault("proposer", parties[0][0])

    def as_data(self) -> EndingData:
        values = self.cleaned_data
        return EndingData(
            wanted_on=values["wanted_on"],
            reason=values["reason"],
            due=values["due"],
            ground=values["ground"],
            kept=[int(pk) for pk in values.get("kept", ())],
        )
