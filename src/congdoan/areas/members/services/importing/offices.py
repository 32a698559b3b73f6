"""Offices of known members: who holds which post where, since when, until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from congdoan.areas.members.services.importing.cells import read_rows
from congdoan.areas.members.services.importing.exporting import record_mark
from congdoan.areas.members.services.importing.facts import Known, Unit, Units, load_known
from congdoan.areas.members.services.importing.judging import ask, row_keys, unit_names, unit_of
from congdoan.areas.members.services.importing.kind import COLUMNS as MEMBER_COLUMNS
from congdoan.areas.members.services.importing.matching import find_match
from congdoan.foundation import vietnamese
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people import api as people
from congdoan.kernel.people.enums import Appointment
from congdoan.kernel.people.models import Office, Person
from congdoan.support.exchange.api import (
    ERROR,
    Column,
    Context,
    Done,
    ImportKind,
    RowDraft,
    read_day,
)

_KEPT = ("record", "member_no", "name", "birth_date", "citizen_id", "phone", "email")
COLUMNS = (
    *(column for column in MEMBER_COLUMNS if column.code in _KEPT),
    *(column for column in MEMBER_COLUMNS if column.code in {"unit_code", "unit_name"}),
    Column(
        "position",
        _("Chức vụ"),
        ("chức vụ công đoàn", "chức danh", "chức vụ trong ban chấp hành"),
        required=True,
        help=_("Mã hoặc tên chức vụ (xem trang “Giá trị”)."),
    ),
    Column(
        "from_on",
        _("Nhận chức từ"),
        ("từ ngày", "ngày nhận chức", "từ", "bắt đầu", "ngày bắt đầu"),
        required=True,
    ),
    Column(
        "until_on",
        _("Thôi chức từ"),
        ("đến ngày", "ngày thôi", "ngày thôi chức", "đến", "kết thúc"),
        help=_("Ngày đầu tiên không còn giữ chức vụ; để trống khi còn giữ."),
    ),
    Column("appointment", _("Hình thức"), ("bầu hay chỉ định", "hình thức bổ nhiệm")),
    Column("title", _("Chức danh ghi trên văn bản"), ("chức danh ký",)),
    Column("decision_no", _("Số quyết định"), ("quyết định số", "số qđ")),
    Column("decision_on", _("Ngày quyết định"), ("ngày qđ", "ngày ký quyết định")),
)
#: Column of the sheet → fact of the office it may change.
_FACTS = {
    "until_on": "until",
    "appointment": "appointment",
    "title": "title",
    "decision_no": "decision_no",
    "decision_on": "decision_on",
}
_LONGEST = {"title": 120, "decision_no": 60}
_DAYS = {"until", "decision_on"}


@dataclass
class _Read:
    """What the cells of a row say of the office."""

    position: str = ""
    since: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def plan_offices(rows: list[RowDraft], context: Context) -> None:
    """Judge the rows: known people, posts of the rulebook, days within the union's, no double."""
    today = context.actor.today
    units = Units(context, people.CHANGE)
    for row in rows:
        row.keys = row_keys(row.cells)
    reads = read_rows(rows, today)
    units.ask(code for row in rows if (code := row.cells.get("unit_code", "")))
    units.ask_names(unit_names(rows), today)
    keys = ask(rows, reads)
    matches = [find_match(row, read, keys) for row, read in zip(rows, reads, strict=True)]
    known = load_known({pk for match in matches for pk in match.everybody}, on=today)
    units.ask_reached({stay.organisation_id for one in known.values() for stay in one.stays})
    held: dict[int, list[Office]] = {}
    for office in Office.objects.filter(person_id__in=known).order_by("valid"):
        held.setdefault(office.person_id, []).append(office)
    claimed: dict[tuple[int, int, str], list[tuple[date, date, int]]] = {}
    for row, match in zip(rows, matches, strict=True):
        match.decide(row, known, units)
        unit, read = unit_of(row, units), _read(row, today)
        row.parsed = {"name": row.cells["name"][:80], "unit_code": unit.code if unit else ""}
        if match.person is None and row.plan != "ASK" and not row.failed:
            row.fail(
                "name",
                _("Không tìm thấy người này theo khóa; hãy nhập vào danh sách đoàn viên trước."),
            )
        if row.failed or row.plan == "ASK" or match.person is None or unit is None:
            continue
        _judge(row, read, match.person, unit, held.get(match.person.id, []))
        _claim(row, read, match.person, unit, claimed)


