"""Updating known members by set, and what each field was before."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext_noop as _

from congdoan.areas.members import policies
from congdoan.areas.members.enums import BeginOfMembership
from congdoan.areas.members.rules import identity
from congdoan.areas.members.services.counting import note_points
from congdoan.areas.members.services.importing.facts import Known, ask_keys, load_known
from congdoan.areas.members.services.importing.matching import RESTRICTED
from congdoan.areas.members.services.importing.sealed import (
    former_facts,
    holds_facts,
    refused_facts,
    write_facts,
)
from congdoan.foundation import vietnamese
from congdoan.foundation.copying import copy_in
from congdoan.kernel.people.api import PersonRow, change_people
from congdoan.support.exchange.api import ERROR, Context, Done, PlannedRow, Problem

PERSON_FIELDS = ("name", "gender", "birth_date", "phone", "email")
RECORD_FIELDS = ("member_no", "joined_on", "hired_on", "address")
WORK_FIELDS = ("job_title", "department")

_CHANGED = Problem(
    ERROR, "name", _("Trong lúc chờ, hồ sơ này đã được sửa; hãy sửa dòng để so lại với sổ.")
)
_TAKEN = Problem(
    ERROR, "name", _("Trong lúc chờ, số căn cước hoặc mã đoàn viên này đã được ghi cho người khác.")
)
_RESTRICTED = Problem(ERROR, "name", RESTRICTED)
_NOT_YOURS = Problem(
    ERROR, "name", _("Trong lúc chờ, người này đã sang đơn vị không thuộc quyền của bạn.")
)
_RECORDS = """
INSERT INTO members_memberrecord AS record (person_id, member_no, joined_on, hired_on,
    address_current, digits, revision, card_type, birth_place, home_town, nationality,
    address_permanent, marital_status, education_level, professional_degree, political_theory,
    foreign_language, it_level)
SELECT new.*, 0, '', '', '', '', '', '', '', '', '', '', ''
FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::date[], %s::text[], %s::text[]) AS new
ON CONFLICT (person_id) DO UPDATE SET member_no = EXCLUDED.member_no,
    joined_on = EXCLUDED.joined_on, hired_on = EXCLUDED.hired_on,
    address_current = EXCLUDED.address_current, digits = EXCLUDED.digits,
    revision = record.revision + 1
