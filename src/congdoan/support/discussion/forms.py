from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import Form, LongTextField
from congdoan.support.discussion.enums import CommentKind, Verdict
from congdoan.support.discussion.rules import TEXT_LENGTH


class CommentForm(Form):
    """Say something about one place; drawn and posted by the page that owns the record."""

    kind = forms.ChoiceField(
        label=_("Loại góp ý"), choices=CommentKind.choices, initial=CommentKind.OPINION
    )
    text = LongTextField(
        label=_("Nội dung"),
        required=False,
        max_length=TEXT_LENGTH,
        rows=3,
    )
    suggested_text = LongTextField(
        label=_("Câu chữ đề nghị thay vào"),
        required=False,
        max_length=TEXT_LENGTH,
        help_text=_("Chỉ cần khi chọn “Đề nghị sửa”."),
        rows=3,
    )


class AnswerForm(Form):
    verdict = forms.ChoiceField(label=_("Kết quả"), choices=Verdict.choices)
    reason = LongTextField(
        label=_("Giải trình"),
        required=False,
        max_length=TEXT_LENGTH,
        help_text=_("Bắt buộc khi không tiếp thu toàn bộ."),
        rows=3,
    )
