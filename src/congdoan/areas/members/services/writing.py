"""
Beginning and ending memberships, the counts of every branch with them.

These are the writers every act on members goes through. Who may act, and by which decision, is
asked by the act itself, before it calls them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.areas.members.enums import EndOfMembership
from congdoan.areas.members.models import Membership
from congdoan.areas.members.services.counting import note_points
from congdoan.foundation.planner import tell_planner
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import overlap
from congdoan.kernel.organisations.api import hold_still
from congdoan.kernel.organisations.models import Organisation

_TAKE_BACK = """
DELETE FROM members_membership WHERE id = ANY(%(ids)s)
RETURNING organisation_id, lower(valid), upper(valid), person_id
"""
_REOPEN = """
UPDATE members_membership m SET valid = daterange(lower(m.valid), %(until)s), end_reason = ''
FROM (SELECT id, upper(valid) AS until FROM members_membership
      WHERE id = %(id)s AND ended_by_id IS NULL FOR UPDATE) old
WHERE m.id = old.id AND old.until IS NOT NULL RETURNING m.organisation_id, old.until
"""
_END = """
UPDATE members_membership m
SET valid = daterange(lower(m.valid), %(on)s), end_reason = %(reason)s, ended_by_id = NULL
FROM (SELECT id, upper(valid) AS until, ended_by_id FROM members_membership
      WHERE id = ANY(%(ids)s) AND valid @> %(on)s AND lower(valid) < %(on)s FOR UPDATE) old
WHERE m.id = old.id RETURNING m.organisation_id, old.until, m.person_id, old.ended_by_id
"""
# Whoever leaves before their unit is merged does not go on at the successor.
_NOT_GO_ON = """
DELETE FROM members_membership m
USING unnest(%(people)s::bigint[], %(events)s::bigint[]) AS left_before (person, event)
WHERE m.person_id = person AND m.begun_by_id = event AND m.end_reason = ''
RETURNING m.organisation_id, lower(m.valid), upper(m.valid)
"""


class OutsideTheUnitsLife(Refusal):
    """Có người được ghi là đoàn viên ngoài thời gian đơn vị {code} tồn tại; hãy sửa lại ngày vào hoặc ngày thôi."""  # noqa: E501


@dataclass(frozen=True)
class NewMembership:
    """One person at one unit, for these days."""

    person_id: int
    organisation_id: int
    valid: DateRange
    category: str
    gender: str = ""
    birth_year: int | None = None
    begin_reason: str = ""


@transaction.atomic
def begin_memberships(news: Sequence[NewMembership]) -> list[Membership]:
    """
    Write memberships, all or none.

    :raises OutsideTheUnitsLife: when a unit does not exist on all of its members' days
    """
    hold_still()
    units = Organisation.objects.in_bulk({new.organisation_id for new in news})
    for new in news:
        unit = units[new.organisation_id]
        if overlap(new.valid, unit.valid) != new.valid:
            raise OutsideTheUnitsLife(code=unit.code)
    made = Membership.objects.bulk_create(
        (Membership(**asdict(new)) for new in news), batch_size=2000
    )
    tell_planner(Membership, added=len(made))
    note_points(
        (
            point
            for new in news
            for point in (
                (new.organisation_id, new.valid.lower, 1),
                *([(new.organisation_id, new.valid.upper, -1)] if new.valid.upper else []),
            )
        ),
        people={new.person_id for new in news},
    )
    return made


@transaction.atomic
def end_memberships(memberships: Iterable[int], *, on: date, reason: EndOfMembership) -> int:
    """
    End memberships (ids) that hold on ``on`` and the day before: ``on`` is the first day without.

    Return how many were ended.
    """
    hold_still()
    arguments: dict[str, Any] = {"ids": list(memberships), "on": on, "reason": str(reason)}
    with connection.cursor() as cursor:
        cursor.execute(_END, arguments)
        ended = cursor.fetchall()
        passed = [(person, event) for _unit, _until, person, event in ended if event]
        cursor.execute(
            _NOT_GO_ON,
            {"people": [row[0] for row in passed], "events": [row[1] for row in passed]},
        )
        unbegun = cursor.fetchall()
    points = [(unit, on, -1) for unit, *_rest in ended]
    points += [(unit, until, 1) for unit, until, *_rest in ended if until]
    points += [(unit, since, -1) for unit, since, _until in unbegun]
    points += [(unit, until, 1) for unit, _since, until in unbegun if until]
    note_points(points, people=[person for _unit, _until, person, _event in ended])
    return len(ended)


@transaction.atomic
def take_memberships_back(memberships: Iterable[int]) -> int:
    """Delete memberships (ids) that should not have been written; return how many there were."""
    hold_still()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_BACK, {"ids": list(memberships)})
        gone = cursor.fetchall()
    note_points(
        (
            point
            for unit, since, until, _person in gone
            for point in ((unit, since, -1), *([(unit, until, 1)] if until else []))
        ),
        people=[row[3] for row in gone],
    )
    return len(gone)


@transaction.atomic
def reopen_membership(membership: int, *, until: date | None) -> bool:
    """Let a membership that a person's act ended go on (to ``until``); False when none did."""
    hold_still()
    with connection.cursor() as cursor:
        cursor.execute(_REOPEN, {"id": membership, "until": until})
        found = cursor.fetchall()
    note_points(
        point
        for unit, ended in found
        for point in ((unit, ended, 1), *([(unit, until, -1)] if until else []))
    )
    return bool(found)
