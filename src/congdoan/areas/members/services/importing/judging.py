"""A verdict for each row: who is meant, what would be written, what stands in the way."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from congdoan.areas.members.enums import Category, SealedKind
from congdoan.areas.members.services.importing.cells import (
    Read,
    citizen_of,
    email_of,
    read_rows,
)
from congdoan.areas.members.services.importing.exporting import record_of
from congdoan.areas.members.services.importing.facts import (
    Keys,
    Known,
    Unit,
    Units,
    ask_at_home,
    ask_keys,
    load_known,
    tokens_for,
)
from congdoan.areas.members.services.importing.matching import find_match, is_bare, refuse_twins
from congdoan.areas.members.services.importing.sealed import SealedCells, read_sealed
from congdoan.areas.members.services.records import USE, token_of
from congdoan.foundation.sealing import seal
from congdoan.kernel.people.api import unscoped_survivors
from congdoan.support.exchange.api import ERROR, Context, Judge, RowDraft, Twins

#: Columns whose text goes to the record or the work as it stands, with the longest that fits.
TEXTS = {"job_title": 120, "department": 120, "address": 300}


def row_keys(cells: Mapping[str, str]) -> tuple[str, ...]:
    """Return what may stand once in a file: citizen's number (hidden), e-mail, member's number."""
    keys = []
    if (text := cells.get("citizen_id")) and (citizen := citizen_of(text)):
        keys.append(f"citizen_id:{token_of(SealedKind.CITIZEN_ID, citizen)}")
    if (text := cells.get("email")) and (email := email_of(text)):
        keys.append(f"email:{email}")
    if text := cells.get("member_no"):
        keys.append(f"member_no:{text[:20]}")
    if text := cells.get("record"):
        keys.append(f"record:{text[:60]}")
    return tuple(keys)


def begin(context: Context) -> Judge:
    """Return what judges rows for one actor and organisation."""
    units = Units(context)

    def judge(rows: list[RowDraft], twins: Twins) -> None:
        _judge(rows, twins, context, units)

    return judge


def _judge(rows: list[RowDraft], twins: Twins, context: Context, units: Units) -> None:
    today = context.actor.today
    reads = read_rows(rows, today)
    units.ask(code for row in rows if (code := row.cells.get("unit_code", "")))
    units.ask_names(unit_names(rows), today)
    keys = ask(rows, reads)
    places = [_place_of(row, units) for row in rows]
    keys.at_home = ask_at_home(
        [
            (place, read.folded)
            for place, read in zip(places, reads, strict=True)
            if place is not None and is_bare(read)
        ]
    )
    matches = [
        find_match(row, read, keys, place)
        for row, read, place in zip(rows, reads, places, strict=True)
    ]
    wanted = {pk for match in matches for pk in match.everybody}
    known = load_known(wanted, on=today)
    units.ask_reached({stay.organisation_id for one in known.values() for stay in one.stays})
    cells = _sealed_cells(rows, reads, context, {*units.reached}, known)
    for row, read, match in zip(rows, reads, matches, strict=True):
        if twins:
            refuse_twins(row, twins)
        match.decide(row, known, units)
        unit = unit_of(row, units)
        _settle_days(row, read, unit, context)
        if row.failed or row.plan == "ASK":
            row.parsed = {"name": row.cells["name"][:80], "unit_code": unit.code if unit else ""}
        elif match.person is not None:
            _change(row, read, match.person, unit, cells)
        elif unit is not None:
            _create(row, read, unit)
            cells.plan(row, read.sealed, None, unit.id)


def _sealed_cells(
    rows: list[RowDraft],
    reads: list[Read],
    context: Context,
    units: set[int],
    known: Mapping[int, Known],
) -> SealedCells:
    """Read the sealed cells; ask, where there are any, what of them may be written."""
    year = context.actor.today.year
    for row, read in zip(rows, reads, strict=True):
        read.sealed = read_sealed(row, born=read.birth_year, today_year=year)
    told = [read.sealed for read in reads if read.sealed]
    return SealedCells.asked(context, told, units, known)


def unit_names(rows: Iterable[RowDraft]) -> Iterator[str]:
    for row in rows:
        if not row.cells.get("unit_code") and (name := row.cells.get("unit_name")):
            yield name


def ask(rows: list[RowDraft], reads: list[Read]) -> Keys:
    tokens = [key[11:] for row in rows for key in row.keys if key.startswith("citizen_id:")]
    if len(tokens_for("0" * 12)) > 1:  # keys were changed: numbers may lie under former ones
        tokens = [
            token for read in reads if read.citizen_id for token in tokens_for(read.citizen_id)
        ]
    keys = ask_keys(
        tokens=tokens,
        numbers=[read.member_no for read in reads if read.member_no],
        emails=[read.email for read in reads if read.email],
        phones=[read.phone for read in reads if read.phone],
        births=[
            (read.birth_date, read.folded) for read in reads if read.birth_date and read.folded
        ],
    )
    marks = [row.cells["record"] for row in rows if row.cells.get("record")]
    named = [pk for mark in marks if (pk := record_of(mark)) is not None]
    keys.people = unscoped_survivors(named)
    return keys


def _place_of(row: RowDraft, units: Units) -> int | None:
    """Return the unit a row names, without a word about one that cannot be found."""
    code, name = row.cells.get("unit_code", ""), row.cells.get("unit_name", "")
    if not code and name:
        codes = units.by_name.get(name, [])
        code = codes[0] if len(codes) == 1 else "?"
    unit = units.by_code.get(code) if code else units.home
    return unit.id if unit else None


def unit_of(row: RowDraft, units: Units) -> Unit | None:
    code, name = row.cells.get("unit_code", ""), row.cells.get("unit_name", "")
    if not code and name:
        code = _code_of(row, name, units)
        if not code:
            return None
    if not code:
        if units.home is None:
            row.fail("unit_code", _("Thiếu mã đơn vị."))
        return units.home
    unit = units.by_code.get(code)
    if unit is None:
        message = _("Không có đơn vị mã {code}, hoặc đơn vị không thuộc quyền của bạn.")
        told = {"code": code[:40]} | _near(units, code=code, name=name)
        if fix := units.nearest.sure(code):
            row.suggest(ERROR, "unit_code", message, fix, **told)
        else:
            row.fail("unit_code", message, **told)
    return unit


def _near(units: Units, *, code: str, name: str) -> dict[str, Any]:
    """Return what the review page offers instead of a unit nobody knows."""
    found = units.nearest.like(code=code, name=name)
    if not found:
        return {}
    choices = [[one.code, one.name] for one in found]
    return {"near": choices, "of": (code or name)[:80], "into": "unit_code"}


def _code_of(row: RowDraft, name: str, units: Units) -> str:
    """Return the code of the one unit of that name; several or none are named on the row."""
    codes = units.by_name.get(name, [])
    if len(codes) == 1:
        return codes[0]
    if codes:
        row.fail(
            "unit_name",
            _("Có {count} đơn vị tên này ({codes}); hãy ghi mã đơn vị."),
            count=len(codes),
            codes=", ".join(codes[:4]),
            **_near(units, code="", name=name),
        )
    else:
        row.fail(
            "unit_name",
            _(
                "Không có đơn vị tên “{name}” trong quyền của bạn; hãy ghi mã đơn vị, "
                "hoặc xóa ô để lấy đơn vị đang làm việc."
            ),
            name=name[:80],
            **_near(units, code="", name=name),
        )
    return ""


def _settle_days(row: RowDraft, read: Read, unit: Unit | None, context: Context) -> None:
    """Find the first day at the unit, within the unit's own days."""
    if unit is None:
        return
    if unit.ended is not None and unit.ended <= context.actor.today and read.until is None:
        row.fail(
            "unit_code", _("Đơn vị {code} đã kết thúc ngày {day}; hãy ghi đơn vị tiếp nhận."),
            code=unit.code, day=f"{unit.ended:%d/%m/%Y}",
        )  # fmt: skip
        return
    told = read.since
    day = told or read.joined_on or context.day("on") or context.actor.today
    if day < unit.founded:
        if told is not None:
            row.fail(
                "since", _("Đơn vị {code} thành lập ngày {day}, sau ngày về đơn vị."),
                code=unit.code, day=f"{unit.founded:%d/%m/%Y}",
            )  # fmt: skip
        day = unit.founded
    read.since = day


