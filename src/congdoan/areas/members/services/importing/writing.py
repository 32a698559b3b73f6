"""Writing a checkpoint: each table by one COPY, what changed meanwhile refused row by row."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext_noop as _

from congdoan.areas.members import policies
from congdoan.areas.members.enums import BeginOfMembership
from congdoan.areas.members.models import Membership
from congdoan.areas.members.rules import identity
from congdoan.areas.members.services.counting import note_points
from congdoan.areas.members.services.importing.changing import change_members
from congdoan.areas.members.services.importing.facts import (
    Keys,
    alike_at_home,
    ask_at_home,
    ask_keys,
    rows_of,
)
from congdoan.areas.members.services.importing.sealed import refused_facts
from congdoan.foundation.copying import copy_in
from congdoan.foundation.planner import tell_planner
from congdoan.foundation.references import checked_by_set
from congdoan.kernel.organisations.api import hold_still
from congdoan.kernel.people.api import PersonRow, register_people, require_everywhere
from congdoan.support.exchange.api import ERROR, Context, Done, PlannedRow, Problem

# Any constant: names this lock among the database's advisory locks.
_ONE_AT_A_TIME = 7_140_531

_UNITS = """
SELECT id, lower(valid), upper(valid) FROM organisations_organisation WHERE id = ANY(%s)
"""
_HELD = "SELECT 1 FROM organisations_organisation WHERE id = ANY(%s) FOR KEY SHARE"
_NUMBERED = """
SELECT person_id FROM members_sealedfact WHERE kind = 'CITIZEN_ID' AND person_id = ANY(%s)
"""
_TAKEN = Problem(
    ERROR, "name", _("Trong lúc chờ, người này đã được ghi vào sổ; hãy sửa dòng để so lại với sổ.")
)
#: What a list of members does not tell.
_BLANK = (
    *("card_type", "birth_place", "home_town", "nationality", "address_permanent"),
    *("marital_status", "education_level", "professional_degree", "political_theory"),
    *("foreign_language", "it_level"),
)
_UNIT_GONE = Problem(
    ERROR, "unit_code", _("Trong lúc chờ, đơn vị đã kết thúc hoặc đổi ngày; hãy chọn đơn vị khác.")
)


def commit_members(rows: Sequence[PlannedRow], context: Context) -> "dict[int, Done | Problem]":
    """
    Write the rows of one checkpoint; rows that no longer fit the register are refused, each alone.

    Two imports write in turns: each sees what the other wrote before it asks who is there.
    """
    units = {row.parsed["unit"] for row in rows if "unit" in row.parsed}
    require_everywhere(context.actor, policies.IMPORT, units)
    in_turns()
    answers: dict[int, Done | Problem] = {}
    creates = [row for row in rows if row.plan == "CREATE"]
    answers |= _refused(creates, units, context)
    fresh = [row for row in creates if row.n not in answers]
    answers |= _create(fresh, context, units)
    updates = [row for row in rows if row.plan == "UPDATE"]
    if updates:
        answers |= change_members(updates, context)
    return answers


def in_turns() -> None:
    """Keep the structure still and let one import write at a time, until the transaction ends."""
    hold_still()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _refused(
    rows: Sequence[PlannedRow], units: Collection[int], context: Context
) -> dict[int, Problem]:
    """Ask again, by set, what the plan rests on: keys still free, units still there."""
    if not rows:
        return {}
    found = ask_keys(
        tokens=[token for row in rows if (token := row.parsed.get("token"))],
        numbers=[number for row in rows if (number := row.parsed.get("member_no"))],
        emails=[email for row in rows if (email := row.parsed["email"])],
        phones=[phone for row in rows if (phone := row.parsed["phone"])],
        births=[birth for row in rows if (birth := _birth(row))],
    )
    found.at_home = ask_at_home(
        [(row.parsed["unit"], row.parsed["folded"]) for row in rows if _is_bare(row)]
    )
    numbered = _numbered(rows, found)
    lives = {pk: (since, until) for pk, since, until in rows_of(_UNITS, list(units))}
    refused = {}
    for row in rows:
        values = row.parsed
        founded, ended = lives[values["unit"]]
        since = date.fromisoformat(values["since"])
        if since < founded or (ended is not None and since >= ended):
            refused[row.n] = _UNIT_GONE
        elif _is_there(row, found, numbered):
            refused[row.n] = _TAKEN
    lost = refused_facts([(row, row.parsed["unit"], None) for row in rows], context)
    return lost | refused


def _numbered(rows: Sequence[PlannedRow], found: Keys) -> set[int]:
    """Return who of the namesakes born on one day has a citizen's number."""
    alike = {
        pk
        for row in rows
        if "token" in row.parsed and (birth := _birth(row))
        for pk in found.by_birth.get(birth, ())
    }
    return {pk for (pk,) in rows_of(_NUMBERED, list(alike))} if alike else set()


