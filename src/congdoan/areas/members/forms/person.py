"""Forms of one member: record, work, sensitive facts, and what happens to them."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.members.enums import (
    LEAVING,
    CardType,
    Category,
    MaritalStatus,
    PauseReason,
    Penalty,
    SealedKind,
)
from congdoan.areas.members.services.disciplining import DisciplineData
from congdoan.areas.members.services.leaving import LeavingData
from congdoan.areas.members.services.records import RecordData, WorkData
from congdoan.areas.members.services.transferring import TransferData
from congdoan.foundation.forms import DateField, Form, LongTextField, PickField, TextField
from congdoan.kernel.people.api import PersonData
from congdoan.kernel.people.enums import Gender
from congdoan.kernel.rulebook.api import catalogue

_EMPTY = ("", "—")


def day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


class RecordForm(Form):
    """Who a member is and what is kept of them."""

    family_middle = TextField(label=_("Họ và tên đệm"), max_length=80, required=False)
    given_name = TextField(label=_("Tên"), max_length=40)
    gender = forms.ChoiceField(label=_("Giới tính"), choices=Gender.choices, required=False)
    birth_date = DateField(label=_("Ngày sinh"), required=False)
    phone = TextField(label=_("Điện thoại"), max_length=20, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    member_no = TextField(label=_("Mã số đoàn viên"), max_length=20, required=False)
    card_type = forms.ChoiceField(
        label=_("Loại thẻ"), choices=[_EMPTY, *CardType.choices], required=False
    )
    joined_on = DateField(label=_("Ngày vào công đoàn"), required=False)
    hired_on = DateField(label=_("Ngày vào làm việc"), required=False)
    birth_place = TextField(label=_("Nơi sinh"), max_length=200, required=False)
    home_town = TextField(label=_("Quê quán"), max_length=200, required=False)
    nationality = TextField(label=_("Quốc tịch"), max_length=60, required=False)
    address_permanent = TextField(label=_("Nơi thường trú"), max_length=300, required=False)
    address_current = TextField(label=_("Nơi ở hiện nay"), max_length=300, required=False)
    marital_status = forms.ChoiceField(
        label=_("Tình trạng hôn nhân"), choices=[_EMPTY, *MaritalStatus.choices], required=False
    )
    education_level = TextField(label=_("Trình độ học vấn"), max_length=60, required=False)
    professional_degree = TextField(label=_("Trình độ chuyên môn"), max_length=120, required=False)
    political_theory = TextField(label=_("Lý luận chính trị"), max_length=60, required=False)
    foreign_language = TextField(label=_("Ngoại ngữ"), max_length=60, required=False)
    it_level = TextField(label=_("Tin học"), max_length=60, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    @property
    def facts(self) -> PersonData:
        return PersonData(**_part(self.cleaned_data, PersonData))

    @property
    def record(self) -> RecordData:
        return RecordData(**_part(self.cleaned_data, RecordData))


def _part(values: dict[str, Any], kind: type) -> dict[str, Any]:
    return {name: values[name] for name in kind.__dataclass_fields__}  # type: ignore[attr-defined]


class WorkForm(Form):
    since = DateField(label=_("Từ ngày"))
    job_title = TextField(label=_("Chức danh, vị trí việc làm"), max_length=120, required=False)
    department = TextField(label=_("Tổ, bộ phận"), max_length=120, required=False)
    teacher_grade = TextField(label=_("Hạng chức danh nghề nghiệp"), max_length=30, required=False)
    contract_type = TextField(label=_("Loại hợp đồng"), max_length=60, required=False)

    @property
    def work(self) -> WorkData:
        return WorkData(**self.cleaned_data)


class SensitiveForm(Form):
    """What lies encrypted; each empty box takes the fact away."""

    citizen_id = TextField(
        label=_("Số căn cước"), max_length=20, required=False, help_text=_("12 chữ số.")
    )
    id_issued = TextField(
        label=_("Ngày cấp, nơi cấp căn cước"),
        max_length=120,
        required=False,
        help_text=_("Ví dụ: 05/04/2022, Cục Cảnh sát QLHC về TTXH."),
    )
    ethnicity = forms.ChoiceField(label=_("Dân tộc"), required=False)
    religion = forms.ChoiceField(label=_("Tôn giáo"), required=False)
    party_joined = DateField(label=_("Ngày vào Đảng"), required=False)
    party_official = DateField(label=_("Ngày vào Đảng chính thức"), required=False)
    youth_union = forms.BooleanField(label=_("Đoàn viên Đoàn TNCS"), required=False)
    insurance_no = TextField(
        label=_("Mã số bảo hiểm xã hội"),
        max_length=20,
        required=False,
        help_text=_("10 chữ số."),
    )
    salary = TextField(label=_("Tiền lương đóng bảo hiểm"), max_length=60, required=False)
    salary_rate = TextField(label=_("Hệ số lương"), max_length=20, required=False)
    bank_account = TextField(label=_("Tài khoản ngân hàng"), max_length=80, required=False)
    children = TextField(
        label=_("Con (họ tên, năm sinh)"),
        max_length=120,
        required=False,
        help_text=_(
            "Ví dụ: Lê An 2015; Lê Bình 2018. Chỉ ghi khi người đó đồng ý thăm hỏi, tặng quà."
        ),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("ethnicity", "religion"):
            entries = catalogue(f"member.{name}", on=on)
            choices = [_EMPTY, *((one.code, str(one.label)) for one in entries)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        joined, official = data.get("party_joined"), data.get("party_official")
        if official and (not joined or official < joined):
            self.add_error("party_official", _("Ngày chính thức phải sau ngày vào Đảng."))
        return data

    @property
    def values(self) -> dict[str, str]:
        data = self.cleaned_data
        party = [data["party_joined"], data["party_official"]]
        return {
            SealedKind.CITIZEN_ID: data["citizen_id"],
            SealedKind.ID_ISSUED: data["id_issued"],
            SealedKind.ETHNICITY: data["ethnicity"],
            SealedKind.RELIGION: data["religion"],
            SealedKind.PARTY: "|".join(day.isoformat() for day in party if day),
            SealedKind.YOUTH_UNION: "yes" if data["youth_union"] else "",
            SealedKind.INSURANCE_NO: data["insurance_no"],
            SealedKind.SALARY: data["salary"],
            SealedKind.SALARY_RATE: data["salary_rate"],
            SealedKind.BANK_ACCOUNT: data["bank_account"],
            SealedKind.CHILDREN: data["children"],
        }

    @staticmethod
    def initial_of(facts: dict[str, str]) -> dict[str, Any]:
        joined, _bar, official = facts.get(SealedKind.PARTY, "").partition("|")
        return {
            "citizen_id": facts.get(SealedKind.CITIZEN_ID, ""),
            "id_issued": facts.get(SealedKind.ID_ISSUED, ""),
            "ethnicity": facts.get(SealedKind.ETHNICITY, ""),
            "religion": facts.get(SealedKind.RELIGION, ""),
            "party_joined": date.fromisoformat(joined) if joined else None,
            "party_official": date.fromisoformat(official) if official else None,
            "youth_union": bool(facts.get(SealedKind.YOUTH_UNION)),
            "insurance_no": facts.get(SealedKind.INSURANCE_NO, ""),
            "salary": facts.get(SealedKind.SALARY, ""),
            "salary_rate": facts.get(SealedKind.SALARY_RATE, ""),
            "bank_account": facts.get(SealedKind.BANK_ACCOUNT, ""),
            "children": facts.get(SealedKind.CHILDREN, ""),
        }


class PurposeForm(Form):
    """What somebody's private facts are looked at for."""

    purpose = TextField(
        label=_("Xem để làm gì"),
        min_length=3,
        max_length=200,
        help_text=_("Ví dụ: lập danh sách tặng quà. Mục đích và tên bạn được ghi vào nhật ký."),
    )