"""
_WORKS = """
UPDATE members_memberwork AS work SET job_title = new.job_title, department = new.department
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS new (person_id, job_title, department)
WHERE work.person_id = new.person_id AND work.valid @> %s::date
RETURNING work.person_id
"""
_CATEGORIES = """
UPDATE members_membership AS m SET category = new.category
FROM unnest(%s::bigint[], %s::text[]) AS new (id, category) WHERE m.id = new.id
"""
_FACTS = """
UPDATE members_membership AS m SET gender = new.gender, birth_year = new.birth_year
FROM unnest(%s::bigint[], %s::text[], %s::smallint[]) AS new (person_id, gender, birth_year)
WHERE m.person_id = new.person_id
"""


def change_members(rows: Sequence[PlannedRow], context: Context) -> "dict[int, Done | Problem]":
    """Write the differences the plan showed, where the register still holds what it showed."""
    today = context.actor.today
    known = load_known({row.target_id for row in rows if row.target_id}, on=today)
    last = {person.stays[-1].organisation_id for person in known.values() if person.stays}
    reach = context.actor.reach(policies.IMPORT).filter(pk__in=last)
    reached = set(reach.values_list("pk", flat=True))
    answers: dict[int, Done | Problem] = {}
    ready: list[tuple[PlannedRow, Known]] = []
    taken = _taken(rows)
    for row in rows:
        person = known.get(row.target_id or 0)
        if person is None or _is_stale(row, person):
            answers[row.n] = _CHANGED
        elif person.restricted:
            answers[row.n] = _RESTRICTED
        elif person.stays and person.stays[-1].organisation_id not in reached:
            answers[row.n] = _NOT_YOURS
        elif row.n in taken:
            answers[row.n] = _TAKEN
        else:
            ready.append((row, person))
    lost = refused_facts([(row, _home(row, person), person.id) for row, person in ready], context)
    return answers | lost | _write([one for one in ready if one[0].n not in lost], context)


def _write(ready: Sequence[tuple[PlannedRow, Known]], context: Context) -> dict[int, Done]:
    write_values([(person, row.parsed["changes"]) for row, person in ready], context, place=1)
    _seal(ready)
    begun = _begin(ready)
    done = {}
    for row, person in ready:
        inverse: dict[str, Any] = {"changes": row.parsed["changes"]}
        if person.id in begun:
            inverse["begun"] = row.parsed["since"]
        if facts := row.parsed.get("facts"):
            inverse["facts"] = former_facts(person, facts)
        done[row.n] = Done(person.id, inverse)
    return done


def _is_stale(row: PlannedRow, person: Known) -> bool:
    """Tell whether the register no longer holds what the plan showed."""
    return (
        not holds(person, row.parsed["changes"], place=0)
        or not holds_facts(person, row.parsed.get("facts", {}), place=2)
        or ("unit" in row.parsed and bool(person.stay_on(date.fromisoformat(row.parsed["since"]))))
    )


def _home(row: PlannedRow, person: Known) -> int:
    return int(person.stays[-1].organisation_id if person.stays else row.parsed.get("unit", 0))


def _taken(rows: Sequence[PlannedRow]) -> set[int]:
    """Return the rows whose new numbers somebody else carries by now."""
    numbers = {
        row.n: new
        for row in rows
        if (new := str(row.parsed["changes"].get("member_no", ("", ""))[1] or ""))
    }
    tokens = {row.n: row.parsed["token"] for row in rows if "citizen_id" in row.parsed["changes"]}
    found = ask_keys(
        tokens=list(tokens.values()),
        numbers=list(numbers.values()),
        emails=[],
        phones=[],
        births=[],
    )
    return {n for n, number in numbers.items() if number in found.by_number} | {
        n for n, token in tokens.items() if token in found.by_token
    }


def holds(person: Known, changes: Mapping[str, Sequence[Any]], *, place: int) -> bool:
    """Tell whether the register still says what a change rests on (0: before it, 1: after it)."""
    for column, values in changes.items():
        if column == "citizen_id":
            if bool(person.token) != bool(place):
                return False
        elif _plain(person, column) != (values[place] or ""):
            return False
    return True


def _plain(person: Known, column: str) -> str:
    if column == "category":
        return person.stays[-1].category if person.stays else ""
    value = getattr(person, column)
    if column == "email":
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value or "")


def write_values(
    pairs: Sequence[tuple[Known, Mapping[str, Sequence[Any]]]], context: Context, *, place: int
) -> None:
    """Write new values (1) or former ones (0), table by table."""
    touched = [
        (person, {column: values[place] for column, values in changes.items()})
        for person, changes in pairs
        if changes
    ]
    for fields, write in (
        (PERSON_FIELDS, _write_people),
        (RECORD_FIELDS, _write_records),
        (WORK_FIELDS, _write_works),
        (("category",), _write_categories),
    ):
        chosen = [(person, new) for person, new in touched if any(name in new for name in fields)]
        if chosen:
            write(chosen, context)


Chosen = Sequence[tuple[Known, Mapping[str, Any]]]
Writer = Callable[[Chosen, Context], None]


def _write_people(chosen: Chosen, context: Context) -> None:
    rows = {}
    for person, new in chosen:
        name = vietnamese.tidy(new.get("name") or person.name)
        middle, _space, given = name.rpartition(" ")
        birth = _day(new["birth_date"]) if "birth_date" in new else person.birth_date
        rows[person.id] = PersonRow(
            middle,
            given,
            new.get("gender", person.gender) or "",
            birth,
            new.get("phone", person.phone) or "",
            new.get("email", person.email) or "",
        )
    units = {stay.organisation_id for person, _new in chosen for stay in person.stays[-1:]}
    change_people(actor=context.actor, right=policies.IMPORT, organisations=units, people=rows)
    _execute(
        _FACTS,
        list(rows),
        [row.gender for row in rows.values()],
        [row.birth_date.year if row.birth_date else None for row in rows.values()],
    )


def _write_records(chosen: Chosen, _context: Context) -> None:
    numbers = [new.get("member_no", person.member_no) or "" for person, new in chosen]
    _execute(
        _RECORDS,
        [person.id for person, _new in chosen],
        numbers,
        *(
            [
                _day(new[column]) if column in new else getattr(person, column)
                for person, new in chosen
            ]
            for column in ("joined_on", "hired_on")
        ),
        [new.get("address", person.address) or "" for person, new in chosen],
        [
            identity.search_digits(new.get("phone", person.phone) or "", number)
            for (person, new), number in zip(chosen, numbers, strict=True)
        ],
    )


def _write_works(chosen: Chosen, context: Context) -> None:
    rows = {
        person.id: (
            new.get("job_title", person.job_title) or "",
            new.get("department", person.department) or "",
        )
        for person, new in chosen
    }
    today = context.actor.today
    with connection.cursor() as cursor:
        cursor.execute(
            _WORKS,
            [list(rows), [one for one, _ in rows.values()], [one for _, one in rows.values()],
             today],
        )  # fmt: skip
        there = {pk for (pk,) in cursor.fetchall()}
    copy_in(
        "members_memberwork",
        ("person_id", "valid", "job_title", "department", "teacher_grade", "contract_type"),
        (
            (pk, f"[{today.isoformat()},)", job, department, "", "")
            for pk, (job, department) in rows.items()
            if pk not in there and (job or department)
        ),
    )


def _write_categories(chosen: Chosen, _context: Context) -> None:
    _execute(
        _CATEGORIES,
        [person.stays[-1].id for person, _new in chosen],
        [new["category"] for _person, new in chosen],
    )


def _seal(ready: Sequence[tuple[PlannedRow, Known]]) -> None:
    copy_in(
        "members_sealedfact",
        ("person_id", "kind", "sealed", "token"),
        (
            (person.id, "CITIZEN_ID", row.parsed["sealed"], row.parsed["token"])
            for row, person in ready
            if "citizen_id" in row.parsed["changes"]
        ),
    )
    write_facts(
        (person.id, kind, sealed, token)
        for row, person in ready
        for kind, (sealed, token, _before) in row.parsed.get("facts", {}).items()
    )


def _begin(ready: Sequence[tuple[PlannedRow, Known]]) -> set[int]:
    """Begin memberships of known people who belong nowhere on that day."""
    begins = [(row.parsed, person) for row, person in ready if "unit" in row.parsed]
    copy_in(
        "members_membership",
        (
            *("person_id", "organisation_id", "valid", "birth_year", "gender", "category"),
            *("begin_reason", "end_reason"),
        ),
        (
            (
                person.id,
                values["unit"],
                f"[{values['since']},)",
                person.birth_date.year if person.birth_date else None,
                person.gender,
                values["category"],
                (BeginOfMembership.READMITTED if person.stays else BeginOfMembership.KNOWN).value,
                "",
            )
            for values, person in begins
        ),
    )
    note_points(
        (values["unit"], date.fromisoformat(values["since"]), 1) for values, _person in begins
    )
    return {person.id for _values, person in begins}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _execute(statement: str, *values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
