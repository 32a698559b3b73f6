from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congdoan.areas.privacy.enums import BreachKind, BreachRisk
from congdoan.areas.privacy.services.breaching import Assessment, BreachData
from congdoan.foundation.forms import DateField, Form, LongTextField, TextField

_NOBODY = _("Không ghi tên, số căn cước, số điện thoại của ai ở đây.")


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=_("Ví dụ: 8:00"),
        input_formats=["%H:%M", "%Hh%M", "%Hg%M", "%Hh", "%H giờ", "%H giờ %M"],
        widget=forms.TimeInput(format="%H:%M"),
    )


def _moment(data: dict[str, Any], day: str, hour: str) -> datetime:
    at = datetime.combine(data[day], data[hour] or time(0))
    return timezone.make_aware(at)


class NoteForm(Form):
    """A breach, as it is known now."""

    kind = forms.ChoiceField(
        label=_("Loại sự cố"), choices=BreachKind.choices, widget=forms.RadioSelect
    )
    title = TextField(
        label=_("Việc xảy ra"),
        min_length=5,
        max_length=160,
        help_text=_("Ví dụ: gửi nhầm danh sách đoàn viên cho đơn vị khác."),
    )
    description = LongTextField(
        label=_("Diễn biến"), min_length=5, max_length=4000, help_text=_NOBODY
    )
    noticed_on = DateField(label=_("Ngày phát hiện"))
    noticed_hour = _hour(_("Giờ phát hiện"))
    happened_on = DateField(label=_("Ngày xảy ra (nếu biết)"), required=False)

    @property
    def breach(self) -> BreachData:
        data = self.cleaned_data
        return BreachData(
            BreachKind(data["kind"]),
            data["title"],
            data["description"],
            _moment(data, "noticed_on", "noticed_hour"),
            data["happened_on"],
        )


class AssessForm(Form):
    risk = forms.ChoiceField(
        label=_("Mức nguy cơ"),
        choices=BreachRisk.choices,
        widget=forms.RadioSelect,
        help_text=_("Không gây hại cho ai thì không phải báo ra ngoài, vẫn ghi sổ."),
    )
    data_kinds = TextField(
        label=_("Dữ liệu bị ảnh hưởng"),
        min_length=3,
        max_length=300,
        help_text=_("Ví dụ: họ tên, điện thoại, số căn cước."),
    )
    people_count = forms.IntegerField(
        label=_("Số người bị ảnh hưởng (ước tính)"), min_value=0, max_value=20_000_000
    )
    sensitive = forms.BooleanField(label=_("Có dữ liệu nhạy cảm"), required=False)
    consequences = LongTextField(
        label=_("Hậu quả có thể"), min_length=5, max_length=2000, help_text=_NOBODY
    )

    @property
    def assessment(self) -> Assessment:
        data = self.cleaned_data
        return Assessment(
            BreachRisk(data["risk"]),
            data["data_kinds"],
            data["people_count"],
            data["sensitive"],
            data["consequences"],
        )


class _SaidForm(Form):
    said_on = DateField(label=_("Ngày báo"))
    said_hour = _hour(_("Giờ báo"))

    @property
    def said_at(self) -> datetime:
        return _moment(self.cleaned_data, "said_on", "said_hour")


class ReportForm(_SaidForm):
    number = TextField(label=_("Số văn bản báo"), max_length=60)
    why_late = TextField(
        label=_("Lý do báo muộn"),
        required=False,
        max_length=300,
        help_text=_("Chỉ ghi khi đã quá hạn."),
    )


class TellForm(_SaidForm):
    how = TextField(
        label=_("Cách báo"),
        min_length=3,
        max_length=300,
        help_text=_("Ví dụ: thư gửi từng người, thông báo tại đơn vị."),
    )


class CloseForm(Form):
    measures = LongTextField(
        label=_("Biện pháp khắc phục, phòng ngừa"), min_length=10, max_length=4000
    )
