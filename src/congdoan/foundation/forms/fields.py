"""Fields that take what people really type: NFD text, dates without slashes, 1.234,5."""

from datetime import date, datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.vietnamese import nfc, tidy

_DATE_PARTS = re.compile(r"^(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_RUN_TOGETHER = re.compile(r"^(\d{2})(\d{2})(\d{4})$")


class TextField(forms.CharField):
    """One line of text: stored NFC, single spaces, none around it."""

    def to_python(self, value: Any) -> str:
        return tidy(str(super().to_python(value) or ""))


class LongTextField(forms.CharField):
    """Several lines of text: stored NFC, lines as typed."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = nfc(str(super().to_python(value) or ""))
        return text.replace("\r\n", "\n").strip()


class DateInput(forms.DateInput):
    """A text box for dd/mm/yyyy; a script adds the device's own calendar."""

    input_type = "text"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        look = {
            "inputmode": "numeric",
            "placeholder": "dd/mm/yyyy",
            "autocomplete": "off",
            "data-date": "",
        }
        super().__init__(attrs={**look, **(attrs or {})}, format="%d/%m/%Y")

    def format_value(self, value: Any) -> str | None:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


class DateField(forms.Field):
    """
    A day: 09/11/2023, 9.11.2023, 09112023 or 2023-11-09.

    Years outside 1900-2200 are typing errors (``09/11/0203``) and are refused.
    """

    widget = DateInput
    default_error_messages = {
        "invalid": _("Ngày chưa đúng; hãy nhập theo dạng ngày/tháng/năm, ví dụ 09/11/2023."),
    }

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        return self._parse(str(value).strip())

    def _parse(self, text: str) -> date:
        year, month, dom = self._parts(text)
        try:
            parsed = date(year, month, dom)
        except ValueError as problem:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from problem
        if not 1900 <= parsed.year <= 2200:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return parsed

    def _parts(self, text: str) -> tuple[int, int, int]:
        iso = _ISO.match(text)
        if iso:
            year, month, dom = iso.groups()
        else:
            match = _DATE_PARTS.match(text) or _RUN_TOGETHER.match(text)
            if match is None:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            dom, month, year = match.groups()
        return int(year), int(month), int(dom)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class AmountField(forms.DecimalField):
    """A number as people here write it: 1.234,5 (on English pages 1,234.5)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("localize", True)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = self._ungrouped(value.replace(" ", ""))
        return super().to_python(value)

    @staticmethod
    def _ungrouped(text: str) -> str:
        """Drop the dots of 1.234.567,5 but keep that of 12.5, which is a decimal point."""
        group, point = get_format("THOUSAND_SEPARATOR"), get_format("DECIMAL_SEPARATOR")
        grouped = rf"-?\d{{1,3}}({re.escape(group)}\d{{3}})+({re.escape(point)}\d*)?"
        return text.replace(group, "") if re.fullmatch(grouped, text) else text
