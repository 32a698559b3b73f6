from collections.abc import Iterable
from datetime import date

from congdoan.foundation.valid_time import contains
from congdoan.kernel.places.models import AdminUnit, AdminUnitQuerySet


def unit_on(code: str, day: date) -> AdminUnit | None:
    """Return the unit that held ``code`` on ``day``."""
    return AdminUnit.objects.on(day).filter(code=code).first()


def units_by_code(codes: Iterable[str], day: date) -> dict[str, AdminUnit]:
    """Return the units that held these codes on ``day``, in one query; for imports and lists."""
    return {unit.code: unit for unit in AdminUnit.objects.on(day).filter(code__in=set(codes))}


def codes_below(codes: Iterable[str], day: date) -> set[str]:
    """Return the codes of what lay directly in any of these places on ``day``, in one query."""
    rows = AdminUnit.objects.on(day).filter(parent_code__in=set(codes))
    return set(rows.values_list("code", flat=True))


def unit_near(code: str, day: date) -> tuple[AdminUnit | None, list[AdminUnit]]:
    """
    Return the unit with ``code`` on ``day``, and every unit that ever held the code.

    Where none held it that day, the last one before (else the first after) is returned: an old
    code in a new link still leads somewhere.
    """
    holders = list(AdminUnit.objects.filter(code=code).order_by("valid"))
    for unit in holders:
        if contains(unit.valid, day):
            return unit, holders
    before = [unit for unit in holders if unit.valid.upper and unit.valid.upper <= day]
    if before:
        return before[-1], holders
    return (holders[0] if holders else None), holders


def units_on(level: str, day: date, parent: AdminUnit | None = None) -> AdminUnitQuerySet:
    """Return the units of a level (directly under ``parent``, when given) on ``day``, by name."""
    units = AdminUnit.objects.on(day).at(level)
    if parent is not None:
        units = units.directly_in(parent)
    return units.listed()


def children_on(parent: AdminUnit, day: date) -> AdminUnitQuerySet:
    """Return what lies directly in ``parent`` on ``day``: districts then, communes now."""
    return AdminUnit.objects.on(day).directly_in(parent).listed()


def parents_on(unit: AdminUnit, day: date) -> list[AdminUnit]:
    """Return the units above ``unit`` on ``day``, the nearest first."""
    above: list[AdminUnit] = []
    code = unit.parent_code
    while code and (parent := unit_on(code, day)):
        above.append(parent)
        code = parent.parent_code
    return above


def full_name(unit: AdminUnit, on: date) -> str:
    """Return "Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội" with the parents of that day."""
    return full_names([unit], on=on)[unit.pk]


def full_names(units: Iterable[AdminUnit], *, on: date | None = None) -> dict[int, str]:
    """
    Return the full name of each unit by primary key, in at most two queries.

    Without ``on`` each unit is named with the parents it had on its last day (today's, while it
    lasts): a list that mixes old and new units.
    """
    units = list(units)
    above = _holders({unit.parent_code for unit in units})
    above |= _holders({row.parent_code for rows in above.values() for row in rows})
    return {unit.pk: ", ".join(_names_upward(unit, above, on)) for unit in units}


def _holders(codes: set[str]) -> dict[str, list[AdminUnit]]:
    found: dict[str, list[AdminUnit]] = {}
    codes = {code for code in codes if code}
    if codes:
        for unit in AdminUnit.objects.filter(code__in=codes).order_by("valid"):
            found.setdefault(unit.code, []).append(unit)
    return found


def _names_upward(unit: AdminUnit, above: dict[str, list[AdminUnit]], on: date | None) -> list[str]:
    names = [str(unit)]
    code = unit.parent_code
    while code:
        parent = _holder_for(unit, above.get(code, []), on)
        if parent is None:
            break
        names.append(str(parent))
        code = parent.parent_code
    return names


def _holder_for(unit: AdminUnit, holders: list[AdminUnit], on: date | None) -> AdminUnit | None:
    if on is not None:
        return next((row for row in holders if contains(row.valid, on)), None)
    until = unit.valid.upper
    lasting = [
        row
        for row in holders
        if (row.valid.lower is None or until is None or row.valid.lower < until)
    ]
    return lasting[-1] if lasting else None
