from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import Form, LongTextField, TextField
from congdoan.support.discussion.api import CommentKind, Verdict

_KINDS = [(value, text) for value, text in CommentKind.choices if value != CommentKind.NO_OPINION]


class Say(Form):
    """What a party says about one place, or about the whole draft."""

    party = forms.ChoiceField(label=_("Góp ý thay mặt"))
    kind = forms.ChoiceField(label=_("Loại góp ý"), choices=_KINDS)
    text = LongTextField(label=_("Nội dung góp ý"), required=False, rows=4, max_length=10_000)
    suggested_text = LongTextField(
        label=_("Câu chữ đề nghị thay vào"),
        required=False,
        rows=4,
        max_length=10_000,
        help_text=_("Chỉ cần khi chọn “Đề nghị sửa”: bên soạn thảo tiếp thu bằng một lần bấm."),
    )

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        field.choices = parties  # type: ignore[attr-defined]
        if len(parties) == 1:
            field.widget = forms.HiddenInput()
            self.initial.setdefault("party", parties[0][0])


class Answer(Form):
    verdict = forms.ChoiceField(
        label=_("Kết quả tiếp thu"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    reason = LongTextField(
        label=_("Giải trình"),
        required=False,
        rows=3,
        max_length=10_000,
        help_text=_("Bắt buộc khi không tiếp thu toàn bộ; bên góp ý đọc được."),
    )
    new_heading = TextField(label=_("Tên điều sau khi tiếp thu"), required=False, max_length=400)
    new_text = LongTextField(
        label=_("Nội dung sau khi tiếp thu"),
        required=False,
        rows=6,
        help_text=_("Chỉ được ghi khi chọn “Tiếp thu” hoặc “Tiếp thu một phần”."),
    )
    #: The answer that stood when the page was opened: a colleague's is not overwritten unseen.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
