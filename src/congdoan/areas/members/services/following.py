"""
What becomes of memberships when organisations change (docs/meaning-of-events.md).

Merged, consolidated, divided: members go on at the result from that day. Dissolved, ended: their
membership ends with the unit. Whole units at once, in a number of statements that does not depend
on how many people they have.
"""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from congdoan.areas.members.enums import EndOfMembership
from congdoan.areas.members.models import Membership
from congdoan.areas.members.services.counting import note_points
from congdoan.areas.members.services.following_papers import carry_papers, take_papers_back
from congdoan.foundation.hooks import Veto
from congdoan.kernel.organisations.api import MEANINGS, Followed, Passing, PlannedChange
from congdoan.kernel.people.api import unscoped_survivors

_KEY = "members.of:"
#: How a stay began and ended by itself.
WAYS = ("begin_reason", "end_reason", "begun_by_id", "ended_by_id")

_LASTING = "organisation_id = ANY(%(units)s) AND (upper(valid) IS NULL OR upper(valid) > %(on)s)"
_END = f"""
UPDATE members_membership m
SET valid = daterange(lower(m.valid), %(on)s), end_reason = %(reason)s, ended_by_id = %(event)s
FROM (SELECT id, upper(valid) AS until, end_reason, ended_by_id FROM members_membership
      WHERE {_LASTING} AND lower(valid) < %(on)s FOR UPDATE) old
WHERE m.id = old.id
RETURNING m.organisation_id, m.id, old.until, old.end_reason, old.ended_by_id
"""  # noqa: S608
# What was to begin later begins at the successor, or not at all.
_WAITING = f"""
DELETE FROM members_membership WHERE {_LASTING} AND lower(valid) >= %(on)s
RETURNING organisation_id, id, person_id, lower(valid), upper(valid), gender, birth_year, category,
          begin_reason, end_reason, begun_by_id, ended_by_id
"""  # noqa: S608
_GO_ON = """
INSERT INTO members_membership (person_id, organisation_id, valid, birth_year, gender, category,
                                begin_reason, end_reason, begun_by_id, sort_key)
SELECT m.person_id, o.id, daterange(%(on)s, known.until) * o.valid, m.birth_year, m.gender,
       m.category, 'REORGANISED', '', %(event)s, m.sort_key
FROM members_membership m
JOIN unnest(%(units)s::bigint[], %(homes)s::bigint[]) AS goes (unit, home)
  ON goes.unit = m.organisation_id
JOIN organisations_organisation o ON o.id = goes.home
LEFT JOIN unnest(%(ids)s::bigint[], %(untils)s::date[]) AS known (id, until) ON known.id = m.id
WHERE m.ended_by_id = %(event)s AND NOT isempty(daterange(%(on)s, known.until) * o.valid)
RETURNING organisation_id, upper(valid)
"""
_BEGIN_LATER = """
INSERT INTO members_membership (person_id, organisation_id, valid, birth_year, gender, category,
                                begin_reason, end_reason, begun_by_id)
SELECT given.person, o.id, daterange(given.since, given.until) * o.valid, given.birth_year,
       given.gender, given.category, 'REORGANISED', '', %(event)s
FROM unnest(%(homes)s::bigint[], %(people)s::bigint[], %(sinces)s::date[], %(untils)s::date[],
            %(genders)s::text[], %(years)s::int[], %(categories)s::text[])
    AS given (home, person, since, until, gender, birth_year, category)
JOIN organisations_organisation o ON o.id = given.home
WHERE NOT isempty(daterange(given.since, given.until) * o.valid)
RETURNING organisation_id, lower(valid), upper(valid)
"""
_UNBEGIN = """
DELETE FROM members_membership WHERE begun_by_id = %(event)s
RETURNING organisation_id, lower(valid), upper(valid)
"""
_UNEND = """
UPDATE members_membership m
SET valid = daterange(lower(m.valid), known.until), end_reason = coalesce(known.reason, ''),
    ended_by_id = known.event
FROM members_membership old
LEFT JOIN unnest(%(ids)s::bigint[], %(untils)s::date[], %(reasons)s::text[], %(events)s::bigint[])
    AS known (id, until, reason, event) ON known.id = old.id
WHERE m.id = old.id AND old.ended_by_id = %(event)s
RETURNING m.organisation_id, upper(old.valid), upper(m.valid)
"""
_ELSEWHERE = """
SELECT count(DISTINCT later.person_id) FROM members_membership m
JOIN members_membership later ON later.person_id = m.person_id AND later.id <> m.id
    AND later.valid && daterange(%(on)s, NULL)
WHERE m.ended_by_id = %(event)s AND later.begun_by_id IS DISTINCT FROM %(event)s
"""


