"""Past memberships of known members: spans beside those the register holds, never over them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext_noop as _

from congdoan.areas.members import policies
from congdoan.areas.members.enums import BeginOfMembership, Category, EndOfMembership
from congdoan.areas.members.models import Membership
from congdoan.areas.members.services.counting import note_points
from congdoan.areas.members.services.importing.cells import Read, read_rows
from congdoan.areas.members.services.importing.facts import Known, Stay, Unit, Units, load_known
from congdoan.areas.members.services.importing.judging import ask, row_keys, unit_names, unit_of
from congdoan.areas.members.services.importing.kind import COLUMNS
from congdoan.areas.members.services.importing.matching import find_match
from congdoan.areas.members.services.importing.writing import in_turns
from congdoan.foundation.copying import copy_in
from congdoan.kernel.people.api import require_everywhere
from congdoan.support.exchange.api import (
    ERROR,
    Column,
    Context,
    Done,
    ImportKind,
    Judge,
    PlannedRow,
    Problem,
    RowDraft,
    SetEngine,
    Twins,
)

_CHANGED = Problem(
    ERROR, "since", _("Trong lúc chờ, thời gian này đã được ghi; hãy sửa dòng để so lại với sổ.")
)
_LATER = Problem(ERROR, "since", _("Không hoàn tác được: lần sinh hoạt này đã được sửa."))
_DELETE = """
DELETE FROM members_membership m
USING unnest(%s::bigint[], %s::date[]) AS gone (person_id, since)
WHERE m.person_id = gone.person_id AND lower(m.valid) = gone.since
"""
_KEPT = {"record", "citizen_id", "member_no", "email", "unit_code", "unit_name", "category"}


def begin(context: Context) -> Judge:
    units = Units(context)
    claimed: dict[int, list[tuple[date, date, int]]] = {}

    def judge(rows: list[RowDraft], twins: Twins) -> None:
        del twins  # one person may have many past memberships
        reads = read_rows(rows, context.actor.today)
        units.ask(code for row in rows if (code := row.cells.get("unit_code", "")))
        units.ask_names(unit_names(rows), context.actor.today)
        keys = ask(rows, reads)
        matches = [find_match(row, read, keys) for row, read in zip(rows, reads, strict=True)]
        known = load_known(
            {pk for match in matches for pk in match.everybody}, on=context.actor.today
        )
        units.ask_reached({stay.organisation_id for one in known.values() for stay in one.stays})
        for row, read, match in zip(rows, reads, matches, strict=True):
            match.decide(row, known, units)
            _judge(row, read, match.person, unit_of(row, units), claimed)

    return judge


def _judge(
    row: RowDraft,
    read: Read,
    person: Known | None,
    unit: Unit | None,
    claimed: dict[int, list[tuple[date, date, int]]],
) -> None:
    row.parsed = {"name": row.cells["name"][:80], "unit_code": unit.code if unit else ""}
    if row.plan == "ASK":
        return
    if person is None and not row.failed:
        row.fail(
            "name", _("Không tìm thấy người này theo khóa; hãy nhập vào danh sách đoàn viên trước.")
        )
    for column, day in (("since", read.since), ("until", read.until)):
        if day is None and not row.cells.get(column):
            row.fail(column, _("Lịch sử cần cả ngày về và ngày thôi."))
    if row.failed or person is None or unit is None or not read.since or not read.until:
        return
    if read.since < unit.founded or (unit.ended is not None and read.until > unit.ended):
        row.fail("unit_code", _("Đơn vị {code} không tồn tại suốt thời gian đó."), code=unit.code)
        return
    _place(row, read, person, unit, claimed.setdefault(person.id, []))


def _place(
    row: RowDraft,
    read: Read,
    person: Known,
    unit: Unit,
    claimed: list[tuple[date, date, int]],
) -> None:
    """Say what a span runs into, and where it could end or begin instead."""
    since, until = read.since, read.until
    if since is None or until is None:
        return
    for stay in person.stays:
        if (stay.organisation_id, stay.since, stay.until) == (unit.id, since, until):
            row.target_id = person.id
            row.skip("since", _("Đã có trong sổ, không có gì thay đổi."))
            return
    _refuse_overlaps(row, since, until, person.stays)
    for other_since, other_until, n in claimed:
        if since < other_until and other_since < until:
            row.fail("since", _("Trùng thời gian với dòng {n} của cùng người."), n=n)
    claimed.append((since, until, row.n))
    row.target_id = person.id
    row.plan = "ERROR" if row.failed else "UPDATE"
    row.parsed |= {
        "unit": unit.id,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "category": read.category or str(Category.WORKER),
        "end_reason": read.end_reason or str(EndOfMembership.TRANSFERRED),
    }


def _refuse_overlaps(row: RowDraft, since: date, until: date, stays: Sequence[Stay]) -> None:
    for stay in stays:
        end = stay.until or date.max
        if not (since < end and stay.since < until):
            continue
        told = {"code": stay.code, "day": f"{stay.since:%d/%m/%Y}"}
        if since < stay.since and until <= end:
            fix = f"{stay.since:%d/%m/%Y}"
            message = _("Lấn sang lần sinh hoạt ở {code} từ {day}; thôi vào ngày đó?")
            row.suggest(ERROR, "until", message, fix, **told)
        elif stay.until is not None and since >= stay.since and until > stay.until:
            fix = f"{stay.until:%d/%m/%Y}"
            message = _("Lấn vào lần sinh hoạt ở {code} từ {day}; về sau lần đó?")
            row.suggest(ERROR, "since", message, fix, **told)
        else:
            row.fail("since", _("Trùng với lần sinh hoạt ở {code} từ {day}."), **told)


def commit_history(rows: Sequence[PlannedRow], context: Context) -> "dict[int, Done | Problem]":
    units = {row.parsed["unit"] for row in rows}
    require_everywhere(context.actor, policies.IMPORT, units)
    in_turns()
    known = load_known({row.target_id or 0 for row in rows}, on=context.actor.today)
    answers: dict[int, Done | Problem] = {}
    ready = []
    for row in rows:
        person = known.get(row.target_id or 0)
        since, until = _span(row.parsed)
        if person is None or any(
            since < (stay.until or date.max) and stay.since < until for stay in person.stays
        ):
            answers[row.n] = _CHANGED
        else:
            ready.append((row, person))
            answers[row.n] = Done(person.id, {"since": row.parsed["since"]})
    copy_in(
        "members_membership",
        (
            *("person_id", "organisation_id", "valid", "birth_year", "gender", "category"),
            *("begin_reason", "end_reason"),
        ),
        (
            (
                person.id,
                row.parsed["unit"],
                f"[{row.parsed['since']},{row.parsed['until']})",
                person.birth_date.year if person.birth_date else None,
                person.gender,
                row.parsed["category"],
                BeginOfMembership.KNOWN.value,
                row.parsed["end_reason"],
            )
            for row, person in ready
        ),
    )
    _count([row for row, _person in ready], sign=1)
    return answers


def undo_history(rows: Sequence[PlannedRow], context: Context, reason: str) -> dict[int, Problem]:
    del reason
    in_turns()
    require_everywhere(context.actor, policies.IMPORT, {row.parsed["unit"] for row in rows})
    known = load_known({row.target_id or 0 for row in rows}, on=context.actor.today)
    stay = {row.n: _LATER for row in rows if not _still(known.get(row.target_id or 0), row.parsed)}
    gone = [row for row in rows if row.n not in stay]
    with connection.cursor() as cursor:
        cursor.execute(
            _DELETE, [[row.target_id for row in gone], [row.parsed["since"] for row in gone]]
        )
    _count(gone, sign=-1)
    return stay


def _still(person: Known | None, values: Mapping[str, Any]) -> bool:
    since, until = _span(values)
    return person is not None and any(
        (stay.organisation_id, stay.since, stay.until) == (int(values["unit"]), since, until)
        for stay in person.stays
    )


def _span(values: Mapping[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(values["since"]), date.fromisoformat(values["until"])


def _count(rows: Sequence[PlannedRow], *, sign: int) -> None:
    note_points(
        (
            point
            for row in rows
            for point in (
                (row.parsed["unit"], _span(row.parsed)[0], sign),
                (row.parsed["unit"], _span(row.parsed)[1], -sign),
            )
        ),
        people={row.target_id for row in rows if row.target_id},
    )


HISTORY = ImportKind(
    code="lich-su-doan-vien",
    label=_("Quá trình sinh hoạt công đoàn"),
    description=_("Những lần sinh hoạt trước đây của người đã có trong sổ: nơi nào, từ ngày nào."),
    needs=policies.IMPORT,
    columns=(
        *(
            column
            for column in COLUMNS
            if column.code in _KEPT or column.code in {"name", "birth_date", "phone"}
        ),
        Column(
            "since", _("Từ ngày"), ("ngày về", "ngày về đơn vị", "ngày vào"), required=True
        ),
        Column(
            "until",
            _("Đến ngày"),
            ("ngày thôi", "ngày chuyển đi", "ngày thôi sinh hoạt"),
            required=True,
            help=_("Ngày đầu tiên không còn sinh hoạt ở đơn vị đó."),
        ),
        Column("end_reason", _("Lý do thôi"), ("lý do", "lý do chuyển")),
    ),
    examples=(
        ("", "", "Nguyễn Thị Ánh", "02/09/1985", "001185000123", "", "", "CS-HOASEN", "",
         "Nhà giáo", "01/09/2006", "01/09/2010", "Chuyển công tác"),
    ),
    engine=SetEngine(
        keys=row_keys,
        begin=begin,
        commit=commit_history,
        undo=undo_history,
        tables=(Membership,),
    ),
    named_by=("name", "unit_code"),
)  # fmt: skip
