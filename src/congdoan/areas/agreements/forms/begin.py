from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import YearBasis
from congdoan.areas.agreements.forms.choices import kinds
from congdoan.areas.agreements.services.drafting import AgreementData
from congdoan.foundation.forms import DateField, Form, LongTextField, TextField

CUSTOM = ""


class Describe(Form):
    """What describes an agreement besides its text."""

    kind = forms.ChoiceField(label=_("Loại văn bản"))
    title = TextField(
        label=_("Trích yếu"),
        max_length=300,
        help_text=_("Ví dụ: Phối hợp công tác giữa … và … giai đoạn 2026 – 2031"),
    )
    first_day = DateField(label=_("Thời hạn từ ngày"))
    length = forms.ChoiceField(
        label=_("Thời hạn"),
        required=False,
        choices=[("5", _("5 năm")), ("3", _("3 năm")), ("1", _("1 năm")), (CUSTOM, _("khác"))],
    )
    last_day = DateField(
        label=_("Đến hết ngày"),
        required=False,
        help_text=_("Để trống khi đã chọn số năm ở trên."),
    )
    objective = LongTextField(label=_("Mục đích"), required=False, rows=3, max_length=2000)
    motto = TextField(
        label=_("Phương châm"),
        required=False,
        max_length=200,
        help_text=_("Ví dụ: ngắn gọn, rõ việc, rõ trách nhiệm của các bên"),
    )
    year_basis = forms.ChoiceField(
        label=_("Tính nhiệm vụ và sơ kết theo"), choices=YearBasis.choices
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, length = values.get("first_day"), values.get("length")
        if first and length:
            values["last_day"] = _same_day(first, int(length)) - timedelta(days=1)
        elif first and not values.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Hãy chọn số năm, hoặc nhập ngày kết thúc."))
        return values

    def as_data(self) -> AgreementData:
        """Return the cleaned values as the services take them."""
        values = self.cleaned_data
        return AgreementData(
            kind=values["kind"],
            title=values["title"],
            first_day=values["first_day"],
            last_day=values["last_day"],
            objective=values["objective"],
            motto=values["motto"],
            year_basis=values["year_basis"],
            number=values.get("number", ""),
            effective_on=values.get("effective_on"),
        )


def _same_day(day: date, years: int) -> date:
    """Return the same day ``years`` later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


class Begin(Describe):
    """The first step of a draft."""

    drafting = forms.ChoiceField(label=_("Đơn vị soạn thảo"))
    source = forms.ChoiceField(label=_("Nội dung ban đầu"), widget=forms.RadioSelect)

    field_order = [
        "drafting",
        "kind",
        "title",
        "first_day",
        "length",
        "last_day",
        "source",
        "objective",
        "motto",
        "year_basis",
    ]

    def __init__(
        self,
        *args: Any,
        units: list[tuple[int, str]],
        sources: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["drafting"].choices = units  # type: ignore[attr-defined]
        self.fields["source"].choices = sources  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["drafting"].widget = forms.HiddenInput()
            self.initial.setdefault("drafting", units[0][0])
