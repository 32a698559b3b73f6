"""Asking for corrections: each chosen fact with its new value, a reason and a proof."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from congdoan.areas.members.api import (
    CORRECTABLE,
    SEALED,
    RecordForm,
    SensitiveForm,
    as_text,
)
from congdoan.areas.privacy.services.proposing import Verdict, Wish
from congdoan.foundation.forms import Form, LongTextField, TextField, UploadField
from congdoan.foundation.forms.uploads import SCANS


def correction_fields(*, on: date) -> dict[str, forms.Field]:
    """Return the fields of the officer's own forms, by the names corrections go under."""
    record, sensitive = RecordForm(), SensitiveForm(on=on)
    return {
        name: sensitive.fields[name.lower()] if name in SEALED else record.fields[name]
        for name in map(str, CORRECTABLE)
    }


def correction_labels(*, on: date) -> dict[str, str]:
    return {name: str(field.label) for name, field in correction_fields(on=on).items()}


def correction_choices(*, on: date) -> dict[str, dict[str, str]]:
    """Return the words of coded values."""
    return {
        name: {str(code): str(label) for code, label in cast(list[Any], field.choices)}
        for name, field in correction_fields(on=on).items()
        if isinstance(field, forms.ChoiceField)
    }


class PickForm(Form):
    """Which facts are wrong."""

    f = forms.MultipleChoiceField(
        label=_("Mục cần sửa"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một mục cần sửa.")},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["f"].choices = list(correction_labels(on=on).items())  # type: ignore[attr-defined]


class ProposeForm(Form):
    """The chosen facts, each with a new value."""

    def __init__(self, *args: Any, names: Sequence[str], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        known = correction_fields(on=on)
        for name in names:
            field = deepcopy(known[name])
            field.label = _("Sửa thành")
            self.fields[f"{name}-new"] = field
            self.fields[f"{name}-why"] = TextField(label=_("Vì sao"), min_length=3, max_length=300)
            self.fields[f"{name}-file"] = UploadField(
                label=_("Ảnh, bản quét minh chứng (nếu có)"), kinds=SCANS, required=False
            )
        self.labels = {name: str(known[name].label) for name in names}

    def groups(self) -> Iterator[tuple[str, str, BoundField, BoundField, BoundField]]:
        for name in self.names:
            yield (
                name,
                self.labels[name],
                self[f"{name}-new"],
                self[f"{name}-why"],
                self[f"{name}-file"],
            )

    @property
    def wishes(self) -> list[Wish]:
        data = self.cleaned_data
        return [
            Wish(
                name,
                as_text(data[f"{name}-new"]),
                data[f"{name}-why"],
                data.get(f"{name}-file") or None,
            )
            for name in self.names
        ]


class ContactForm(Form):
    """How to reach oneself: in force as soon as it is saved."""

    phone = TextField(label=_("Điện thoại"), max_length=20, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    address_current = LongTextField(
        label=_("Nơi ở hiện nay"), max_length=300, required=False, rows=2
    )

    def clean_address_current(self) -> str:
        return " ".join(str(self.cleaned_data["address_current"]).split())


class VerdictForm(Form):
    """Accept, refuse or leave each waiting fact."""

    CHOICES = (("", _("Để sau")), ("yes", _("Đồng ý, sửa")), ("no", _("Không sửa")))

    def __init__(self, *args: Any, rows: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for pk in rows:
            self.fields[f"v{pk}"] = forms.ChoiceField(
                label=_("Quyết định"),
                choices=self.CHOICES,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"r{pk}"] = TextField(
                label=_("Lý do (bắt buộc khi không sửa)"), max_length=300, required=False
            )

    def pair(self, pk: int) -> tuple[BoundField, BoundField] | None:
        return (self[f"v{pk}"], self[f"r{pk}"]) if pk in self.rows else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for pk in self.rows:
            if data.get(f"v{pk}") == "no" and not data.get(f"r{pk}"):
                self.add_error(f"r{pk}", _("Hãy ghi lý do để đoàn viên biết phải làm gì tiếp."))
        return data

    @property
    def verdicts(self) -> dict[int, Verdict]:
        data = self.cleaned_data
        return {
            pk: Verdict(data[f"v{pk}"] == "yes", data[f"r{pk}"])
            for pk in self.rows
            if data[f"v{pk}"]
        }
