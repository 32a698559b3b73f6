"""
Facts that lie sealed, beside citizens' numbers: the card's issue, the salary's rate, children.

What ``records.seal_facts`` asks is asked here by set: the right to sensitive facts at the unit, and
for children the leave of their parent. A cell that may not be written is left out, and the row says
so; everything else it tells goes in. Plans and inverses hold them encrypted only.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
import re

from django.db import connection
from django.utils.translation import gettext_noop as _

from congdoan.areas.members import policies
from congdoan.areas.members.enums import SealedKind
from congdoan.areas.members.rules import identity
from congdoan.areas.members.services.importing.facts import Known
from congdoan.areas.members.services.records import BASIC, CARE, USE, token_of, tokens_of
from congdoan.foundation.copying import copy_in
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.sealing import seal, unseal
from congdoan.kernel.people.api import unscoped_may_use
from congdoan.support.exchange.api import ERROR, Context, PlannedRow, Problem, RowDraft, read_day

#: Column → the fact it tells; two columns tell the card's issue.
KINDS = {
    "id_issued_on": SealedKind.ID_ISSUED,
    "id_issued_by": SealedKind.ID_ISSUED,
    "salary_rate": SealedKind.SALARY_RATE,
    "children": SealedKind.CHILDREN,
}
_COLUMNS = {kind: column for column, kind in reversed(KINDS.items())}
_LONGEST = 120
_ISSUED = re.compile(r"(\d{2}/\d{2}/\d{4}|\d{2}/\d{4}|\d{4})?(?:, |^|$)(.*)")
_HIDDEN = "•••"

NO_RIGHT = _(
    "Ô này không được ghi: bạn không có quyền ghi dữ liệu nhạy cảm ở đơn vị này; hãy nhờ người có quyền nhập."  # noqa: E501
)
NO_LEAVE = _(
    "Ô này không được ghi: người này chưa đồng ý “Thăm hỏi, chăm lo, tặng quà”; hãy mời họ đồng ý rồi nhập lại."  # noqa: E501
)
_LOST = Problem(
    ERROR,
    "name",
    _(
        "Trong lúc chờ, bạn không còn được ghi dữ liệu nhạy cảm của dòng này; hãy sửa dòng để so lại với sổ."  # noqa: E501
    ),
)
_WITHDRAWN = Problem(
    ERROR,
    "children",
    _("Trong lúc chờ, người này thôi đồng ý “Thăm hỏi, chăm lo, tặng quà”; hãy xóa ô này."),
)
_DELETE = """
DELETE FROM members_sealedfact f
USING unnest(%s::bigint[], %s::text[]) AS gone (person_id, kind)
WHERE f.person_id = gone.person_id AND f.kind = gone.kind
"""

#: Fact → its text; of the card's issue the day and the place.
Told = dict[str, str]


def read_sealed(row: RowDraft, *, born: int | None, today_year: int) -> Told:
    """Read the cells of one row; what cannot stand is named on the row, without its text."""
    told: Told = {}
    for column in KINDS:
        if not (cell := row.cells.get(column, "")):
            continue
        text = identity.plain_text(cell)
        if len(cell) > _LONGEST:
            row.fail(column, _("Ô này dài quá {most} ký tự; hãy ghi ngắn lại."), most=_LONGEST)
        elif column == "id_issued_on":
            _read_issued(row, told, text, born or 0, today_year)
        elif column == "children" and not any(map(str.isalpha, text)):
            row.fail(column, _("Hãy ghi họ tên và năm sinh của con, ví dụ: Lê An 2015."))
        elif column == "salary_rate":
            _read_rate(row, told, text)
        else:
            told[column] = text
    return told


def _read_issued(row: RowDraft, told: Told, text: str, born: int, today_year: int) -> None:
    found = read_day(text)
    if found.day is None:
        row.fail(
            "id_issued_on", _("Ngày cấp không có trong lịch; hãy ghi dạng 31/12/2021.")
        )  # fmt: skip
    elif not born < found.day.year <= today_year:
        row.fail("id_issued_on", _("Ngày cấp chưa đến, hoặc trước khi người này sinh."))
    elif found.year_only:
        told["id_issued_on"] = f"{found.day:%Y}"
    else:
        told["id_issued_on"] = f"{found.day:%m/%Y}" if found.month_only else f"{found.day:%d/%m/%Y}"


def _read_rate(row: RowDraft, told: Told, text: str) -> None:
    try:
        told["salary_rate"] = identity.salary_rate(text)
    except Refusal:
        row.fail("salary_rate", _("Hệ số lương ghi như 3,66; ở đây không phải là hệ số."))


@dataclass
class SealedCells:
    """What of a chunk's sealed cells may be written, asked once for all its rows."""

    #: Units where the actor may write what is sensitive; people who agreed to care.
    units: set[int] = field(default_factory=set)
    agreed: set[int] = field(default_factory=set)

    @classmethod
    def asked(
        cls, context: Context, told: Iterable[Told], units: Iterable[int], known: Collection[int]
    ) -> "SealedCells":
        kinds = {KINDS[column] for one in told for column in one}
        found = cls()
        if kinds - BASIC:
            reach = context.actor.reach(policies.RESTRICTED).filter(pk__in=set(units))
            found.units = set(reach.values_list("pk", flat=True))
        if SealedKind.CHILDREN in kinds:
            found.agreed = unscoped_may_use(known, CARE)
        return found

    def plan(self, row: RowDraft, told: Told, person: Known | None, unit: int | None) -> None:
        """Plan what differs from what is sealed already: fact → [sealed, token, token before]."""
        facts = {}
        for kind, value in self._allowed(row, told, person, unit).items():
            held = person.sealed.get(kind) if person else None
            if held is not None and held[0] in tokens_of(kind, value):
                continue
            facts[str(kind)] = [
                seal(value, use=USE),
                token_of(kind, value),
                held[0] if held else "",
            ]
            if person is not None:
                was = _HIDDEN if held else "—"
                row.note(_COLUMNS[kind], _("{was} → {new}"), was=was, new=_HIDDEN)
        if facts:
            row.parsed["facts"] = facts

    def _allowed(
        self, row: RowDraft, told: Told, person: Known | None, unit: int | None
    ) -> dict[SealedKind, str]:
        values: dict[SealedKind, str] = {}
        for column, text in told.items():
            kind = KINDS[column]
            if kind not in BASIC and unit not in self.units:
                row.warn(column, NO_RIGHT)
            elif kind == SealedKind.CHILDREN and (person is None or person.id not in self.agreed):
                row.warn(column, NO_LEAVE)
            elif kind == SealedKind.ID_ISSUED:
                values[kind] = _issue(told, person)
            else:
                values[kind] = text
        return values


