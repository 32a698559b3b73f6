"""Forms of people and offices."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form, PickField, TextField
from congdoan.foundation.vietnamese import split_name
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.enums import Appointment, Gender, OfficeEnd
from congdoan.kernel.people.selectors.words import (
    groupings_led_by,
    position_choices,
    terms_of,
)
from congdoan.kernel.people.services.offices import OfficeData
from congdoan.kernel.people.services.persons import PersonData

__all__ = ["AppointForm", "EndOfficeForm", "InviteForm", "PersonForm", "PurposeForm"]


class PersonForm(Form):
    """A person's basic facts; the given name is split off and can be corrected."""

    family_middle = TextField(label=_("Họ và tên đệm"), max_length=80, required=False)
    given_name = TextField(label=_("Tên"), max_length=40)
    gender = forms.ChoiceField(label=_("Giới tính"), choices=Gender.choices, required=False)
    birth_date = DateField(label=_("Ngày sinh"), required=False)
    phone = TextField(label=_("Điện thoại"), max_length=20, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)

    @property
    def person(self) -> PersonData:
        return PersonData(**{name: self.cleaned_data[name] for name in PersonForm.base_fields})


class PurposeForm(Form):
    """What somebody's private facts are looked at for."""

    purpose = TextField(
        label=_("Xem để làm gì"),
        min_length=3,
        max_length=200,
        help_text=_("Ví dụ: gọi mời họp. Mục đích và tên bạn được ghi vào nhật ký của đơn vị."),
    )


class AppointForm(Form):
    """Somebody known already, or a new name, takes an office."""

    person = PickField(
        "people",
        label=_("Người đã có trong hệ thống"),
        required=False,
        help_text=_("Gõ một phần họ tên. Để trống nếu là người mới."),
    )
    full_name = TextField(
        label=_("Hoặc họ tên người mới"),
        max_length=120,
        required=False,
        help_text=_("Từ cuối được hiểu là tên; có thể sửa ở trang của người đó."),
    )
    position = forms.ChoiceField(label=_("Chức vụ"))
    title = TextField(
        label=_("Chức danh ghi trên văn bản"),
        max_length=120,
        required=False,
        help_text=_("Chỉ ghi khi khác tên chức vụ."),
    )
    appointment = forms.ChoiceField(label=_("Hình thức"), choices=Appointment.choices)
    start = DateField(label=_("Giữ chức vụ từ ngày"))
    last_day = DateField(
        label=_("Đến hết ngày"),
        required=False,
        help_text=_("Ngày cuối của nhiệm kỳ; hết ngày này quyền của chức vụ tự chấm dứt."),
    )
    decision_no = TextField(label=_("Số quyết định"), max_length=60)
    decision_on = DateField(label=_("Ngày quyết định"), required=False)
    full_time = forms.BooleanField(label=_("Cán bộ chuyên trách"), required=False)
    term = forms.ChoiceField(label=_("Trong nhiệm kỳ"), required=False)
    in_charge_of = forms.ChoiceField(label=_("Phụ trách cụm, khối"), required=False)
    represents = PickField(
        "partners",
        label=_("Đại diện cho đơn vị phối hợp"),
        required=False,
        help_text=_("Chỉ ghi khi người này vào ban chấp hành theo cơ cấu của đơn vị chuyên môn."),
    )

    def __init__(self, *args: Any, day: date, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        positions = position_choices(day, side=organisation.family)
        self.fields["position"].choices = positions  # type: ignore[attr-defined]
        self._offer("term", terms_of(organisation))
        self._offer("in_charge_of", groupings_led_by(organisation, on=day))
        if organisation.family != Family.UNION:
            del self.fields["represents"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Offer what the organisation has; without any there is nothing to ask."""
        if choices:
            self.fields[name].choices = [("", "—"), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("person") and not data.get("full_name") and "person" not in self.errors:
            self.add_error("full_name", _("Hãy chọn người đã có hoặc ghi họ tên người mới."))
        if data.get("person") and data.get("full_name"):
            self.add_error("full_name", _("Chỉ dùng một trong hai ô: người đã có hoặc người mới."))
        return data

    @property
    def new_person(self) -> PersonData:
        family_middle, given_name = split_name(self.cleaned_data["full_name"])
        return PersonData(family_middle, given_name)

    @property
    def office(self) -> OfficeData:
        data = self.cleaned_data
        last = data["last_day"]
        return OfficeData(
            position=data["position"],
            start=data["start"],
            until=date.fromordinal(last.toordinal() + 1) if last else None,
            appointment=data["appointment"],
            title=data["title"],
            decision_no=data["decision_no"],
            decision_on=data["decision_on"],
            full_time=data["full_time"],
            term_id=int(data.get("term") or 0) or None,
            in_charge_of_id=int(data.get("in_charge_of") or 0) or None,
            represents_id=data.get("represents"),
        )


class EndOfficeForm(Form):
    """The end of an office."""

    last_day = DateField(label=_("Ngày cuối giữ chức vụ"))
    reason = forms.ChoiceField(label=_("Lý do"), choices=OfficeEnd.choices)

    @property
    def on(self) -> date:
        """Return the first day without the office."""
        return date.fromordinal(self.cleaned_data["last_day"].toordinal() + 1)


class InviteForm(Form):
    """An account for a person of the organisation."""

    username = TextField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Chữ thường không dấu, chữ số, dấu chấm; ví dụ lan.tran."),
    )
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    phone = TextField(label=_("Điện thoại"), max_length=20, required=False)
