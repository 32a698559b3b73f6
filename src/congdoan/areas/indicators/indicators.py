"""What the kernel's records answer: unions under an organisation, and who holds offices in it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.indicators.selectors.register import Asked, Behind, Opened
from congdoan.kernel.organisations.api import VIEW, grassroots_levels
from congdoan.kernel.organisations.enums import IN_FORCE, HierarchyId
from congdoan.kernel.people.api import VIEW as SEE_PEOPLE
from congdoan.kernel.rulebook import api as rulebook

Answers = Mapping[str, Mapping[int, Decimal]]

OCCUPATIONAL, SECTION, TEAM = "L4_OCCUPATIONAL", "L5_SECTION", "L6_TEAM"
PRESIDENT, PRIVATE = "PRESIDENT", "PRIVATE"

_PAIRS = "unnest(%(tops)s::bigint[], %(units)s::bigint[]) AS a (top, unit)"
# A union is private by its own class, else by the class of the employer it is the union of.
_IS_PRIVATE = """(p.funding_class = %(private)s OR p.funding_class = '' AND EXISTS (
    SELECT 1 FROM organisations_counterpart k
    JOIN organisations_organisationprofile e ON e.organisation_id = k.partner_id
      AND e.valid @> {day} AND e.funding_class = %(private)s
    WHERE k.union_id = p.organisation_id AND k.valid @> {day}))"""

_UNDER = f"""
SELECT a.top, p.level, {_IS_PRIVATE.format(day="%(last)s::date")} AS private, count(*)
FROM {_PAIRS}
JOIN organisations_placement s ON s.parent_id = a.unit AND s.hierarchy_id = %(hierarchy)s
  AND s.valid @> %(last)s::date
JOIN organisations_organisationprofile p ON p.organisation_id = s.child_id
  AND p.valid @> %(last)s::date
GROUP BY 1, 2, 3
"""  # noqa: S608 - our text

_FOUNDED = f"""
SELECT a.top, {_IS_PRIVATE.format(day="lower(o.valid)")} AS private, count(DISTINCT o.id)
FROM {_PAIRS}
JOIN organisations_placement s ON s.parent_id = a.unit AND s.hierarchy_id = %(hierarchy)s
JOIN organisations_organisation o ON o.id = s.child_id
  AND lower(o.valid) BETWEEN %(first)s AND %(last)s AND s.valid @> lower(o.valid)
JOIN organisations_organisationprofile p ON p.organisation_id = o.id
  AND p.valid @> lower(o.valid) AND p.level = ANY(%(levels)s)
WHERE EXISTS (SELECT 1 FROM organisations_organisationeventunit u
    JOIN organisations_organisationevent e ON e.id = u.event_id AND e.state = ANY(%(in_force)s)
    WHERE u.organisation_id = o.id AND u.role = 'RESULTING' AND e.kind = 'ESTABLISH')
GROUP BY 1, 2
"""  # noqa: S608 - our text

# Not those that go on in another union.
_ENDED = f"""
SELECT a.top, count(DISTINCT o.id)
FROM {_PAIRS}
JOIN organisations_placement s ON s.parent_id = a.unit AND s.hierarchy_id = %(hierarchy)s
JOIN organisations_organisation o ON o.id = s.child_id
  AND upper(o.valid) BETWEEN %(first)s AND %(last)s AND s.valid @> (upper(o.valid) - 1)
JOIN organisations_organisationprofile p ON p.organisation_id = o.id
  AND p.valid @> (upper(o.valid) - 1) AND p.level = ANY(%(levels)s)
WHERE EXISTS (SELECT 1 FROM organisations_organisationeventunit u
    JOIN organisations_organisationevent e ON e.id = u.event_id AND e.state = ANY(%(in_force)s)
    WHERE u.organisation_id = o.id AND u.role = 'ORIGINAL' AND e.effective_on = upper(o.valid)
      AND e.kind IN ('DISSOLVE', 'END_OPERATION'))
GROUP BY 1
"""  # noqa: S608 - our text

_OFFICIALS = f"""
SELECT top, full_time, gender, count(*) FROM (
    SELECT a.top, f.person_id, bool_or(f.full_time) AS full_time, max(n.gender) AS gender
    FROM {_PAIRS}
    JOIN people_office f ON f.organisation_id = a.unit AND f.valid @> %(last)s::date
      AND f.position = ANY(%(officials)s)
    JOIN people_person n ON n.id = f.person_id
    GROUP BY a.top, f.person_id
) AS people GROUP BY 1, 2, 3
"""  # noqa: S608 - our text

# The committee is the organisation's own, not those of its sections.
_COMMITTEE = """
SELECT f.organisation_id, n.gender, count(DISTINCT f.person_id)
FROM people_office f JOIN people_person n ON n.id = f.person_id
WHERE f.organisation_id = ANY(%(ids)s::bigint[]) AND f.valid @> %(last)s::date
  AND f.position = ANY(%(committee)s)
GROUP BY 1, 2
"""

_NEW_PRESIDENTS = """
SELECT f.organisation_id, n.gender, count(DISTINCT f.person_id)
FROM people_office f JOIN people_person n ON n.id = f.person_id
JOIN organisations_organisationprofile p ON p.organisation_id = f.organisation_id
  AND p.valid @> lower(f.valid) AND p.level = ANY(%(levels)s)
WHERE f.organisation_id = ANY(%(ids)s::bigint[]) AND f.position = %(president)s
  AND lower(f.valid) BETWEEN %(first)s AND %(last)s
  AND NOT EXISTS (SELECT 1 FROM people_office e
    WHERE e.person_id = f.person_id AND e.organisation_id = f.organisation_id
      AND e.position = f.position AND lower(e.valid) < lower(f.valid))
