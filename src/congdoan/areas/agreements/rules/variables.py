"""
Places of a template that each unit fills differently: ``{{ tên trường }}``.

Names are compared without diacritics and case, so that "{{Tên Trường}}" is the same place. What the
platform knows of a unit fills itself in; any other name is the template's own and asks for a value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
import re

from congdoan.areas.agreements.rules.sheet import SheetLine
from congdoan.foundation.vietnamese import fold, tidy

_PLACE = re.compile(r"\{\{\s*([^{}\n]{1,60}?)\s*\}\}")
#: What stands where a value is missing: dots, as on every Vietnamese form.
GAP = "…………"

#: What the platform knows of a unit and its counterpart. Names are part of the texts people write,
#: hence Vietnamese in every language; several names may stand for one value.
KNOWN: dict[str, tuple[str, ...]] = {
    "unit": ("tên công đoàn", "tên đơn vị", "tên bên A"),
    "partner": ("tên trường", "tên bên B"),
    "unit_head": ("chủ tịch công đoàn", "người đứng đầu bên A"),
    "unit_post": ("chức vụ bên A",),
    "partner_head": ("hiệu trưởng", "người đứng đầu bên B"),
    "partner_post": ("chức vụ bên B",),
    "superior": ("công đoàn cấp trên",),
    "place": ("xã, phường",),
    "province": ("tỉnh, thành phố",),
    "first_year": ("năm đầu",),
    "last_year": ("năm cuối",),
    "first_day": ("từ ngày",),
    "last_day": ("đến ngày",),
}
_CODES = {fold(name): code for code, names in KNOWN.items() for name in names}


@dataclass(frozen=True)
class Place:
    """One place of a template: how its author spelled it, and what fills it (empty: a value)."""

    key: str
    name: str
    code: str


def places(lines: Iterable[SheetLine]) -> list[Place]:
    """Return the places of a text in the order they first stand there."""
    found: dict[str, Place] = {}
    for line in lines:
        for name in _PLACE.findall(f"{line.heading}\n{line.text}\n{line.target}"):
            key = fold(name)
            found.setdefault(key, Place(key, tidy(name), _CODES.get(key, "")))
    return list(found.values())


def own(lines: Iterable[SheetLine]) -> list[Place]:
    """Return the places only a person can fill."""
    return [place for place in places(lines) if not place.code]


def values_by_place(
    wanted: Iterable[Place],
    known: Mapping[str, str],
    common: Mapping[str, str],
    single: Mapping[str, str],
) -> tuple[dict[str, str], list[str]]:
    """
    Return the value of each place and the names of those without one.

    What was typed for the unit counts before what was typed for all, and that before what is known.
    """
    values, missing = {}, []
    for place in wanted:
        value = single.get(place.key) or common.get(place.key) or known.get(place.code, "")
        if value:
            values[place.key] = value
        else:
            missing.append(place.name)
    return values, missing


def filled(lines: Iterable[SheetLine], values: Mapping[str, str]) -> list[SheetLine]:
    """Return the text of one unit; places without a value become dots."""

    def put(match: re.Match[str]) -> str:
        return values.get(fold(match[1]), GAP)

    def fill(text: str) -> str:
        return _PLACE.sub(put, text) if "{{" in text else text

    return [
        replace(line, heading=fill(line.heading), text=fill(line.text), target=fill(line.target))
        for line in lines
    ]