def _is_there(row: PlannedRow, found: Keys, numbered: Collection[int]) -> bool:
    """
    Tell whether the register holds by now whom a row would write: as the plan asks.

    Namesakes born on one day are two people when each has a number of their own: a long list
    brings some, and its first checkpoints must not refuse its last.
    """
    values = row.parsed
    namesakes = [
        pk for pk, folded in found.by_phone.get(values["phone"], ()) if folded == values["folded"]
    ]
    if (
        values.get("token") in found.by_token
        or values.get("member_no") in found.by_number
        or values["email"] in found.by_email
        or len(namesakes) == 1
    ):
        return True
    if values.get("sure"):
        return False
    if _is_bare(row):
        year = values.get("birth_year")
        return bool(alike_at_home(found.at_home, values["unit"], values["folded"], year))
    birth = _birth(row)
    alike = found.by_birth.get(birth, ()) if birth else ()
    return any("token" not in values or pk not in numbered for pk in alike)


def _is_bare(row: PlannedRow) -> bool:
    return not row.parsed["birth_date"] and "token" not in row.parsed


def _birth(row: PlannedRow) -> tuple[date, str] | None:
    day = row.parsed["birth_date"]
    return (date.fromisoformat(day), row.parsed["folded"]) if day else None


def _create(
    rows: Sequence[PlannedRow], context: Context, units: Collection[int]
) -> dict[int, Done]:
    if not rows:
        return {}
    values = [row.parsed for row in rows]
    written = [person_of(one) for one in values]
    people = register_people(
        actor=context.actor,
        right=policies.IMPORT,
        organisations=units,
        people=written,
    )
    pairs = list(zip(people, values, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [list(units)])
    # All these rows refer to are people of this transaction and units that are held.
    with checked_by_set():
        _copy_memberships(pairs, [one.keys[0] for one in written])
        _copy_records(pairs)
        _copy_parts(pairs)
    made = {"made": True}
    return {row.n: Done(person, made) for row, person in zip(rows, people, strict=True)}


def person_of(values: dict[str, Any]) -> PersonRow:
    birth = values["birth_date"]
    return PersonRow(
        values["family_middle"],
        values["given_name"],
        values["gender"],
        date.fromisoformat(birth) if birth else None,
        values["phone"],
        values["email"],
        values["folded"],
    )


def _copy_memberships(
    pairs: Sequence[tuple[int, dict[str, Any]]], sort_keys: Sequence[str]
) -> None:
    copy_in(
        "members_membership",
        (
            *("person_id", "organisation_id", "valid", "birth_year", "gender", "category"),
            "sort_key",
        ),
        (
            (
                pk,
                one["unit"],
                f"[{one['since']},)",
                int(one["birth_date"][:4]) if one["birth_date"] else one.get("birth_year"),
                one["gender"],
                one["category"],
                sort_key,
            )
            for (pk, one), sort_key in zip(pairs, sort_keys, strict=True)
        ),
        alike={"begin_reason": BeginOfMembership.KNOWN.value, "end_reason": ""},
    )
    tell_planner(Membership, added=len(pairs))
    note_points((one["unit"], date.fromisoformat(one["since"]), 1) for _pk, one in pairs)


def _copy_records(pairs: Sequence[tuple[int, dict[str, Any]]]) -> None:
    copy_in(
        "members_memberrecord",
        ("person_id", "member_no", "joined_on", "hired_on", "address_current", "digits"),
        (
            (
                pk,
                number := one.get("member_no", ""),
                one["joined_on"],
                one.get("hired_on"),
                one.get("address", ""),
                identity.search_digits(one["phone"], number),
            )
            for pk, one in pairs
        ),
        alike={"revision": 0, **dict.fromkeys(_BLANK, "")},
    )


def _copy_parts(pairs: Sequence[tuple[int, dict[str, Any]]]) -> None:
    copy_in(
        "members_sealedfact",
        ("person_id", "sealed", "token"),
        ((pk, one["sealed"], one["token"]) for pk, one in pairs if "sealed" in one),
        alike={"kind": "CITIZEN_ID"},
    )
    copy_in(
        "members_sealedfact",
        ("person_id", "kind", "sealed", "token"),
        (
            (pk, kind, sealed, token)
            for pk, one in pairs
            for kind, (sealed, token, _before) in one.get("facts", {}).items()
        ),
    )
    copy_in(
        "members_memberwork",
        ("person_id", "valid", "job_title", "department"),
        (
            (pk, f"[{one['since']},)", one.get("job_title", ""), one.get("department", ""))
            for pk, one in pairs
            if "job_title" in one or "department" in one
        ),
        alike={"teacher_grade": "", "contract_type": ""},
    )
