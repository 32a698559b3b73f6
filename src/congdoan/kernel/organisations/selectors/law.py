"""What the rulebook of a day says of levels, kinds, funding classes and counterparts."""

from datetime import date, timedelta

from congdoan.kernel.organisations.selectors.labels import FUNDING, KIND, LEVEL
from congdoan.kernel.rulebook import api as rulebook

COUNTERPART = "organisation.counterpart"
EMPLOYER = "EMPLOYER"


def is_grassroots(level: str, day: date) -> bool:
    entry = rulebook.find_entry(LEVEL, level, on=day) if level else None
    return bool(entry and entry.attributes.get("grassroots"))


def grassroots_levels() -> list[str]:
    """Return the levels of grassroots unions of all times (the level of a day decides)."""
    return sorted({row.code for row in rulebook.ever(LEVEL) if _is_grassroots(row.value)})


def _is_grassroots(value: object) -> bool:
    return isinstance(value, dict) and bool(value.get("grassroots"))


def level_is_gone(level: str, day: date) -> bool:
    """Tell whether the law had this level once and has it no more on the day."""
    if not level or rulebook.find_entry(LEVEL, level, on=day):
        return False
    return any(upper <= day for upper in _ends_of(level))


def last_day_of_level(level: str, day: date) -> date:
    """Return the last day before ``day`` on which there was this level."""
    return max(upper for upper in _ends_of(level) if upper <= day) - timedelta(days=1)


def _ends_of(level: str) -> list[date]:
    rows = (row for row in rulebook.ever(LEVEL) if row.code == level)
    return [row.until for row in rows if row.until]


def forbidden_classes(day: date) -> list[str]:
    """Return the funding classes at which no union may be on the day."""
    entries = rulebook.catalogue(FUNDING, on=day)
    return [one.code for one in entries if one.attributes.get("unionisable") is False]


def levels_gone(day: date) -> list[str]:
    """Return the levels there were and are no more on the day."""
    codes = {row.code for row in rulebook.ever(LEVEL)}
    return sorted(code for code in codes if level_is_gone(code, day))


def unionisable(funding: str, day: date) -> bool:
    """Tell whether the funding class allows a union on the day; an unknown one does not forbid."""
    entry = rulebook.find_entry(FUNDING, funding, on=day) if funding else None
    return entry is None or entry.attributes.get("unionisable") is not False


def counterpart_rules(level: str, day: date) -> list[rulebook.Entry]:
    """Return the rules that say with whom a union of a level coordinates on the day."""
    found = rulebook.catalogue(COUNTERPART, on=day) if level else []
    return [entry for entry in found if level in entry.attributes.get("unions", ())]


def suits(rule: rulebook.Entry, kind: str, day: date) -> bool:
    """Tell whether a rule of counterparts means partners of a kind."""
    side = rule.attributes.get("partner_side")
    return kind in rule.attributes["partners"] or bool(side and side == side_of(kind, day))


def side_of(kind: str, day: date) -> str:
    """Return EMPLOYER, AUTHORITY or PARTNER."""
    entry = rulebook.find_entry(KIND, kind, on=day) if kind else None
    return str(entry.attributes.get("side", "")) if entry else ""


def kinds_of_side(side: str, days: tuple[date, ...]) -> set[str]:
    """Return the kinds of one side that there are on any of the days."""
    return {
        entry.code
        for day in days
        for entry in rulebook.catalogue(KIND, on=day)
        if entry.attributes.get("side") == side
    }
