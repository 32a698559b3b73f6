"""Forms of the events: what is typed, and the decision it rests on."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form, LongTextField, PickField, TextField
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.organisations.enums import EndReason, Family, GroupingKind, HierarchyId
from congdoan.kernel.organisations.selectors.labels import (
    funding_choices,
    kind_choices,
    level_choices,
)
from congdoan.kernel.organisations.services import Decision, ProfileData
from congdoan.kernel.organisations.services.lawful import AgainstTheRules, NeedsReason

_NONE = [("", "—")]


class ExceptionForm(Form):
    """Asks why something is done although the rules of its day say otherwise."""

    #: Asked for only when the change differs from the rules of its day.
    exception = LongTextField(
        label=_("Lý do làm khác quy định"), rows=2, max_length=500, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Keys of the rules a refusal rested on.
        self.rules: list[str] = []
        self._exception = self.fields["exception"]
        if not self.data.get("exception") and not self.initial.get("exception"):
            del self.fields["exception"]

    def ask_exception(self) -> None:
        """Show the field for the reason."""
        self.fields["exception"] = self._exception

    def refuse(self, refusal: Refusal, field: str | None = None) -> None:
        if isinstance(refusal, AgainstTheRules):
            self.rules = refusal.rules
        if isinstance(refusal, NeedsReason):
            self.ask_exception()
            field = "exception"
        super().refuse(refusal, field)


class DecisionForm(ExceptionForm):
    """The fields every event has: from which day, by which decision."""

    on = DateField(label=_("Có hiệu lực từ ngày"))
    decision_no = TextField(label=_("Số quyết định"), max_length=60, required=False)
    decision_on = DateField(label=_("Ngày ký quyết định"), required=False)
    decided_by = TextField(label=_("Cơ quan ban hành"), max_length=200, required=False)
    note = LongTextField(label=_("Ghi chú"), rows=2, required=False)

    field_order: Any = None

    @property
    def decision(self) -> Decision:
        """Return the decision as typed (of a valid form)."""
        data = self.cleaned_data
        return Decision(
            number=data["decision_no"],
            signed_on=data["decision_on"],
            issuer=data["decided_by"],
            note=data["note"],
            exception=data.get("exception", ""),
        )


class ProfileFields(Form):
    """The dated facts of an organisation."""

    name = TextField(label=_("Tên đầy đủ"), max_length=250)
    short_name = TextField(label=_("Tên ngắn"), max_length=120, required=False)
    doc_symbol = TextField(
        label=_("Ký hiệu văn bản"),
        max_length=30,
        required=False,
        help_text=_("Phần sau số văn bản, ví dụ CĐCS, LĐLĐ."),
    )
    level = forms.ChoiceField(label=_("Cấp công đoàn"), required=False)
    kind = forms.ChoiceField(label=_("Loại hình"), required=False)
    funding_class = forms.ChoiceField(label=_("Nhóm tự chủ tài chính"), required=False)
    place_code = TextField(
        label=_("Mã địa giới"),
        max_length=10,
        required=False,
        help_text=_("Mã tỉnh hoặc xã, phường; tra ở mục Địa giới."),
    )
    address = TextField(label=_("Địa chỉ"), max_length=250, required=False)
    phone = TextField(label=_("Điện thoại"), max_length=20, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "level": level_choices(day),
            "kind": kind_choices(day),
            "funding_class": funding_choices(day),
        }
        for name, found in choices.items():
            self.fields[name].choices = [*_NONE, *found]  # type: ignore[attr-defined]

    @property
    def profile(self) -> ProfileData:
        return ProfileData(
            **{name: self.cleaned_data.get(name, "") for name in ProfileFields.base_fields}
        )


class EstablishForm(DecisionForm, ProfileFields):
    """A new organisation under a superior."""

    code = TextField(
        label=_("Mã tổ chức"),
        max_length=40,
        help_text=_("Chữ hoa không dấu, chữ số, dấu chấm, gạch nối; không đổi, không dùng lại."),
    )
    family = forms.ChoiceField(label=_("Bên"), choices=Family.choices)
    parent = PickField("organisations", label=_("Cấp trên trực tiếp"))
    field_order = ["name", "short_name", "code", "family", "parent", "level", "kind", "on"]


class ProfileForm(DecisionForm, ProfileFields):
    """Another name, level or place from a day on."""


class MoveForm(DecisionForm):
    """Another superior from a day on."""

    parent = PickField("organisations", label=_("Cấp trên mới"))
    hierarchy = forms.TypedChoiceField(
        label=_("Hệ thống"), choices=HierarchyId.choices, coerce=int, initial=HierarchyId.COMMAND
    )
    field_order = ["parent", "hierarchy", "on"]


class EndForm(DecisionForm):
    """The end of an organisation."""

    reason = forms.ChoiceField(
        label=_("Lý do"),
        choices=[
            (EndReason.DISSOLVED, EndReason.DISSOLVED.label),
            (EndReason.ENDED_2025, EndReason.ENDED_2025.label),
            (EndReason.CONVERTED, EndReason.CONVERTED.label),
        ],
    )
    field_order = ["reason", "on"]


class UndoForm(Form):
    """Taking an event back."""

    reason = TextField(label=_("Lý do hoàn tác"), max_length=300)
    with_newer = forms.BooleanField(
        label=_("Hoàn tác cả các việc mới hơn nêu trên, từ mới đến cũ, rồi đến việc này"),
        required=False,
    )

    def __init__(self, *args: Any, newer: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not newer:
            del self.fields["with_newer"]


class CorrectForm(Form):
    """An event said again: what is left as it stands stays as it was said."""

    on = DateField(label=_("Ngày có hiệu lực đúng"))
    receiver = PickField("organisations", label=_("Nơi nhận đúng"), required=False)
    name = TextField(label=_("Tên đúng"), max_length=250, required=False)
    short_name = TextField(label=_("Tên ngắn đúng"), max_length=120, required=False)
    reason = TextField(label=_("Lý do đính chính"), max_length=300)
    decision_no = TextField(
        label=_("Số văn bản đính chính"),
        max_length=60,
        required=False,
        help_text=_("Bỏ trống thì giữ quyết định đã ghi."),
    )
    decision_on = DateField(label=_("Ngày văn bản"), required=False)
    decided_by = TextField(label=_("Cơ quan ban hành"), max_length=200, required=False)

    def __init__(self, *args: Any, takes: str = "", named: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if takes:
            self.fields["receiver"].label = takes
        else:
            del self.fields["receiver"]
        if not named:
            del self.fields["name"], self.fields["short_name"]

    @property
    def decision(self) -> Decision:
        data = self.cleaned_data
        return Decision(data["decision_no"], data["decision_on"], data["decided_by"])


class CounterpartForm(ExceptionForm):
    """Chuyên môn đồng cấp."""

    partner = PickField("partners", label=_("Đơn vị chuyên môn, chính quyền đồng cấp"))
    on = DateField(label=_("Từ ngày"))


class GroupingForm(Form):
    """A new cụm, khối, câu lạc bộ or địa bàn."""

    kind = forms.ChoiceField(label=_("Loại"), choices=GroupingKind.choices)
    name = TextField(label=_("Tên"), max_length=160)
    superior = PickField("unions", label=_("Cấp quản lý"))
    on = DateField(label=_("Từ ngày"))


class GroupingMemberForm(Form):
    """One more member of a grouping."""

    organisation = PickField("organisations", label=_("Đơn vị"))
    on = DateField(label=_("Từ ngày"))


class ServedCommuneForm(Form):
    """One more commune of a service area."""

    organisation = PickField("partners", label=_("Ủy ban nhân dân xã, phường, đặc khu"))
    on = DateField(label=_("Từ ngày"))
