"""Taking imported members back, but for those of whom something was changed since."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext_noop as _

from congdoan.areas.members import policies
from congdoan.areas.members.models import MemberRecord, Membership, MemberWork, SealedFact
from congdoan.areas.members.services.counting import note_points
from congdoan.areas.members.services.importing.changing import holds, write_values
from congdoan.areas.members.services.importing.facts import Known, load_known, rows_of
from congdoan.areas.members.services.importing.sealed import holds_facts, write_facts
from congdoan.areas.members.services.importing.writing import in_turns, person_of
from congdoan.foundation.copying import array_of
from congdoan.kernel.people.api import (
    remove_people,
    require_everywhere,
    unscoped_referred_to,
)
from congdoan.support.exchange.api import ERROR, Context, PlannedRow, Problem

_TOUCHED = Problem(
    ERROR, "name", _("Không hoàn tác được: hồ sơ đã được sửa sau khi nhập; hãy sửa ở hồ sơ.")
)
_USED = Problem(
    ERROR,
    "name",
    _("Không hoàn tác được: đã có việc khác gắn với người này; hãy cho thôi ở hồ sơ."),
)
_REVISIONS = "SELECT person_id, revision FROM members_memberrecord WHERE person_id = ANY(%s)"
_COUNTS = """
SELECT person_id, count(*) FROM members_sealedfact WHERE person_id = ANY(%s) GROUP BY person_id
"""
_PARTS = ("members_memberwork", "members_sealedfact", "members_memberrecord")
_MEMBERSHIPS = """
DELETE FROM members_membership WHERE person_id = ANY(%s)
RETURNING organisation_id, lower(valid), upper(valid)
"""
_BEGUN = """
DELETE FROM members_membership m
USING unnest(%s::bigint[], %s::date[]) AS begun (person_id, since)
WHERE m.person_id = begun.person_id AND lower(m.valid) = begun.since
RETURNING m.organisation_id, lower(m.valid), upper(m.valid)
"""


def undo_members(rows: Sequence[PlannedRow], context: Context, reason: str) -> dict[int, Problem]:
    """Take one checkpoint back; answer for the rows that must stay."""
    del reason  # stands in the audit row of the batch
    in_turns()
    ids = [row.target_id for row in rows if row.target_id]
    known = load_known(ids, on=context.actor.today)
    made = [row for row in rows if row.inverse.get("made")]
    changed = [row for row in rows if not row.inverse.get("made")]
    stay = _kept_made(made, known) | _kept_changed(changed, known)
    _remove([row for row in made if row.n not in stay], known, context)
    _restore([row for row in changed if row.n not in stay], known, context)
    return stay


def _kept_made(rows: Sequence[PlannedRow], known: dict[int, Known]) -> dict[int, Problem]:
    """Compare what stands in the register with what the import wrote."""
    ids = [row.target_id for row in rows if row.target_id]
    if not ids:
        return {}
    used = unscoped_referred_to(ids, apart_from=(Membership, MemberRecord, MemberWork, SealedFact))
    revisions = dict(rows_of(_REVISIONS, ids))
    sealed = dict(rows_of(_COUNTS, ids))
    stay = {}
    for row in rows:
        pk = row.target_id or 0
        person = known.get(pk)
        if pk in used:
            stay[row.n] = _USED
        elif (
            person is None
            or revisions.get(pk) != 0
            or sealed.get(pk, 0) != ("token" in row.parsed) + len(row.parsed.get("facts", {}))
            or not _as_written(person, row.parsed)
        ):
            stay[row.n] = _TOUCHED
    return stay


def _as_written(person: Known, values: dict[str, Any]) -> bool:
    wrote = person_of(values)
    if len(person.stays) != 1:
        return False
    stay = person.stays[0]
    return (
        (person.family_middle, person.given_name, person.gender, person.birth_date)
        == (wrote.family_middle, wrote.given_name, wrote.gender, wrote.birth_date)
        and (person.phone, person.email) == (wrote.phone, wrote.email)
        and person.token == values.get("token", "")
        and holds_facts(person, values.get("facts", {}), place=1)
        and (stay.organisation_id, stay.category) == (values["unit"], values["category"])
        and stay.since.isoformat() == values["since"]
        and stay.until is None
        and person.job_title == values.get("job_title", "")
        and person.department == values.get("department", "")
    )


def _kept_changed(rows: Sequence[PlannedRow], known: dict[int, Known]) -> dict[int, Problem]:
    stay = {}
    for row in rows:
        person = known.get(row.target_id or 0)
        if (
            person is None
            or not holds(person, row.inverse["changes"], place=1)
            or not holds_facts(person, _facts_of(row), place=1)
        ):
            stay[row.n] = _TOUCHED
        elif since := row.inverse.get("begun"):
            last = person.stays[-1] if person.stays else None
            if last is None or last.since.isoformat() != since or last.until is not None:
                stay[row.n] = _TOUCHED
    return stay


def _facts_of(row: PlannedRow) -> dict[str, list[str]]:
    """Return the facts a change wrote, of those it knows how to give back."""
    back = row.inverse.get("facts", {})
    return {kind: new for kind, new in row.parsed.get("facts", {}).items() if kind in back}


def _remove(rows: Sequence[PlannedRow], known: dict[int, Known], context: Context) -> None:
    ids = [row.target_id for row in rows if row.target_id]
    if not ids:
        return
    units = {stay.organisation_id for pk in ids for stay in known[pk].stays}
    require_everywhere(context.actor, policies.IMPORT, units)
    wanted = array_of(ids)
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERSHIPS, [wanted])
        gone = cursor.fetchall()
        for table in _PARTS:
            cursor.execute(f"DELETE FROM {table} WHERE person_id = ANY(%s)", [wanted])  # noqa: S608
    _uncount(gone)
    remove_people(actor=context.actor, right=policies.IMPORT, organisations=units, ids=ids)


def _uncount(gone: Collection[tuple[int, date, date | None]]) -> None:
    points = [(unit, since, -1) for unit, since, _until in gone]
    points += [(unit, until, 1) for unit, _since, until in gone if until is not None]
    note_points(points)


def _restore(rows: Sequence[PlannedRow], known: dict[int, Known], context: Context) -> None:
    if not rows:
        return
    people = [known[row.target_id or 0] for row in rows]
    units = {person.stays[-1].organisation_id for person in people if person.stays}
    require_everywhere(context.actor, policies.IMPORT, units)
    write_values(
        [(person, row.inverse["changes"]) for row, person in zip(rows, people, strict=True)],
        context,
        place=0,
    )
    write_facts(
        (row.target_id or 0, kind, sealed, token)
        for row in rows
        for kind, (token, sealed) in row.inverse.get("facts", {}).items()
    )
    begun = [(row.target_id, row.inverse["begun"]) for row in rows if "begun" in row.inverse]
    unsealed = [row.target_id for row in rows if "citizen_id" in row.inverse["changes"]]
    with connection.cursor() as cursor:
        if unsealed:
            cursor.execute(
                "DELETE FROM members_sealedfact WHERE kind = 'CITIZEN_ID' AND person_id = ANY(%s)",
                [unsealed],
            )
        if begun:
            cursor.execute(_BEGUN, [[pk for pk, _ in begun], [since for _, since in begun]])
            _uncount(cursor.fetchall())