def _read(row: RowDraft, today: date) -> _Read:
    read = _Read()
    read.since = _day(row, "from_on")
    if read.since is None and not row.cell("from_on"):
        row.fail("from_on", _("Thiếu ngày nhận chức."))
    read.position = _position(row, read.since or today)
    for column, fact in _FACTS.items():
        if text := vietnamese.tidy(row.cell(column)):  # blank is not erase
            read.facts[fact] = _fact(row, column, fact, text)
    if (until := read.facts.get("until")) and read.since and until <= read.since:
        row.fail("until_on", _("Ngày thôi chức phải sau ngày nhận chức."))
    return read


def _fact(row: RowDraft, column: str, fact: str, text: str) -> Any:
    if fact in _DAYS:
        return _day(row, column)
    return _appointment(row, text) if fact == "appointment" else text[: _LONGEST[fact]]


def _position(row: RowDraft, day: date) -> str:
    said = vietnamese.fold(row.cell("position"))
    for code, label in people.position_choices(day, side="UNION"):
        if said in {code.lower(), vietnamese.fold(label)}:
            return code
    row.fail(
        "position",
        _("Chức vụ “{text}” không có trong danh mục; hãy chọn ở trang “Giá trị” của tệp mẫu."),
        text=row.cell("position")[:40],
    )
    return ""


def _day(row: RowDraft, column: str) -> date | None:
    text = row.cell(column)
    day = read_day(text).day if text else None
    if text and day is None:
        message = _("“{text}” không phải là ngày có trong lịch; hãy ghi dạng 31/12/1990.")
        row.fail(column, message, text=text[:30])
    return day


def _appointment(row: RowDraft, text: str) -> str:
    said = vietnamese.fold(text)
    for one in Appointment:
        if said in {one.value.lower(), vietnamese.fold(str(one.label))}:
            return one.value
    row.fail("appointment", _("Hình thức “{text}” không rõ; hãy xem trang “Giá trị”."), text=text)
    return ""


def _judge(row: RowDraft, read: _Read, person: Known, unit: Unit, held: list[Office]) -> None:
    since, until = read.since, read.facts.get("until")
    if since is None:
        return
    row.target_id = person.id
    mine = [o for o in held if (o.organisation_id, o.position) == (unit.id, read.position)]
    same = next((office for office in mine if office.valid.lower == since), None)
    if same is not None:
        _change(row, read, same)
        return
    if since < unit.founded or (unit.ended and (until is None or until > unit.ended)):
        message = _("Đơn vị {code} không tồn tại suốt thời gian đó.")
        row.fail("unit_code", message, code=unit.code)
    for office in mine:
        if since < (office.valid.upper or date.max) and office.valid.lower < (until or date.max):
            day = f"{office.valid.lower:%d/%m/%Y}"
            if office.valid.lower > since:
                message = _("Người này giữ chức vụ đó từ {day}; thôi vào ngày đó?")
                row.suggest(ERROR, "until_on", message, day, day=day)
            else:
                message = _("Người này đang giữ chức vụ đó từ {day}; hãy ghi ngày thôi ở dòng ấy.")
                row.fail("from_on", message, day=day)
    row.plan = "ERROR" if row.failed else "CREATE"
    row.parsed |= {
        "person": person.id,
        "unit": unit.id,
        "position": read.position,
        "since": since.isoformat(),
        "facts": _stored(read.facts),
    }


def _change(row: RowDraft, read: _Read, office: Office) -> None:
    now = {"until": office.valid.upper, "appointment": office.appointment, "title": office.title}
    now |= {"decision_no": office.decision_no, "decision_on": office.decision_on}
    changes = {name: [now[name], new] for name, new in read.facts.items() if new != now[name]}
    if not changes:
        row.skip("position", _("Đã có trong sổ, không có gì thay đổi."))
        return
    row.plan = "UPDATE"
    row.parsed |= {
        "office": office.pk,
        "was": _stored({name: was for name, (was, _new) in changes.items()}),
        "facts": _stored({name: new for name, (_was, new) in changes.items()}),
    }
    columns = {fact: column for column, fact in _FACTS.items()}
    for name, (was, new) in changes.items():
        row.note(columns[name], _("{was} → {new}"), was=_shown(was) or "—", new=_shown(new))


