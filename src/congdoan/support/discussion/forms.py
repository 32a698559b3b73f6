from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.support.discussion.enums import CommentKind, Verdict
from congdoan.support.discussion.rules import TEXT_LENGTH


class CommentForm(forms.Form):
    """Say something about one place; drawn and posted by the page that owns the record."""

    kind = forms.ChoiceField(
        label=_("Loại góp ý"), choices=CommentKind.choices, initial=CommentKind.OPINION
    )
    text = forms.CharField(
        label=_("Nội dung"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    suggested_text = forms.CharField(
        label=_("Câu chữ đề nghị thay vào"),
        required=False,
        max_length=TEXT_LENGTH,
        help_text=_("Chỉ cần khi chọn “Đề nghị sửa”."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    verdict = forms.ChoiceField(label=_("Kết quả"), choices=Verdict.choices)
    reason = forms.CharField(
        label=_("Giải trình"),
        required=False,
        max_length=TEXT_LENGTH,
        help_text=_("Bắt buộc khi không tiếp thu toàn bộ."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
