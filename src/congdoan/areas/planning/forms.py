"""Forms of plans and tasks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents.api import RuleForm
from congdoan.areas.planning.enums import PlanKind
from congdoan.areas.planning.services.doing import ReportData, TaskData
from congdoan.areas.planning.services.handing import HandingData
from congdoan.areas.planning.services.writing import Adoption, PlanData
from congdoan.foundation.forms import (
    DateField,
    Form,
    LongTextField,
    PickField,
    TextField,
    UploadField,
)
from congdoan.kernel.periods.models import Period

Choices = list[tuple[str, str]]
_REACHES = (
    ("CHILDREN", _("Các đơn vị trực thuộc")),
    ("BRANCH", _("Cả nhánh, mọi cấp")),
)


class PlanForm(Form):
    """What a plan is for: period, kind, name."""

    kind = forms.ChoiceField(label=_("Loại"), choices=PlanKind.choices, widget=forms.RadioSelect)
    period = forms.TypedChoiceField(label=_("Kỳ"), coerce=int)
    title = TextField(
        label=_("Tên"),
        max_length=250,
        required=False,
        help_text=_("Để trống thì lấy tên theo kỳ."),
    )
    aims = LongTextField(label=_("Mục đích, yêu cầu"), rows=4, max_length=5000, required=False)

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._periods = {one.pk: one for one in periods}
        self.fields["period"].choices = [(one.pk, one.title) for one in periods]  # type: ignore[attr-defined]

    @property
    def as_data(self) -> PlanData:
        data = self.cleaned_data
        title = data["title"]
        if not title:
            kind = PlanKind(data["kind"]).label
            title = f"{kind} {self._periods[data['period']].label.lower()}"
        return PlanData(data["period"], data["kind"], title, data["aims"])


class WordsForm(Form):
    """A plan's name and aims."""

    title = TextField(label=_("Tên"), max_length=250)
    aims = LongTextField(label=_("Mục đích, yêu cầu"), rows=6, max_length=5000, required=False)


class AdoptForm(Form):
    """Which body adopted it, when, by which paper."""

    on = DateField(label=_("Ngày ban hành"))
    by = TextField(label=_("Nơi ban hành"), max_length=160)
    decision = TextField(
        label=_("Số, ký hiệu văn bản hoặc biên bản"), max_length=160, required=False
    )

    @property
    def as_data(self) -> Adoption:
        data = self.cleaned_data
        return Adoption(data["on"], data["by"], data["decision"])


class NoteForm(Form):
    """What is to be said of it."""

    note = LongTextField(label=_("Đánh giá kết quả"), rows=4, max_length=3000, required=False)


class ReasonForm(Form):
    reason = LongTextField(label=_("Lý do"), rows=3, max_length=1000)


class TaskForm(Form):
    """What is to be done, by whom, until when, how much."""

    title = TextField(label=_("Nhiệm vụ"), max_length=300)
    section = TextField(
        label=_("Nhóm nhiệm vụ"),
        max_length=160,
        required=False,
        help_text=_("Ví dụ: Tuyên truyền, giáo dục. Các nhiệm vụ cùng nhóm đứng liền nhau."),
    )
    content = LongTextField(label=_("Nội dung, cách làm"), rows=3, max_length=5000, required=False)
    lead_position = forms.ChoiceField(label=_("Chức vụ chủ trì"), required=False)
    lead = forms.TypedChoiceField(
        label=_("Người chủ trì"), coerce=int, empty_value=None, required=False
    )
    helpers = TextField(label=_("Phối hợp"), max_length=300, required=False)
    due = DateField(label=_("Hạn"), required=False, help_text=_("Để trống: trong kỳ."))
    indicator = forms.ChoiceField(label=_("Chỉ tiêu thống kê"), required=False)
    target = TextField(
        label=_("Cần đạt"), max_length=120, required=False, help_text=_("Số hoặc chữ: 100% CĐCS.")
    )
    evidence = forms.BooleanField(label=_("Phải kèm tệp minh chứng khi báo xong"), required=False)

    def __init__(
        self,
        *args: Any,
        people: Choices,
        positions: Choices,
        indicators: Choices,
        given: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", "—"), *indicators]  # type: ignore[attr-defined]
        self.fields["lead"].choices = [("", "—"), *people]  # type: ignore[attr-defined]
        self.fields["lead_position"].choices = [("", "—"), *positions]  # type: ignore[attr-defined]
        if given:
            # What the giver asks for is the giver's to change.
            for name in ("title", "content", "indicator", "target", "evidence"):
                del self.fields[name]

    @property
    def as_data(self) -> TaskData:
        return TaskData(**{"title": "", **self.cleaned_data})


class ReportForm(Form):
    """How far it has come."""

    outcome = forms.ChoiceField(
        label=_("Kết quả"),
        choices=[("done", _("Đã xong")), ("going", _("Đang làm"))],
        widget=forms.RadioSelect,
        initial="done",
    )
    percent = forms.IntegerField(
        label=_("Tiến độ (%)"),
        min_value=0,
        max_value=99,
        required=False,
        help_text=_("Chỉ cần khi đang làm."),
    )
    note = LongTextField(label=_("Đã làm gì, kết quả"), rows=3, max_length=2000)
    reached = TextField(label=_("Đã đạt"), max_length=120, required=False)
    file = UploadField(label=_("Minh chứng: ảnh hoặc tệp"), required=False)

    @property
    def as_data(self) -> ReportData:
        data = self.cleaned_data
        return ReportData(
            done=data["outcome"] == "done",
            percent=data["percent"] or 0,
            note=data["note"],
            reached=data["reached"],
            uploads=[data["file"]] if data["file"] else [],
        )


class HandForm(RuleForm):
    """Whom below a task is for, by rule; looked at before it is handed down."""

    reach = forms.ChoiceField(label=_("Giao cho"), required=False)
    pick = PickField("unions", label=_("Thêm một đơn vị"), required=False)
    answer_by = DateField(label=_("Hạn nhận việc"))
    words = LongTextField(label=_("Yêu cầu thêm"), rows=3, max_length=2000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reach", _REACHES, _("Chỉ các đơn vị chọn dưới đây"))

    @property
    def as_data(self) -> HandingData:
        return HandingData(self.cleaned_data["answer_by"], self.cleaned_data["words"])


class PeriodForm(Form):
    """Which period a branch is looked at in; asked by address."""

    ky = forms.TypedChoiceField(label=_("Kỳ"), coerce=int, required=False)

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ky"].choices = [(one.pk, one.title) for one in periods]  # type: ignore[attr-defined]
