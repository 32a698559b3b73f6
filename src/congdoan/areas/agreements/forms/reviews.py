from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form, LongTextField, TextField


class WriteReview(Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    held_on = DateField(label=_("Tổ chức ngày"), required=False)
    place = TextField(label=_("Địa điểm"), required=False, max_length=160)
    results = LongTextField(label=_("Kết quả đạt được"), required=False, max_length=20000, rows=6)
    difficulties = LongTextField(label=_("Khó khăn, hạn chế"), required=False, max_length=20000)
    causes = LongTextField(label=_("Nguyên nhân"), required=False, max_length=20000)
    lessons = LongTextField(label=_("Bài học kinh nghiệm"), required=False, max_length=20000)
    recommendations = LongTextField(
        label=_("Kiến nghị sửa đổi, bổ sung"),
        required=False,
        max_length=20000,
        help_text=_("Đề nghị sửa đổi nội dung phối hợp cho phù hợp tình hình thực tế."),
    )
    next_plan = LongTextField(
        label=_("Phương hướng, giải pháp thời gian tới"), required=False, max_length=20000
    )


class ChangeHost(Form):
    host = forms.ChoiceField(label=_("Bên chủ trì"))
    reason = LongTextField(label=_("Lý do đổi lượt"), max_length=1000)

    def __init__(self, *args: Any, hosts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["host"]
        if isinstance(field, forms.ChoiceField):
            field.choices = hosts