GROUP BY 1, 2
"""

_THEMSELVES = """
SELECT organisation_id, 1 FROM organisations_organisationprofile
WHERE organisation_id = ANY(%(ids)s::bigint[]) AND valid @> %(last)s::date
  AND level = ANY(%(levels)s)
"""

UNITS = ("GTU_TOTAL", "GTU_PRIVATE", "OCC_UNIONS", "SECTIONS", "TEAMS")
FOUNDED = ("GTU_NEW", "GTU_NEW_PRIVATE")
OFFICIALS = ("OFFICIALS_FT", "OFFICIALS_FT.FEMALE", "OFFICIALS_PT", "OFFICIALS_PT.FEMALE")
COMMITTEE = ("EXEC_MEMBERS", "EXEC_MEMBERS.FEMALE")
NEW_PRESIDENTS = ("PRES_NEW", "PRES_NEW.FEMALE")


def units_under(asked: Asked) -> Answers:
    """Count the unions, sections and teams directly under each; one query."""
    grassroots = set(grassroots_levels())
    found: dict[str, dict[int, int]] = {key: {} for key in UNITS}
    for top, level, private, number in _ask(_UNDER, asked):
        keys = {SECTION: ["SECTIONS"], TEAM: ["TEAMS"]}.get(level, [])
        if level in grassroots:
            keys = ["GTU_TOTAL"]
            keys += ["GTU_PRIVATE"] if private else []
            keys += ["OCC_UNIONS"] if level == OCCUPATIONAL else []
        for key in keys:
            found[key][top] = found[key].get(top, 0) + number
    return {key: asked.filled(values) for key, values in found.items()}


def unions_founded(asked: Asked) -> Answers:
    """Count the grassroots unions founded under each; one query."""
    every: dict[int, int] = {}
    private: dict[int, int] = {}
    for top, is_private, number in _ask(_FOUNDED, asked):
        every[top] = every.get(top, 0) + number
        if is_private:
            private[top] = number
    return {"GTU_NEW": asked.filled(every), "GTU_NEW_PRIVATE": asked.filled(private)}


def unions_ended(asked: Asked) -> Mapping[int, Decimal]:
    return asked.filled(dict(_ask(_ENDED, asked)))


def grassroots_themselves(asked: Asked) -> Mapping[int, Decimal]:
    """Return one for each that is a grassroots union on the last day; one query."""
    return asked.filled(dict(_ask(_THEMSELVES, asked)))


def officials(asked: Asked) -> Answers:
    """Count who holds a union office, full time or beside their work; one query."""
    found: dict[str, dict[int, int]] = {key: {} for key in OFFICIALS}
    for top, full_time, gender, number in _ask(_OFFICIALS, asked):
        key = "OFFICIALS_FT" if full_time else "OFFICIALS_PT"
        _add(found, key, top, gender, number)
    return {key: asked.filled(values) for key, values in found.items()}


def committee(asked: Asked) -> Answers:
    return _by_gender("EXEC_MEMBERS", _COMMITTEE, asked)


def new_presidents(asked: Asked) -> Answers:
    return _by_gender("PRES_NEW", _NEW_PRESIDENTS, asked)


def units_page(opened: Opened) -> Behind | None:
    """Return the organisation's page, where the units under it are."""
    if not opened.actor.may(VIEW, on=opened.organisation):
        return None
    return Behind(
        _("Trang của tổ chức, các đơn vị trực thuộc"),
        _as_of(reverse("organisations:detail", args=[opened.organisation.pk]), opened),
    )


def offices_page(opened: Opened) -> Behind | None:
    """Return where the organisation's officials are listed."""
    if not opened.actor.may(SEE_PEOPLE, on=opened.organisation):
        return None
    return Behind(
        _("Danh sách cán bộ của tổ chức"),
        _as_of(reverse("people:offices", args=[opened.organisation.pk]), opened),
    )


def _as_of(address: str, opened: Opened) -> str:
    return f"{address}?as_of={opened.last.isoformat()}"


def _by_gender(key: str, query: str, asked: Asked) -> Answers:
    found: dict[str, dict[int, int]] = {key: {}, f"{key}.FEMALE": {}}
    for top, gender, number in _ask(query, asked):
        _add(found, key, top, gender, number)
    return {one: asked.filled(values) for one, values in found.items()}


def _add(found: dict[str, dict[int, int]], key: str, top: int, gender: str, number: int) -> None:
    found[key][top] = found[key].get(top, 0) + number
    if gender == "F":
        found[f"{key}.FEMALE"][top] = found[f"{key}.FEMALE"].get(top, 0) + number


def _ask(query: str, asked: Asked) -> list[tuple[Any, ...]]:
    return asked.rows(
        query,
        hierarchy=int(HierarchyId.COMMAND),
        levels=grassroots_levels(),
        in_force=[str(one) for one in IN_FORCE],
        private=PRIVATE,
        president=PRESIDENT,
        **_positions(asked.last),
    )


def _positions(on: date) -> dict[str, list[str]]:
    """Return which positions make an official, and which a member of the committee."""
    entries = rulebook.catalogue("position", on=on)
    unions = [one for one in entries if one.attributes.get("side") == "UNION"]
    bodies = {"EXEC", "STANDING", "PRESIDIUM"}
    return {
        "officials": [one.code for one in unions if one.code != "MEMBER"],
        "committee": [one.code for one in unions if one.attributes.get("body") in bodies],
    }
