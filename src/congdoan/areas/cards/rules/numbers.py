"""
The number on a card.

It is the member's number of the Confederation's system where the record has one. Where it has none
yet, it is ours: ``CS``, the number of the person in this register (eight digits at least), a dash
and a check digit by Luhn (ISO/IEC 7812). It is the person's: another card, another union, the
same number; two people never share one, whatever is issued at the same time.
"""

from typing import Final

_OURS: Final = "CS"
_DIGITS: Final = 8


def card_number(member_no: str, person: int) -> str:
    if member_no:
        return member_no
    digits = f"{person:0{_DIGITS}d}"
    return f"{_OURS}{digits}-{check_digit(digits)}"


def check_digit(digits: str) -> int:
    """Return Luhn's digit: one wrong digit, or two neighbours swapped, is noticed."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return -total % 10