def _claim(
    row: RowDraft,
    read: _Read,
    person: Known,
    unit: Unit,
    claimed: dict[tuple[int, int, str], list[tuple[date, date, int]]],
) -> None:
    if row.failed or read.since is None:
        return
    others = claimed.setdefault((person.id, unit.id, read.position), [])
    since, until = read.since, read.facts.get("until") or date.max
    for other_since, other_until, n in others:
        if since < other_until and other_since < until:
            row.fail("from_on", _("Trùng thời gian với dòng {n} của cùng người."), n=n)
    others.append((since, until, row.n))


def commit_offices(rows: Sequence[RowDraft], context: Context) -> list[Done]:
    """Write through the services of the screens: each authorises on the unit and is logged."""
    persons = Person.objects.in_bulk([row.parsed.get("person") or 0 for row in rows])
    places = Organisation.objects.in_bulk([row.parsed.get("unit") or 0 for row in rows])
    known = Office.objects.in_bulk([row.parsed.get("office") or 0 for row in rows])
    done = []
    for row in rows:
        values, facts = row.parsed, _opened(row.parsed["facts"])
        if "office" in values:
            office = known[values["office"]]
            people.amend_office(actor=context.actor, office=office, values=facts)
            done.append(Done(office.person_id, {"office": office.pk, "was": values["was"]}))
            continue
        office = people.appoint(
            actor=context.actor,
            person=persons[values["person"]],
            organisation=places[values["unit"]],
            data=people.OfficeData(
                values["position"], date.fromisoformat(values["since"]), **facts
            ),
        )
        done.append(Done(office.person_id, {"office": office.pk}))
    return done


def undo_offices(inverses: Sequence[dict[str, Any]], context: Context, reason: str) -> None:
    known = Office.objects.in_bulk([inverse["office"] for inverse in inverses])
    for inverse in inverses:
        office = known[inverse["office"]]
        if "was" in inverse:
            was = _opened(inverse["was"])
            people.amend_office(actor=context.actor, office=office, values=was)
        else:
            people.withdraw_office(actor=context.actor, office=office, reason=reason)


def current_offices(context: Context) -> list[list[str]]:
    """Return who holds office today at the union one works for, to be changed and sent back."""
    organisation = Organisation.objects.filter(pk=context.organisation_id or 0).first()
    if organisation is None:
        raise NotAllowed
    context.actor.require(people.CHANGE, on=organisation)
    today = context.actor.today
    labels = dict(people.position_choices(today, side="UNION"))
    found = Office.objects.on(today).filter(organisation=organisation).signing_order()
    rows = [_line(one, organisation.code, labels) for one in found.select_related("person")]
    record(
        actor=context.actor,
        verb="members.handed_out",
        target=organisation,
        organisation_id=organisation.pk,
        changes={"rows": len(rows), "columns": ["name", "position"]},
    )
    return rows


def _line(office: Office, code: str, labels: Mapping[str, str]) -> list[str]:
    cells = {
        "record": record_mark(office.person_id),
        "name": office.person.full_name,
        "unit_code": code,
        "position": labels.get(office.position, office.position),
        "from_on": _shown(office.valid.lower),
        "until_on": _shown(office.valid.upper),
        "appointment": str(Appointment(office.appointment).label),
        "title": office.title,
        "decision_no": office.decision_no,
        "decision_on": _shown(office.decision_on),
    }
    return [cells.get(column.code, "") for column in COLUMNS]


def _shown(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")


def _stored(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in facts.items()
    }


def _opened(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if value and name in _DAYS else value
        for name, value in facts.items()
    }


def choices(on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the values of the template's help sheet."""
    kinds = [(one.value, str(one.label)) for one in Appointment]
    return [(_("Chức vụ"), people.position_choices(on, side="UNION")), (_("Hình thức"), kinds)]


OFFICES = ImportKind(
    code="chuc-vu",
    label=_("Chức vụ công đoàn"),
    description=_("Ai giữ chức vụ gì, ở đâu, từ ngày nào; cả những chức vụ trước đây."),
    needs=people.CHANGE,
    columns=COLUMNS,
    examples=(
        ("", "", "Nguyễn Thị Ánh", "02/09/1985", "001185000123", "", "", "CS-HOASEN", "",
         "Chủ tịch", "15/10/2022", "15/10/2027", "bầu tại đại hội", "", "12/QĐ-CĐ", "20/10/2022"),
    ),
    plan=plan_offices,
    commit=commit_offices,
    undo=undo_offices,
    named_by=("name", "position"),
    choices=choices,
    current=current_offices,
)  # fmt: skip