class LeaveForm(Form):
    """The end of a membership."""

    last_day = DateField(label=_("Ngày cuối là đoàn viên ở đây"))
    reason = forms.ChoiceField(
        label=_("Lý do"), choices=[(one.value, one.label) for one in LEAVING]
    )
    decision_no = TextField(label=_("Số quyết định, đơn"), max_length=60, required=False)
    honour = TextField(
        label=_("Ghi nhận khi nghỉ hưu"),
        max_length=200,
        required=False,
        help_text=_("Giấy chứng nhận, quà tặng; chỉ ghi khi nghỉ hưu."),
    )
    note = TextField(label=_("Ghi chú"), max_length=300, required=False)

    @property
    def leaving(self) -> LeavingData:
        data = self.cleaned_data
        return LeavingData(
            day_after(data["last_day"]),
            next(one for one in LEAVING if one.value == data["reason"]),
            data["decision_no"],
            data["note"],
            data["honour"],
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("honour") and data.get("reason") != "RETIRED":
            self.add_error("honour", _("Chỉ ghi khi lý do là nghỉ hưu; hãy xóa ô này."))
        return data


class PauseForm(Form):
    start = DateField(label=_("Tạm dừng từ ngày"))
    last_day = DateField(label=_("Đến hết ngày"), required=False)
    reason = forms.ChoiceField(label=_("Lý do"), choices=PauseReason.choices)
    note = TextField(label=_("Ghi chú"), max_length=300, required=False)

    @property
    def until(self) -> date | None:
        last = self.cleaned_data["last_day"]
        return day_after(last) if last else None


class ResumeForm(Form):
    on = DateField(label=_("Sinh hoạt lại từ ngày"))


class CategoryForm(Form):
    category = forms.ChoiceField(label=_("Nhóm mới"), choices=Category.choices)
    on = DateField(label=_("Từ ngày"))


class TransferForm(Form):
    """Going to another union, proposed by where the member is."""

    receiver = PickField("unions", label=_("Chuyển đến công đoàn"))
    effective_on = DateField(label=_("Sinh hoạt nơi mới từ ngày"))
    dues_until = DateField(
        label=_("Đã đóng đoàn phí đến"), required=False, help_text=_("Một ngày trong tháng đó.")
    )
    note = TextField(label=_("Ghi chú"), max_length=300, required=False)

    @property
    def transfer(self) -> TransferData:
        data = self.cleaned_data
        paid = data.get("dues_until")
        return TransferData(
            data["effective_on"], paid.replace(day=1) if paid else None, data["note"]
        )


class AskTransferForm(Form):
    """Asking another union for somebody who works here now, named exactly."""

    sender = PickField("unions", label=_("Đang là đoàn viên của"))
    full_name = TextField(label=_("Họ và tên, đủ dấu"), max_length=120)
    birth_date = DateField(label=_("Ngày sinh"), required=False)
    member_no = TextField(label=_("Hoặc mã số đoàn viên"), max_length=20, required=False)
    effective_on = DateField(label=_("Sinh hoạt ở đây từ ngày"))
    note = TextField(label=_("Ghi chú"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("birth_date") and not data.get("member_no") and not self.errors:
            self.add_error("birth_date", _("Hãy ghi ngày sinh hoặc mã số đoàn viên."))
        return data


class DisciplineForm(Form):
    penalty = forms.ChoiceField(label=_("Hình thức"), choices=Penalty.choices)
    decision_no = TextField(label=_("Số quyết định"), max_length=60)
    decided_on = DateField(label=_("Ngày quyết định"))
    grounds = LongTextField(
        label=_("Lý do kỷ luật"),
        rows=3,
        max_length=1000,
        help_text=_("Được mã hóa; người có quyền xem thì lần xem được ghi nhật ký."),
    )

    @property
    def discipline(self) -> DisciplineData:
        data = self.cleaned_data
        return DisciplineData(
            Penalty(data["penalty"]), data["decision_no"], data["decided_on"], data["grounds"]
        )


class LiftForm(Form):
    on = DateField(label=_("Hết hiệu lực từ ngày"))
    note = TextField(label=_("Vì sao"), min_length=3, max_length=200)


class PeriodForm(Form):
    """The days of a statement."""

    first = DateField(label=_("Từ ngày"))
    last = DateField(label=_("Đến hết ngày"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("Ngày cuối phải từ ngày đầu trở đi."))
        return data


class SegmentForm(Form):
    name = TextField(label=_("Lưu bộ lọc này với tên"), max_length=60)
    shared = forms.BooleanField(label=_("Cho mọi người của đơn vị dùng"), required=False)