def _create(row: RowDraft, read: Read, unit: Unit) -> None:
    """Plan somebody new: everything that is written stands in ``parsed``, ready to be written."""
    row.plan = "CREATE"
    row.parsed = _person(read) | {
        "name": read.name,
        "unit": unit.id,
        "unit_code": unit.code,
        "since": _iso(read.since),
        "category": read.category or str(Category.WORKER),
        "folded": read.folded,
        "joined_on": _iso(read.joined_on or read.since),
    }
    if read.hired_on:
        row.parsed["hired_on"] = _iso(read.hired_on)
    if read.member_no:
        row.parsed["member_no"] = read.member_no
    if row.answer.get("same") == 0:
        row.parsed["sure"] = True  # somebody said: not the one of the same name and birthday
    if read.birth_year and not read.birth_date:
        row.parsed["birth_year"] = read.birth_year
    for column, longest in TEXTS.items():
        if text := row.cells.get(column, ""):
            row.parsed[column] = text[:longest]
    if read.citizen_id:
        _seal(row, read)


def _seal(row: RowDraft, read: Read) -> None:
    sealed = seal(read.citizen_id, use=USE)
    if (typed := row.cells["citizen_id"]) == read.citizen_id:
        row.sealed[typed] = sealed
    row.parsed["sealed"] = sealed
    row.parsed["token"] = next(key[11:] for key in row.keys if key.startswith("citizen_id:"))