def count_members(change: PlannedChange) -> int:
    """Return how many people's memberships a change would end or carry on."""
    if not MEANINGS[change.kind].ends_originals:
        return 0
    lasting = Membership.objects.filter(organisation_id__in=change.originals)
    return lasting.filter(valid__contains=change.on).count()


def members_to_pass(change: PlannedChange) -> list[Passing]:
    """Let the officer who divides a unit say at which result its members go on."""
    if str(change.kind) != "DIVIDE" or not (count := count_members(change)):
        return []
    label = _("{count} đoàn viên").format(count=count)
    return [Passing(f"{_KEY}{pk}", _("Đoàn viên"), label, pk) for pk in change.originals]


def carry_members(change: PlannedChange) -> Followed | None:
    """End the memberships of the units an event ended; go on at the successors, if any."""
    if not MEANINGS[change.kind].ends_originals:
        return None
    homes = successors_of(change)
    reason = EndOfMembership.UNIT_MERGED if homes else EndOfMembership.UNIT_ENDED
    given = {
        "units": list(change.originals),
        "on": change.on,
        "reason": str(reason),
        "event": change.event_id,
    }
    waiting = _rows(_WAITING, given)
    ended = _rows(_END, given)
    planned = {pk: until for _unit, pk, until, *_why in ended if until}
    points = [(unit, change.on, -1) for unit, *_row in ended]
    points += [(unit, until, 1) for unit, _pk, until, *_why in ended if until]
    points += [(row[0], row[3], -1) for row in waiting]
    points += [(row[0], row[4], 1) for row in waiting if row[4]]
    points += _go_on(change, homes, planned, waiting)
    note_points(together(points))
    papers = carry_papers(change, homes)
    ahead = change.facts.get("planned")
    if not ended and not waiting and not papers and not ahead:
        return None
    note: dict[str, Any] = {
        "papers": papers,
        "until": {str(pk): until.isoformat() for pk, until in planned.items()},
        # How they ended by themselves: what taking the event back must say again.
        "ends": {str(pk): why for _unit, pk, _until, *why in ended if any(why)},
        "waiting": [_told(row) for row in waiting],
    }
    if ahead:
        # Whoever is written after this joined between the decision and its day.
        note["seen"] = Membership.objects.aggregate(last=Max("pk"))["last"] or 0
    return Followed("members", note)


def successors_of(change: PlannedChange) -> dict[int, int]:
    """Return where the members of each original go on: the officer's choice, else the first."""
    chosen = {
        int(key.removeprefix(_KEY)): pk
        for key, pk in change.facts.get("passing", {}).items()
        if key.startswith(_KEY)
    }
    if not change.results:
        return {}
    return {pk: chosen.get(pk, change.results[0]) for pk in change.originals}


