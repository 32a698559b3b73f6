"""Figures as people type them: exact decimals, blank is "not stated", faults named by line."""

from decimal import Decimal
import re
import unicodedata

from congdoan.foundation.refusal import Refusal

#: No count of people, units or turns reaches this; money has three digits more.
COUNTS_BELOW = Decimal(10) ** 12
MONEY_BELOW = Decimal(10) ** 15
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


class NotANumber(Refusal):
    """Dòng {line}: “{text}” không phải là số; hãy chỉ ghi chữ số, ví dụ {example}, hoặc để trống nếu chưa có số liệu."""  # noqa: E501


class BelowZero(Refusal):
    """Dòng {line}: {text} là số âm; hãy ghi số từ 0 trở lên, hoặc để trống nếu chưa có số liệu."""


class NotWhole(Refusal):
    """Dòng {line}: {text} phải là số nguyên; hãy ghi không có phần lẻ."""


class TooLarge(Refusal):
    """Dòng {line}: {text} lớn quá mức có thể có; hãy kiểm tra lại số chữ số và đơn vị tính."""


def read_figure(
    text: str,
    *,
    line: str,
    whole: bool = True,
    negative: bool = False,
    money: bool = False,
    comma: bool = True,
) -> Decimal | None:
    """
    Return the figure typed, None for a blank; ``comma``: 1.234,5 (else 1,234.5).

    :raises NotANumber, BelowZero, NotWhole, TooLarge: naming the line
    """
    said = _SPACES.sub("", unicodedata.normalize("NFKC", text)).replace("\u2212", "-")
    if not said:
        return None
    shown = text.strip()[:40]
    value = _parsed(said, comma=comma)
    if value is None:
        example = "1.250" if comma else "1,250"
        raise NotANumber(line=line, text=shown, example=example)
    if value < 0 and not negative:
        raise BelowZero(line=line, text=shown)
    if abs(value) >= (MONEY_BELOW if money else COUNTS_BELOW):
        raise TooLarge(line=line, text=shown)
    if whole and value != value.to_integral_value():
        raise NotWhole(line=line, text=shown)
    kept = value.quantize(Decimal("0.0001"))
    return kept.normalize() + 0 if kept else Decimal(0)


def _parsed(said: str, *, comma: bool) -> Decimal | None:
    group, point = (".", ",") if comma else (",", ".")
    grouped = rf"-?[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+(?:{re.escape(point)}[0-9]+)?"
    plain = rf"-?[0-9]+(?:{re.escape(point)}[0-9]+)?"
    if len(said) > 40 or not (re.fullmatch(grouped, said) or re.fullmatch(plain, said)):
        return None
    return Decimal(said.replace(group, "").replace(point, "."))
