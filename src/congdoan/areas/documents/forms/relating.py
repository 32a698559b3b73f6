from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents.enums import RelationKind
from congdoan.areas.documents.services.relating import EffectData
from congdoan.foundation.forms import DateField, Form, TextField


class EffectForm(Form):
    """Which task a document rules, from when, until when."""

    topic = forms.ChoiceField(label=_("Quy định, hướng dẫn việc gì"))
    starts = DateField(label=_("Có hiệu lực từ ngày"))
    until = DateField(
        label=_("Hết hiệu lực từ ngày"),
        required=False,
        help_text=_("Để trống nếu còn hiệu lực cho đến khi có văn bản khác thay thế, bãi bỏ."),
    )

    def __init__(self, *args: Any, topics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = topics  # type: ignore[attr-defined]

    @property
    def wish(self) -> EffectData:
        data = self.cleaned_data
        return EffectData(data["topic"], data["starts"], data["until"])


class RelationForm(Form):
    """What a document is to another of the unit's registers."""

    kind = forms.ChoiceField(label=_("Văn bản này"), choices=RelationKind.choices)
    symbol = TextField(
        label=_("Số, ký hiệu của văn bản kia"),
        max_length=80,
        help_text=_("Đúng như trong sổ đi hoặc sổ đến của đơn vị, ví dụ 05/HD-LĐLĐ."),
    )
    year = forms.IntegerField(
        label=_("Năm của văn bản kia"),
        min_value=1945,
        max_value=2200,
        required=False,
        help_text=_("Chỉ cần khi nhiều năm có cùng số."),
    )
    starts = DateField(label=_("Từ ngày"))
