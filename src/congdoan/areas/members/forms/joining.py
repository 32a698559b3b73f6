"""Forms of joining: an application, a decision, a founding's list."""

from collections.abc import Sequence
from datetime import date
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.members.enums import Category
from congdoan.areas.members.services.admitting import DecisionData
from congdoan.areas.members.services.applying import ApplicationData
from congdoan.foundation.forms import DateField, Form, LongTextField, PickField, TextField
from congdoan.foundation.vietnamese import split_name, tidy
from congdoan.kernel.people.api import KnownAlready, Likely
from congdoan.kernel.people.enums import Gender

_MOST_LINES = 500
_LINE = re.compile(r"[;\t]")
_GENDERS = {"nam": "M", "nữ": "F", "nu": "F"}


class ApplicationForm(Form):
    """An application as it stands on paper."""

    family_middle = TextField(label=_("Họ và tên đệm"), max_length=80, required=False)
    given_name = TextField(label=_("Tên"), max_length=40)
    gender = forms.ChoiceField(label=_("Giới tính"), choices=Gender.choices, required=False)
    birth_date = DateField(label=_("Ngày sinh"))
    citizen_id = TextField(
        label=_("Số căn cước"),
        max_length=20,
        required=False,
        help_text=_("12 chữ số; được mã hóa, chỉ dùng để không ghi trùng người."),
    )
    phone = TextField(label=_("Điện thoại"), max_length=20, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    category = forms.ChoiceField(label=_("Nhóm"), choices=Category.choices)
    job_title = TextField(label=_("Chức danh, vị trí việc làm"), max_length=120, required=False)

    def given(self, person_id: int | None = None) -> ApplicationData:
        names = [name for name in ApplicationForm.base_fields if name in self.cleaned_data]
        return ApplicationData(
            **{name: self.cleaned_data[name] for name in names}, person_id=person_id
        )


class ReceiveForm(ApplicationForm):
    """An application taken in by an officer."""

    received_on = DateField(label=_("Ngày nhận đơn"))
    person = PickField(
        "people",
        label=_("Người đã có trong hệ thống"),
        required=False,
        help_text=_("Chọn khi người này đã được ghi (cán bộ, đoàn viên cũ) để không ghi trùng."),
    )
    #: Asked only where somebody alike is known already.
    different = forms.BooleanField(
        label=_("Đây là người khác"), required=False, widget=forms.HiddenInput
    )

    @property
    def newcomer(self) -> bool:
        """Tell whether somebody new would be written down without anybody having looked."""
        return not self.cleaned_data["person"] and not self.cleaned_data["different"]

    def ask_whether(self, known: Sequence[Likely]) -> None:
        """Name who it may be; the officer chooses one of them or says that it is somebody else."""
        people = "; ".join(map(str, known))
        self.refuse(KnownAlready(people=people))
        self.fields["different"].widget = forms.CheckboxInput()


class SelfApplyForm(ApplicationForm):
    """What somebody types on their own phone."""

    consent = forms.BooleanField(
        label=_("Tôi đã đọc và đồng ý"),
        error_messages={"required": _("Hãy đọc và đánh dấu đồng ý thì đơn mới gửi được.")},
    )
    #: Filled by programs, never by people: it is not shown.
    website = forms.CharField(required=False, widget=forms.HiddenInput)


class DecisionForm(Form):
    """The paper by which people become members."""

    number = TextField(label=_("Số quyết định"), max_length=60)
    dated = DateField(label=_("Ngày quyết định"))
    effective_on = DateField(label=_("Là đoàn viên từ ngày"))
    signer_name = TextField(label=_("Người ký"), max_length=120, required=False)
    signer_title = TextField(label=_("Chức vụ người ký"), max_length=120, required=False)

    @property
    def decision(self) -> DecisionData:
        return DecisionData(**{name: self.cleaned_data[name] for name in DecisionForm.base_fields})


class RecogniseForm(DecisionForm):
    """A founding's list, a line a person."""

    people = LongTextField(
        label=_("Danh sách đoàn viên"),
        rows=8,
        max_length=60_000,
        help_text=_(
            "Mỗi người một dòng: họ tên; ngày sinh; nam hoặc nữ; chức danh. Dán được từ bảng tính."
        ),
    )
    category = forms.ChoiceField(label=_("Nhóm của cả danh sách"), choices=Category.choices)
    field_order = ["people", "category", *DecisionForm.base_fields]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        lines = [line for line in str(data.get("people", "")).split("\n") if line.strip()]
        if len(lines) > _MOST_LINES:
            self.add_error("people", _("Tối đa 500 người một lần; hãy chia danh sách."))
            return data
        found = []
        for number, line in enumerate(lines, 1):
            read = self._read(number, line, data.get("category") or Category.TEACHER)
            if read is not None:
                found.append(read)
        data["found"] = found
        return data

    def _read(self, number: int, line: str, category: str) -> ApplicationData | None:
        name, born, sex, job = ([tidy(part) for part in _LINE.split(line)] + [""] * 4)[:4]
        try:
            day: date | None = DateField(required=True).clean(born)
        except forms.ValidationError:
            self.add_error(
                "people",
                _("Dòng {number}: ngày sinh “{text}” chưa đúng, hãy ghi dạng 09/11/1983.").format(
                    number=number, text=born[:40]
                ),
            )
            return None
        if not name or len(name) > 100:
            message = _("Dòng {number}: thiếu họ tên, hoặc họ tên quá dài.")
            self.add_error("people", message.format(number=number))
            return None
        family_middle, given_name = split_name(name)
        return ApplicationData(
            family_middle[:80],
            given_name[:40],
            day,
            gender=_GENDERS.get(sex.lower(), ""),
            category=category,
            job_title=job[:120],
        )


class RejectForm(Form):
    reason = TextField(
        label=_("Lý do"),
        min_length=3,
        max_length=300,
        help_text=_("Người nộp đơn được báo lý do này."),
    )


class ReasonForm(Form):
    """Why something is taken back."""

    reason = TextField(label=_("Vì sao"), min_length=3, max_length=300)
