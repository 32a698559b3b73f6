"""
A figure of a branch by the units it is summed from: public and private, or by school level.

A unit is what its employer is: private by its own funding class, else by its employer's; its level
is that of the employer's kind (rulebook ``organisation.kind``). Who has neither on record is a row
of its own, so that the rows add up to the branch. Stocks of units only: who left in the period is
in no group of its last day.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from congdoan.areas.indicators.enums import Breakdown
from congdoan.areas.indicators.selectors.asking import Total, totals_over
from congdoan.areas.indicators.selectors.catalogue import Indicator
from congdoan.areas.indicators.selectors.places import unscoped_places, unscoped_units
from congdoan.areas.indicators.selectors.series import has_series
from congdoan.kernel.organisations.api import grassroots_levels
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook import api as rulebook

#: Counted of units themselves: one each.
_THEMSELVES = {"GTU_TOTAL": "UNITS_COUNTED"}
BY_UNITS = (Breakdown.SECTOR, Breakdown.LEVEL)
_ABOVE, _UNKNOWN = "above", ""
_PUBLIC, _PRIVATE = "PUBLIC", "PRIVATE"

_UNITS = """
SELECT p.organisation_id, p.level, coalesce(nullif(p.funding_class, ''), e.funding_class, ''),
  coalesce(e.kind, ''), p.kind
FROM organisations_organisationprofile p
LEFT JOIN LATERAL (
  SELECT q.kind, q.funding_class FROM organisations_counterpart k
  JOIN organisations_organisationprofile q ON q.organisation_id = k.partner_id
    AND q.valid @> %(day)s::date
  WHERE k.union_id = p.organisation_id AND k.valid @> %(day)s::date
  ORDER BY k.id LIMIT 1
) e ON true
WHERE p.organisation_id = ANY(%(ids)s::bigint[]) AND p.valid @> %(day)s::date
"""


@dataclass(frozen=True)
class Group:
    """One row: what its units are, how many they are, their figure together."""

    label: str
    units: int
    total: Total


def may_split(found: Indicator, on: date) -> bool:
    """Tell whether records answer a figure for any set of units on a day."""
    return found.code in _THEMSELVES or has_series(found.code, on)


def split_by_units(
    organisation: Organisation, found: Indicator, by: Breakdown, first: date, last: date
) -> list[Group]:
    """Return the figure of a branch by what its units are; statements depend on the groups."""
    places = unscoped_places(organisation.pk, on=last)
    groups: dict[str, list[int]] = defaultdict(list)
    seen = _kinds(places, last)
    for pk in places:
        groups[_group(by, seen.get(pk), last)].append(pk)
    key = _THEMSELVES.get(found.code, found.code)
    labels = _labels(by, last)
    order = sorted(groups, key=lambda one: list(labels).index(one))
    return [_counted(key, labels[one], groups[one], first, last) for one in order]


def _counted(key: str, label: str, ids: list[int], first: date, last: date) -> Group:
    spoken = {unit for _top, unit in unscoped_units(ids, on=last)}
    return Group(label, len(ids), totals_over(key, spoken | set(ids), first, last))


def _kinds(ids: Iterable[int], day: date) -> dict[int, tuple[str, str, str]]:
    """Return level, funding class and kind of each unit; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, {"ids": list(ids), "day": day})
        return {
            pk: (level, funding, employer or own)
            for pk, level, funding, employer, own in cursor.fetchall()
        }


def _group(by: Breakdown, unit: tuple[str, str, str] | None, day: date) -> str:
    level, funding, kind = unit or ("", "", "")
    if level not in grassroots_levels():
        return _ABOVE
    entry = rulebook.find_entry("organisation.kind", kind, on=day) if kind else None
    facts = entry.attributes if entry else {}
    if by == Breakdown.LEVEL:
        return str(facts.get("stage", _UNKNOWN))
    if funding:
        return _PRIVATE if funding == _PRIVATE else _PUBLIC
    if "public" in facts:
        return _PUBLIC if facts["public"] else _PRIVATE
    return _UNKNOWN


def _labels(by: Breakdown, day: date) -> dict[str, str]:
    """Return what groups are called, in the order they are shown."""
    last = {_UNKNOWN: _("Chưa ghi rõ"), _ABOVE: _("Công đoàn cấp trên cơ sở")}
    if by == Breakdown.SECTOR:
        return {_PUBLIC: _("Công lập"), _PRIVATE: _("Ngoài công lập"), **last}
    names = {
        "PRESCHOOL": _("Mầm non"),
        "PRIMARY": _("Tiểu học"),
        "LOWER_SECONDARY": _("Trung học cơ sở"),
        "UPPER_SECONDARY": _("Trung học phổ thông"),
        "MULTI_LEVEL": _("Nhiều cấp học"),
        "CONTINUING": _("Giáo dục thường xuyên, nghề nghiệp"),
        "VOCATIONAL": _("Trung cấp"),
        "COLLEGE": _("Cao đẳng"),
        "UNIVERSITY": _("Đại học"),
    }
    stages = {
        str(one.attributes["stage"])
        for one in rulebook.catalogue("organisation.kind", on=day)
        if one.attributes.get("stage")
    }
    return {**names, **{one: one for one in sorted(stages - set(names))}, **last}
