from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.restructuring.enums import FoundingPath, FoundingState, Initiator
from congdoan.areas.restructuring.selectors.founding import basic_levels, required_papers
from congdoan.areas.restructuring.services.founding import FoundingData
from congdoan.areas.restructuring.services.recognising import Recognition
from congdoan.foundation.forms import (
    DateField,
    FilterForm,
    Form,
    LongTextField,
    PickField,
    TextField,
    UploadField,
)
from congdoan.foundation.forms.uploads import KEPT
from congdoan.foundation.vietnamese import fold
from congdoan.kernel.organisations.api import Decision
from congdoan.kernel.people.enums import Gender
from congdoan.kernel.rulebook.api import catalogue

_MOST_PEOPLE = 100_000


class FoundingFilter(FilterForm):
    """Narrow the list of foundings."""

    q = TextField(label=_("Tên"), max_length=100)
    state = forms.ChoiceField(
        label=_("Trạng thái"), choices=[("", _("Tất cả")), *FoundingState.choices]
    )

    def apply(self, rows: Any, values: dict[str, Any]) -> Any:
        for word in fold(values["q"] or "").split():
            rows = rows.filter(folded__contains=word)
        return rows.filter(state=values["state"]) if values["state"] else rows


class FoundingFacts(Form):
    """What is to be founded, for whom, by whom."""

    superior = PickField("unions", label=_("Công đoàn cấp trên trực tiếp"))
    employer = PickField(
        "partners",
        label=_("Đơn vị sử dụng lao động"),
        required=False,
        help_text=_("Trường, cơ sở nơi thành lập; chưa có trên hệ thống thì để trống."),
    )
    name = TextField(label=_("Tên công đoàn cơ sở"), max_length=250)
    code = TextField(
        label=_("Mã tổ chức"),
        max_length=40,
        help_text=_("Chữ hoa không dấu, chữ số, dấu chấm, gạch nối; không đổi, không dùng lại."),
    )
    short_name = TextField(label=_("Tên ngắn"), max_length=120, required=False)
    doc_symbol = TextField(
        label=_("Ký hiệu văn bản"), max_length=30, required=False, initial="CĐCS"
    )
    level = forms.ChoiceField(label=_("Cấp công đoàn"))
    path = forms.ChoiceField(
        label=_("Ban chấp hành đầu tiên"),
        choices=FoundingPath.choices,
        widget=forms.RadioSelect,
        initial=FoundingPath.CONGRESS,
    )
    initiator = forms.ChoiceField(
        label=_("Bên vận động"), choices=Initiator.choices, initial=Initiator.EMPLOYEES
    )
    mobilisers = LongTextField(
        label=_("Ban vận động"),
        rows=3,
        required=False,
        max_length=2000,
        help_text=_("Mỗi người một dòng: họ tên, công việc."),
    )
    started_on = DateField(label=_("Bắt đầu ngày"))

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = basic_levels(day)  # type: ignore[attr-defined]

    def as_data(self) -> FoundingData:
        values = self.cleaned_data
        return FoundingData(
            name=values["name"],
            code=values["code"],
            level=values["level"],
            started_on=values["started_on"],
            path=values["path"],
            initiator=values["initiator"],
            short_name=values["short_name"],
            doc_symbol=values["doc_symbol"],
            mobilisers=values["mobilisers"],
            employer_id=values["employer"],
        )


class ChangeFacts(FoundingFacts):
    """The same, under the superior it was begun with."""

    superior = None  # type: ignore[assignment]


class CountApplications(Form):
    count = forms.IntegerField(label=_("Số đơn gia nhập"), min_value=0, max_value=_MOST_PEOPLE)
    day = DateField(label=_("Tính đến ngày"))


class HoldCongress(Form):
    day = DateField(label=_("Ngày đại hội (hội nghị) thành lập"))
    attendance = forms.IntegerField(
        label=_("Số người dự"), min_value=1, max_value=_MOST_PEOPLE, required=False
    )


class Day(Form):
    """One day, whatever the step is called."""

    day = DateField(label=_("Ngày"))


class Refuse(Form):
    day = DateField(label=_("Ngày trả lời"))
    reason = LongTextField(
        label=_("Lý do"),
        max_length=2000,
        help_text=_("Nói rõ thiếu gì, sửa gì; đơn vị bổ sung rồi nộp lại."),
    )


class Drop(Form):
    reason = LongTextField(label=_("Lý do dừng"), max_length=1000)


class Recognise(Form):
    """The decision that brings the union into being."""

    on = DateField(label=_("Có hiệu lực từ ngày"))
    decision_no = TextField(label=_("Số quyết định"), max_length=60)
    decision_on = DateField(label=_("Ngày ký quyết định"))
    decided_by = TextField(label=_("Cơ quan ban hành"), max_length=200, required=False)

    def as_data(self) -> Recognition:
        values = self.cleaned_data
        return Recognition(
            on=values["on"],
            decision=Decision(
                number=values["decision_no"],
                signed_on=values["decision_on"],
                issuer=values["decided_by"],
            ),
        )


class AddPaper(Form):
    kind = forms.ChoiceField(label=_("Loại giấy tờ"))
    upload = UploadField(
        label=_("Tệp"),
        kinds=KEPT,
        required=False,
        help_text=_("Không chọn tệp: ghi nhận đã có bản giấy."),
    )
    note = TextField(label=_("Ghi chú"), max_length=200, required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (code, name) for code, name, _needed in required_papers(day)
        ]


class AddSeat(Form):
    """Somebody of the first committee: known here, or as written on the paper."""

    position = forms.ChoiceField(label=_("Chức vụ"))
    person = PickField(
        "people",
        label=_("Người đã có trên hệ thống"),
        required=False,
        help_text=_("Gõ một phần tên; chưa có thì để trống và ghi họ tên bên dưới."),
    )
    full_name = TextField(label=_("Họ và tên"), max_length=120, required=False)
    gender = forms.ChoiceField(label=_("Giới tính"), choices=Gender.choices, required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = [  # type: ignore[attr-defined]
            (one.code, str(one.label))
            for one in catalogue("position", on=day)
            if one.attributes.get("side") != "PARTNER"
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("person") and not values.get("full_name") and "person" not in self.errors:
            self.add_error("full_name", str(_("Hãy chọn một người hoặc ghi họ tên.")))
        return values


class SettleIn(Form):
    """What follows the decision, as it comes."""

    seal_on = DateField(label=_("Có con dấu ngày"), required=False)
    account_on = DateField(label=_("Mở tài khoản ngày"), required=False)
    employer_told_on = DateField(label=_("Thông báo người sử dụng lao động ngày"), required=False)