def _go_on(
    change: PlannedChange,
    homes: dict[int, int],
    planned: dict[int, date],
    waiting: list[tuple[Any, ...]],
) -> list[tuple[int, date, int]]:
    if not homes:
        return []
    given = {
        "on": change.on,
        "event": change.event_id,
        "units": list(homes),
        "homes": list(homes.values()),
        "ids": list(planned),
        "untils": list(planned.values()),
    }
    begun = [(unit, change.on, until) for unit, until in _rows(_GO_ON, given)]
    if waiting:
        columns = [list(column) for column in zip(*waiting, strict=True)]
        begun += _rows(
            _BEGIN_LATER,
            {
                "event": change.event_id,
                "homes": [homes[unit] for unit in columns[0]],
                **dict(
                    zip(
                        ("people", "sinces", "untils", "genders", "years", "categories"),
                        columns[2:8],
                        strict=True,
                    )
                ),
            },
        )
    return _points_of(begun, 1)


def refuse_to_take_back(change: PlannedChange) -> Veto | None:
    """Keep an event from being undone while its people joined elsewhere or left since."""
    if not change.facts.get("undo") or "members" not in change.facts.get("followed", {}):
        return None
    begun = Membership.objects.filter(begun_by=change.event_id)
    left = begun.exclude(end_reason="").count()
    given = {"event": change.event_id, "on": change.on}
    moved = int(_rows(_ELSEWHERE, given)[0][0])
    if not left and not moved:
        return None
    return Veto(
        _(
            "{count} đoàn viên đã thôi hoặc chuyển đơn vị sau sự kiện này; hãy ghi một sự kiện "
            "đính chính."
        ).format(count=left + moved)
    )


def take_members_back(change: PlannedChange) -> None:
    """Give the memberships their days again, as before the event that is taken back."""
    note = change.facts["followed"].get("members")
    if not note:
        return
    planned = {int(pk): date.fromisoformat(day) for pk, day in note["until"].items()}
    ends = note.get("ends", {})
    begun = _rows(_UNBEGIN, {"event": change.event_id})
    points = _points_of(begun, -1)
    given = {
        "event": change.event_id,
        "ids": list(planned),
        "untils": list(planned.values()),
        "reasons": [ends.get(str(pk), ("", None))[0] for pk in planned],
        "events": [ends.get(str(pk), ("", None))[1] for pk in planned],
    }
    reopened = _rows(_UNEND, given)
    points += [(unit, on, 1) for unit, on, _until in reopened]
    points += [(unit, until, -1) for unit, _on, until in reopened if until]
    for row in note["waiting"]:
        points += _begin_again(row)
    note_points(together(points))
    take_papers_back(note.get("papers", []))


def _begin_again(row: dict[str, Any]) -> list[tuple[int, date, int]]:
    since, until = (date.fromisoformat(day) if day else None for day in row.pop("valid"))
    # Who was merged since goes on under the record that is kept.
    row["person_id"] = unscoped_survivors([row["person_id"]])[row["person_id"]]
    Membership.objects.create(valid=(since, until), **row)
    return _points_of([(row["organisation_id"], since, until)], 1)


def _told(row: tuple[Any, ...]) -> dict[str, Any]:
    unit, pk, person, since, until, gender, year, category, *ways = row
    return {
        "id": pk,
        "organisation_id": unit,
        "person_id": person,
        "valid": [since.isoformat(), until.isoformat() if until else None],
        "gender": gender,
        "birth_year": year,
        "category": category,
        **dict(zip(WAYS, ways, strict=True)),
    }


def _points_of(rows: list[tuple[Any, ...]], sign: int) -> list[tuple[int, date, int]]:
    points = [(unit, since, sign) for unit, since, _until in rows]
    return points + [(unit, until, -sign) for unit, _since, until in rows if until]


def together(points: list[tuple[int, date, int]]) -> list[tuple[int, date, int]]:
    """
    Put the points of one unit and day together: thousands of people, a handful of rows.

    Those that add up to 0 stay: how people came or went may have changed.
    """
    sums: dict[tuple[int, date], int] = {}
    for unit, day, delta in points:
        sums[unit, day] = sums.get((unit, day), 0) + delta
    return [(unit, day, delta) for (unit, day), delta in sums.items()]


def _rows(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