def _issue(told: Told, person: Known | None) -> str:
    """Return day and place of the card's issue; what the row leaves blank stays as it was."""
    held = person.sealed.get(SealedKind.ID_ISSUED) if person else None
    before = _ISSUED.fullmatch(unseal(held[1], use=USE)) if held else None
    day, place = (before[1] or "", before[2] or "") if before else ("", "")
    parts = (told.get("id_issued_on", day), told.get("id_issued_by", place))
    return identity.plain_text(", ".join(filter(None, parts)))


def refused_facts(
    pairs: Sequence[tuple[PlannedRow, int, int | None]], context: Context
) -> dict[int, Problem]:
    """Ask again while writing, by set, for (row, unit, person): rights held, leave still given."""
    with_facts = [one for one in pairs if "facts" in one[0].parsed]
    wanted = {
        row.n: {SealedKind(kind) for kind in row.parsed["facts"]} for row, *_rest in with_facts
    }
    if not any(kinds - BASIC for kinds in wanted.values()):
        return {}
    reach = context.actor.reach(policies.RESTRICTED)
    units = {unit for _row, unit, _person in with_facts}
    reached = set(reach.filter(pk__in=units).values_list("pk", flat=True))
    parents = {
        person
        for row, _unit, person in with_facts
        if person and SealedKind.CHILDREN in wanted[row.n]
    }
    agreed = unscoped_may_use(parents, CARE)
    refused = {}
    for row, unit, person in with_facts:
        if wanted[row.n] - BASIC and unit not in reached:
            refused[row.n] = _LOST
        elif SealedKind.CHILDREN in wanted[row.n] and person not in agreed:
            refused[row.n] = _WITHDRAWN
    return refused


def holds_facts(person: Known, facts: Mapping[str, Sequence[str]], *, place: int) -> bool:
    """Tell whether the register still holds what a plan rests on (2: before it, 1: after it)."""
    return all(
        (person.sealed[kind][0] if kind in person.sealed else "") == values[place]
        for kind, values in facts.items()
    )


def former_facts(person: Known, facts: Iterable[str]) -> dict[str, list[str]]:
    """Return what is sealed now under these kinds, for taking the change back."""
    return {kind: list(person.sealed.get(kind, ("", ""))) for kind in facts}


def write_facts(wanted: Iterable[tuple[int, str, str, str]]) -> None:
    """Put (person, kind, sealed, token) in place of what was there; nothing takes it away."""
    rows = list(wanted)
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(_DELETE, [[one[0] for one in rows], [one[1] for one in rows]])
    copy_in(
        "members_sealedfact",
        ("person_id", "kind", "sealed", "token"),
        (one for one in rows if one[2]),
    )
