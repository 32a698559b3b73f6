"""Numbers of people: their shape, and what they say about sex and year of birth."""

from dataclasses import dataclass
from datetime import date
import re

from congdoan.areas.members.enums import SealedKind
from congdoan.foundation.refusal import Refusal

_CITIZEN_DIGITS, _INSURANCE_DIGITS = 12, 10
_RATE = re.compile(r"(\d{1,2})(?:[.,](\d{1,4}))?(?:\s*\+\s*(?:VK\s*)?(\d{1,2})\s*%(?:\s*VK)?)?")


class NotACitizenId(Refusal):
    """Số căn cước phải có đúng 12 chữ số; hãy xem lại trên thẻ (bảng tính hay làm mất số 0 đầu)."""


class NotAnInsuranceNumber(Refusal):
    """Mã số bảo hiểm xã hội phải có đúng 10 chữ số; hãy xem lại trên thẻ bảo hiểm."""


class NotASalaryRate(Refusal):
    """Hệ số lương ghi như 3,66 (vượt khung: 4,98 + 7%); hãy xem lại ô hệ số lương."""


@dataclass(frozen=True)
class Told:
    """What a citizen's number says by its fourth to sixth digit."""

    gender: str
    birth_year: int


def digits_of(text: str) -> str:
    if text.isdecimal() and text.isascii():
        return text
    return "".join(char for char in text if char in "0123456789")


def citizen_id(text: str) -> str:
    """:raises NotACitizenId: there is no check digit, only a shape"""
    digits = digits_of(text)
    if len(digits) != _CITIZEN_DIGITS:
        raise NotACitizenId
    return digits


def insurance_no(text: str) -> str:
    """:raises NotAnInsuranceNumber: ten digits"""
    digits = digits_of(text)
    if len(digits) != _INSURANCE_DIGITS:
        raise NotAnInsuranceNumber
    return digits


def salary_rate(text: str) -> str:
    """:raises NotASalaryRate: a number below a hundred, perhaps with what goes beyond its frame"""
    found = _RATE.fullmatch(text.strip())
    if found is None:
        raise NotASalaryRate
    whole, parts, beyond = found[1], found[2] or "", found[3]
    return f"{int(whole)}{',' if parts else ''}{parts}{f' + {beyond}%' if beyond else ''}"


def told_by(number: str) -> Told:
    """Return sex and year: 0 and 1 are men and women of 19xx, 2 and 3 of 20xx."""
    century, sex = divmod(int(number[3]), 2)
    return Told("F" if sex else "M", 1900 + 100 * century + int(number[4:6]))


def disagrees(number: str, *, gender: str, birth_date: date | None) -> bool:
    """Tell whether a number and the record name another sex or year: a warning, never a proof."""
    told = told_by(number)
    return bool(gender and gender != told.gender) or bool(
        birth_date and birth_date.year != told.birth_year
    )


def masked(kind: str, value: str) -> str:
    """Return what is shown of a sealed fact before its purpose is named."""
    if not value:
        return ""
    if kind in {SealedKind.CITIZEN_ID, SealedKind.INSURANCE_NO, SealedKind.BANK_ACCOUNT}:
        return f"••• {value[-3:]}" if kind != SealedKind.BANK_ACCOUNT else "•••"
    return "•••"


def hidden_phone(text: str) -> str:
    """Return a phone number with its middle hidden."""
    digits = digits_of(text)
    return f"{digits[:3]} ••• {digits[-3:]}" if len(digits) > 6 else ("•••" if digits else "")


def search_digits(phone: str, member_no: str) -> str:
    """Return what a list is searched by: the phone as dialled at home, and the member's number."""
    return f"{dialled(phone)} {member_no.lower()}".strip()[:60]


def dialled(text: str) -> str:
    """Return the digits of a phone as dialled at home: 84912345678 is 0912345678."""
    digits = digits_of(text)
    return f"0{digits[2:]}" if digits.startswith("84") and len(digits) >= 11 else digits


def plain_text(text: str) -> str:
    return " ".join(text.split())[:120]