def _person(read: Read) -> dict[str, Any]:
    return {
        "family_middle": read.family_middle,
        "given_name": read.given_name,
        "gender": read.gender,
        "birth_date": _iso(read.birth_date),
        "phone": read.phone,
        "email": read.email,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _change(
    row: RowDraft, read: Read, person: Known, unit: Unit | None, cells: SealedCells
) -> None:
    """Plan what differs from the register, cell by cell; a blank cell erases nothing."""
    changes = _differences(row, read, person)
    row.target_id = person.id
    row.parsed = {"name": person.name, "unit_code": unit.code if unit else "", "changes": changes}
    if unit is not None and read.since is not None:
        _place(row, read, person, unit)
    if row.failed:
        return
    if read.citizen_id and not person.token:
        _seal(row, read)
        changes["citizen_id"] = ["", "•"]
    home = person.stays[-1].organisation_id if person.stays else row.parsed.get("unit")
    cells.plan(row, read.sealed, person, home)
    if not changes and not row.parsed.keys() & {"since", "facts"}:
        row.skip("name", _("Đã có trong sổ, không có gì thay đổi."))
        return
    row.plan = "UPDATE"
    for column, (was, new) in changes.items():
        if column != "citizen_id":
            row.note(column, _("{was} → {new}"), was=str(was or "—"), new=str(new))


def _place(row: RowDraft, read: Read, person: Known, unit: Unit) -> None:
    """Who left joins again; who belongs to another unit moves by a transfer, not by a list."""
    since = read.since
    last = person.stays[-1] if person.stays else None
    now = person.stay_on(since) if since else None
    lasting = now if now is not None and now.until is None else last
    if since is None:
        return
    if lasting is None or lasting.until is not None:
        _begin_again(row, read, person, unit)
    elif lasting.organisation_id != unit.id and (
        row.cells.get("unit_code") or row.cells.get("unit_name")
    ):
        row.fail(
            "unit_code",
            _("Người này đang sinh hoạt ở đơn vị {code}; hãy dùng “Chuyển sinh hoạt”."),
            code=lasting.code,
        )


def _begin_again(row: RowDraft, read: Read, person: Known, unit: Unit) -> None:
    since = read.since or unit.founded
    last = person.stays[-1] if person.stays else None
    if last is not None and last.until is not None and since < last.until:
        since = last.until
        row.note("since", _("Vào lại từ {day}, sau lần sinh hoạt trước."), day=f"{since:%d/%m/%Y}")
    row.parsed |= {
        "unit": unit.id,
        "since": since.isoformat(),
        "category": read.category or str(Category.WORKER),
    }


def _differences(row: RowDraft, read: Read, person: Known) -> dict[str, list[Any]]:
    pairs: list[tuple[str, Any, Any]] = [
        ("name", person.name, read.name),
        ("gender", person.gender, read.gender),
        ("birth_date", person.birth_date, read.birth_date),
        ("phone", person.phone, read.phone),
        ("email", person.email.lower(), read.email),
        ("member_no", person.member_no, read.member_no),
        ("joined_on", person.joined_on, read.joined_on),
        ("hired_on", person.hired_on, read.hired_on),
        *((column, getattr(person, column), row.cells.get(column, "")[:longest])
          for column, longest in TEXTS.items()),
    ]  # fmt: skip
    if person.stays and read.category and row.cells.get("category"):
        pairs.append(("category", person.stays[-1].category, read.category))
    return {column: [_plain(was), _plain(new)] for column, was, new in pairs if new and new != was}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
