"""
Values as people read and type them: numbers, lists of numbers, a day of the year, a window of it.

``read_value`` takes what a form field holds and gives a value of the same shape as the rule's.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
import re
from typing import Any

_DAY = re.compile(r"^(\d{1,2})\s*[/.-]\s*(\d{1,2})$")
_WINDOW = re.compile(r"\s*(?:–|—|đến|\s-\s)\s*")


class NotOfThisShape(ValueError):
    """The text cannot be a value like the rule's."""


def is_day(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"month", "day"}


def is_window(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"from", "through"}
        and is_day(value["from"])
        and is_day(value["through"])
    )


def is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def numbers_in(value: Any) -> list[Decimal]:
    """Return the numbers that limits apply to."""
    if is_number(value):
        return [Decimal(str(value))]
    if isinstance(value, list) and all(is_number(item) for item in value):
        return [Decimal(str(item)) for item in value]
    return []


def is_typed(value: Any) -> bool:
    """Tell whether the value can be typed into one field (others are changed in the files)."""
    return bool(numbers_in(value)) or is_day(value) or is_window(value)


def write_value(value: Any) -> str:
    """Return the text a person reads and ``read_value`` takes back."""
    if is_window(value):
        return f"{write_value(value['from'])} – {write_value(value['through'])}"
    if is_day(value):
        return f"{value['day']:02d}/{value['month']:02d}"
    if isinstance(value, list):
        return "; ".join(write_value(item) for item in value)
    if is_number(value):
        return _write_number(Decimal(str(value)))
    return "" if value is None or isinstance(value, dict) else str(value)


def read_value(text: str, *, like: Any) -> Any:
    """
    Read what was typed, in the shape of ``like``.

    :raises NotOfThisShape: when it is something else
    """
    text = text.strip()
    if is_window(like):
        parts = _WINDOW.split(text)
        if len(parts) != 2:
            raise NotOfThisShape
        return {"from": _read_day(parts[0]), "through": _read_day(parts[1])}
    if is_day(like):
        return _read_day(text)
    if isinstance(like, list):
        return [_read_number(part) for part in re.split(r"[;\s]+", text) if part]
    return _read_number(text)


def _read_day(text: str) -> dict[str, int]:
    match = _DAY.match(text.strip())
    if match is None:
        raise NotOfThisShape
    day, month = int(match.group(1)), int(match.group(2))
    try:
        # A year without 29 February: a day that comes every year.
        date(2023, month, day)
    except ValueError as problem:
        raise NotOfThisShape from problem
    return {"month": month, "day": day}


def _read_number(text: str) -> int | float:
    plain = text.replace(" ", "").replace("\u00a0", "")
    # 1.234,5 as people here write it; 1234.5 as machines do.
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+", plain):
        plain = plain.replace(".", "")
    try:
        number = Decimal(plain)
    except InvalidOperation as problem:
        raise NotOfThisShape from problem
    if not number.is_finite() or abs(number) >= Decimal(10) ** 14:
        raise NotOfThisShape
    return int(number) if number == number.to_integral_value() else float(number)


def _write_number(number: Decimal) -> str:
    whole, _, rest = f"{number:f}".partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", ".")
    rest = rest.rstrip("0")
    return f"{sign}{grouped},{rest}" if rest else f"{sign}{grouped}"
