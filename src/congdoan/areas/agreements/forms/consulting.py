from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import Level
from congdoan.foundation.forms import DateField, Form, LongTextField, TextField
from congdoan.support.discussion.api import CommentKind, Edit, Verdict

_KINDS = [
    (value, text)
    for value, text in CommentKind.choices
    if value in {CommentKind.OPINION, CommentKind.QUESTION}
]


class Say(Form):
    """What a party says about one place, or about the whole draft."""

    party = forms.ChoiceField(label=_("Góp ý thay mặt"))
    kind = forms.ChoiceField(label=_("Loại góp ý"), choices=_KINDS)
    text = LongTextField(label=_("Nội dung góp ý"), required=False, rows=4, max_length=10_000)
    quoted = LongTextField(
        label=_("Đoạn trích được góp ý"),
        required=False,
        rows=2,
        max_length=2_000,
        help_text=_("Chép nguyên văn khi chỉ góp ý một phần: góp ý đi theo đúng chữ ấy khi tách."),
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
    #: Of the clause whose words were shown: one changed meanwhile is shown first.
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    #: The answer that stood when the page was opened: a colleague's is not overwritten unseen.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class Suggest(Form):
    """What a party wants a clause to read, that it go, or what should follow it."""

    party = forms.ChoiceField(label=_("Đề nghị thay mặt"))
    level = forms.ChoiceField(label=_("Thêm thành"), choices=Level.choices)
    heading = TextField(label=_("Tên chương, điều"), required=False, max_length=400)
    text = LongTextField(
        label=_("Câu chữ đề nghị"),
        required=False,
        rows=8,
        max_length=10_000,
        help_text=_("Sửa thẳng vào câu chữ; chỗ thêm, chỗ bỏ được đánh dấu khi bấm “Xem thử”."),
    )
    after = forms.ChoiceField(
        label=_("Chuyển đến sau"),
        required=False,
        help_text=_("Các đoạn bên trong đi cùng; số thứ tự tự đánh lại."),
    )
    reason = LongTextField(
        label=_("Lý do"),
        required=False,
        rows=3,
        max_length=10_000,
        help_text=_("Bắt buộc khi đề nghị bỏ; bên soạn thảo và các bên đọc được."),
    )
    #: Of the words the party looks at: a clause changed meanwhile is shown first.
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        parties: list[tuple[str, str]],
        edit: str,
        places: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = [  # type: ignore[attr-defined]
            ("", _("đầu văn bản")),
            *places,
        ]
        field = self.fields["party"]
        field.choices = parties  # type: ignore[attr-defined]
        if len(parties) == 1:
            field.widget = forms.HiddenInput()
            self.initial.setdefault("party", parties[0][0])
        dropped = {
            Edit.DELETE: ("level", "heading", "text", "after"),
            Edit.REPLACE: ("level", "after"),
            Edit.INSERT: ("after",),
            Edit.MOVE: ("level", "heading", "text"),
        }[Edit(edit)]
        for name in dropped:
            del self.fields[name]
        self.fields["reason"].required = edit == Edit.DELETE
        if edit == Edit.INSERT:
            self.fields["heading"].help_text = _("Chỉ cần khi thêm chương hoặc điều.")
            self.fields["text"].help_text = _("Câu chữ của đoạn mới; số thứ tự tự đánh lại.")


class Extend(Form):
    due = DateField(label=_("Hạn góp ý của bên này"))
    reason = LongTextField(label=_("Lý do"), required=False, max_length=1000, rows=3)
