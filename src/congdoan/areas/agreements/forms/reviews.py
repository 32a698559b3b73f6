from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import Consent, ProposalState
from congdoan.areas.agreements.models import ReviewScore
from congdoan.areas.agreements.rules.reviews import MOST
from congdoan.foundation.forms import DateField, Form, LongTextField, TextField


class WriteReview(Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    held_on = DateField(label=_("Tổ chức ngày"), required=False)
    place = TextField(label=_("Địa điểm"), required=False, max_length=160)
    chair = TextField(label=_("Chủ trì"), required=False, max_length=160)
    secretary = TextField(label=_("Thư ký"), required=False, max_length=160)
    attendance = LongTextField(
        label=_("Thành phần dự"),
        required=False,
        max_length=20000,
        help_text=_("Mỗi dòng một người."),
    )
    results = LongTextField(label=_("Kết quả đạt được"), required=False, max_length=20000, rows=6)
    strengths = LongTextField(label=_("Ưu điểm"), required=False, max_length=20000)
    weaknesses = LongTextField(label=_("Nhược điểm"), required=False, max_length=20000)
    difficulties = LongTextField(label=_("Khó khăn"), required=False, max_length=20000)
    shortcomings = LongTextField(label=_("Tồn tại, hạn chế"), required=False, max_length=20000)
    causes = LongTextField(label=_("Nguyên nhân"), required=False, max_length=20000)
    lessons = LongTextField(label=_("Bài học kinh nghiệm"), required=False, max_length=20000)
    recommendations = LongTextField(
        label=_("Kiến nghị khác"),
        required=False,
        max_length=20000,
        help_text=_("Kiến nghị sửa đổi điều khoản ghi ở mục “Kiến nghị sửa đổi, bổ sung”."),
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


class AnswerHost(Form):
    answer = forms.ChoiceField(
        label=_("Ý kiến của đơn vị"), choices=Consent.choices, widget=forms.RadioSelect
    )
    reason = LongTextField(
        label=_("Lý do"),
        required=False,
        max_length=1000,
        help_text=_("Bắt buộc khi không đồng ý."),
    )


class CallReview(Form):
    """The host calls the conference."""

    session_on = DateField(label=_("Họp ngày"))
    session_time = forms.TimeField(
        label=_("Giờ họp"),
        required=False,
        help_text=_("Ví dụ: 8:00"),
        input_formats=["%H:%M", "%Hh%M", "%Hg%M", "%Hh", "%H giờ", "%H giờ %M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M"),
    )
    place = TextField(label=_("Địa điểm"), max_length=160)
    agenda = LongTextField(
        label=_("Chương trình"), required=False, max_length=4000, help_text=_("Mỗi dòng một mục.")
    )
    words = LongTextField(label=_("Lời nhắn trong giấy mời"), required=False, max_length=1000)


class ScoreContents(Form):
    """One score and one remark a content; an empty score takes an earlier one back."""

    def __init__(
        self,
        *args: Any,
        contents: Mapping[str, str],
        given: Mapping[str, ReviewScore],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = list(contents)
        for place, (code, name) in enumerate(contents.items()):
            before = given.get(code)
            self.fields[f"score_{place}"] = forms.DecimalField(
                label=name,
                required=False,
                min_value=0,
                max_value=MOST,
                max_digits=3,
                decimal_places=1,
                localize=True,
                initial=before.score if before else None,
            )
            self.fields[f"remark_{place}"] = TextField(
                label=_("Nhận xét"),
                required=False,
                max_length=500,
                initial=before.remark if before else "",
            )

    def pairs(self) -> "Iterator[tuple[BoundField, BoundField]]":
        for place in range(len(self.codes)):
            yield self[f"score_{place}"], self[f"remark_{place}"]

    def given(self) -> dict[str, tuple[Any, str]]:
        """Return what was typed by content."""
        values = self.cleaned_data
        return {
            code: (values[f"score_{place}"], values[f"remark_{place}"])
            for place, code in enumerate(self.codes)
        }


class Propose(Form):
    clause = forms.ChoiceField(label=_("Điều khoản"), required=False)
    wording = LongTextField(label=_("Nội dung đề nghị sửa đổi, bổ sung"), max_length=10000)
    reason = LongTextField(label=_("Lý do"), required=False, max_length=4000)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["clause"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Bổ sung mới, hoặc toàn văn bản")), *places]


class Conclude(Form):
    state = forms.ChoiceField(
        label=_("Hội nghị kết luận"), choices=ProposalState.choices, widget=forms.RadioSelect
    )
    conclusion = LongTextField(
        label=_("Ý kiến của hội nghị"),
        required=False,
        max_length=4000,
        help_text=_("Bắt buộc khi không thống nhất."),
    )
