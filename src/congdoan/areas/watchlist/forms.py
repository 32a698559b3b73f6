"""The grid of a year: one line a member, the officer types what is there."""

from collections.abc import Mapping, Sequence
from datetime import date
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.members.api import RollEntry
from congdoan.areas.watchlist.models import WatchEntry
from congdoan.areas.watchlist.selectors.watching import USE
from congdoan.areas.watchlist.services.noting import Noted
from congdoan.foundation.forms import Form, TextField
from congdoan.foundation.sealing import unseal

_MONTH = re.compile(r"^(\d{1,2})\s*[/.-]\s*(\d{4})$")


class MonthField(forms.Field):
    """A month: 10/2025."""

    default_error_messages = {"invalid": _("Tháng chưa đúng; hãy ghi dạng 10/2025.")}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        found = _MONTH.match(str(value).strip())
        if found and 1 <= int(found[1]) <= 12 and 1990 <= int(found[2]) <= 2200:
            return date(int(found[2]), int(found[1]), 1)
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%m/%Y}" if isinstance(value, date) else value


class YearForm(forms.Form):
    nam = forms.IntegerField(min_value=1990, max_value=2200)


class GridForm(Form):
    """One page of members; ``lines`` pairs each with its boxes."""

    held = forms.IntegerField(
        label=_("Số buổi sinh hoạt đã tổ chức trong năm"),
        min_value=0,
        max_value=400,
        required=False,
        help_text=_("Dùng cho mọi dòng có ghi số buổi có mặt."),
    )

    def __init__(
        self,
        *args: Any,
        rows: Sequence[tuple[RollEntry, WatchEntry | None]],
        dues: bool,
        meetings: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.dues, self.meetings = rows, dues, meetings
        if meetings:
            held = [one.held for _entry, one in rows if one and one.held]
            self.fields["held"].initial = max(held, default=None)
        else:
            del self.fields["held"]
        for entry, noted in rows:
            for name, field in self._boxes(entry, noted).items():
                self.fields[f"{name}_{entry.person_id}"] = field

    def _boxes(self, entry: RollEntry, noted: WatchEntry | None) -> Mapping[str, forms.Field]:
        boxes: dict[str, forms.Field] = {}
        given: dict[str, Any] = {"required": False}

        def label(text: Any) -> str:
            return f"{entry.name}: {text}"

        if self.dues:
            month = forms.TextInput(attrs={"placeholder": "10/2025", "inputmode": "numeric"})
            boxes["from"] = MonthField(
                label=label(_("chưa đóng từ tháng")),
                widget=month,
                initial=noted.unpaid_from if noted else None,
                **given,
            )
            boxes["to"] = MonthField(
                label=label(_("đến hết tháng")),
                widget=month,
                initial=noted.unpaid_to if noted else None,
                **given,
            )
            boxes["reason"] = forms.BooleanField(
                label=label(_("có lý do chính đáng")),
                initial=bool(noted and noted.with_reason),
                **given,
            )
        if self.meetings:
            boxes["attended"] = forms.IntegerField(
                label=label(_("buổi có mặt")),
                min_value=0,
                max_value=400,
                initial=noted.attended if noted else None,
                **given,
            )
        boxes["note"] = TextField(
            label=label(_("tình tiết giảm nhẹ")),
            max_length=300,
            initial=unseal(noted.sealed_mitigating, use=USE) if noted else "",
            **given,
        )
        for field in boxes.values():
            ticked = isinstance(field, forms.BooleanField)
            field.widget.attrs["class"] = "form-check-input" if ticked else "form-control"
        return boxes

    @property
    def lines(self) -> list[tuple[RollEntry, list[tuple[str, Any]]]]:
        names = [
            *([("from", _("Từ tháng")), ("to", _("Đến tháng"))] if self.dues else []),
            *([("reason", _("Có lý do"))] if self.dues else []),
            *([("attended", _("Buổi có mặt"))] if self.meetings else []),
            ("note", _("Tình tiết giảm nhẹ")),
        ]
        return [
            (entry, [(str(head), self[f"{name}_{entry.person_id}"]) for name, head in names])
            for entry, _noted in self.rows
        ]

    @property
    def noted(self) -> list[Noted]:
        data = self.cleaned_data
        return [
            Noted(
                entry.person_id,
                data.get(f"from_{entry.person_id}"),
                data.get(f"to_{entry.person_id}"),
                data.get(f"reason_{entry.person_id}", False),
                data.get("held"),
                data.get(f"attended_{entry.person_id}"),
                data.get(f"note_{entry.person_id}", ""),
            )
            for entry, _old in self.rows
        ]
