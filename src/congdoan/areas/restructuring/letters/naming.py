"""Units, numbers and days as decisions word them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from congdoan.areas.restructuring.selectors.facts import Unit

#: More units than this are named in the annex.
NAMED = 4
_NO_WORDS = "……………………"


def listed(names: Sequence[str]) -> str:
    """Return "A, B và C"."""
    *others, last = names or [_NO_WORDS]
    return f"{', '.join(others)} và {last}" if others else last


def called(units: Iterable[Unit]) -> str:
    """Return the units' names, or how many there are when the annex names them."""
    found = list(units)
    if len(found) <= NAMED:
        return listed([unit.name for unit in found])
    grassroots = all(unit.level == "L4_GRASSROOTS" for unit in found)
    return f"{number(len(found))} {'công đoàn cơ sở' if grassroots else 'đơn vị'}"


def carrying(units: Sequence[Unit]) -> str:
    """Return whose committees carry the decision out."""
    return called(units) if len(units) <= NAMED else "các đơn vị có tên trong Phụ lục"


def again(units: Sequence[Unit]) -> str:
    """Return what was named before: by name when it is one."""
    return units[0].name if len(units) == 1 else "các đơn vị nêu trên"


def distinct(names: Iterable[str], many: str = "cấp trên trực tiếp của từng đơn vị") -> str:
    """Return different names; of more than a few only what they are (``many``)."""
    found = list(dict.fromkeys(name for name in names if name))
    return listed(found) if len(found) <= NAMED else many


def number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def day(on: date) -> str:
    """Return "01 tháng 7 năm 2025", as within a sentence."""
    month = f"{on.month:02d}" if on.month < 3 else f"{on.month}"
    return f"{on.day:02d} tháng {month} năm {on.year}"


def with_capitals(said: Mapping[str, str]) -> dict[str, str]:
    """Add each word with a capital under the name with a capital: for beginnings of sentences."""
    return {
        **said,
        **{key[:1].upper() + key[1:]: text[:1].upper() + text[1:] for key, text in said.items()},
    }
