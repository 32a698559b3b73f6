"""
Repairing a table: what is decided per column, then each cell by the rules of what it holds.

Cells are repaired column by column. Most need nothing, and one look says so; texts that come again
are repaired once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from congdoan.foundation.syllables import is_syllable
from congdoan.support.exchange.rules import days, numbers, texts, words
from congdoan.support.exchange.rules.kinds import Column
from congdoan.support.exchange.rules.layout import Layout, columns_of, layout_of
from congdoan.support.exchange.rules.old_fonts import (
    Turning,
    repair_old_font,
    turning_of,
    with_capitals,
)
from congdoan.support.exchange.rules.repairs import FIX, FLAG, SUGGEST, Repair, Step
from congdoan.support.exchange.rules.vocabulary import (
    BIRTH,
    CODE,
    DAY,
    EMAIL,
    ID,
    NAME,
    PHONE,
    SEX,
    TEXT,
    concepts_of,
)
from congdoan.support.exchange.rules.vocabulary import FLAG as YES_NO

#: Distinct texts of a column that are looked at before deciding how it was written.
_LOOKED_AT, _REMEMBERED = 3000, 50_000
#: Nobody joins a union before this age; later two-digit years are of the century before.
_YOUNGEST = 15
_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"}
)
Steps = Sequence[Step]
#: A true answer says that a text needs no repair.
Look = Callable[[str], object]


@dataclass(frozen=True)
class Decisions:
    """What is said of whole columns, kept with the plan so that a cell is always read alike."""

    latest_year: int
    epoch_1904: bool = False
    orders: Mapping[str, days.Order] = field(default_factory=dict)
    turnings: Mapping[str, Turning] = field(default_factory=dict)
    #: Number of a row → columns whose cell is a formula; of very many only the first.
    formulas: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "latest_year": self.latest_year,
            "epoch_1904": self.epoch_1904,
            "orders": dict(self.orders),
            "turnings": {code: one.as_json() for code, one in self.turnings.items()},
            "formulas": {n: list(codes) for n, codes in self.formulas.items()},
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Decisions":
        return cls(
            int(told["latest_year"]),
            bool(told["epoch_1904"]),
            dict(told["orders"]),
            {code: Turning(**one) for code, one in told["turnings"].items()},
            dict(told["formulas"]),
        )


class Repaired(NamedTuple):
    """The cells of a row after its repairs, and what they were."""

    cells: dict[str, str]
    repairs: list[Repair]


def sex_code(columns: Sequence[Column]) -> str:
    return next((c for c, one in concepts_of(columns).items() if one.holds == SEX), "")


def decide(
    columns: Sequence[Column],
    mapping: Mapping[str, int],
    rows: Iterable[Sequence[str]],
    *,
    latest_year: int,
    epoch_1904: bool = False,
    by_font: Mapping[int, Turning] | None = None,
    formulas: Iterable[tuple[int, int]] = (),
) -> Decisions:
    """Look over the rows: in which order a column writes days, in which font it was written."""
    layout = layout_of(mapping, sex_code(columns))
    concepts = concepts_of(columns)
    places = {code: _places(code, mapping) for code in layout.codes}
    distinct = _distinct(rows, {place for found in places.values() for place in found})
    orders: dict[str, days.Order] = {}
    turnings: dict[str, Turning] = {}
    for code, found in places.items():
        seen = [text for place in found for text in distinct.get(place, ())]
        if concepts[code].holds in (DAY, BIRTH):
            order = days.order_of(seen)
            if order != "dmy":
                orders[code] = order
        if concepts[code].holds not in (NAME, TEXT, SEX):
            continue
        font = next((by_font[place] for place in found if by_font and place in by_font), None)
        turning = _with_font(turning_of(seen), font)
        if turning:
            turnings[code] = turning
    return Decisions(latest_year, epoch_1904, orders, turnings, _marked(formulas, places))


def _marked(
    formulas: Iterable[tuple[int, int]], places: Mapping[str, Sequence[int]]
) -> dict[str, list[str]]:
    marked: dict[str, list[str]] = {}
    for row, place in formulas:
        for code, found in places.items():
            if place in found:
                marked.setdefault(str(row + 1), []).append(code)
    return marked


def _with_font(found: Turning | None, font: Turning | None) -> Turning | None:
    """The font's name decides; the texts say whether there is Unicode among them."""
    if font is None:
        return found
    return Turning(font.encoding, font.pure if found is None else found.pure, font.capitals)


def _places(code: str, mapping: Mapping[str, int]) -> list[int]:
    return [place for name, place in mapping.items() if name.partition(":")[0] == code]


def _distinct(rows: Iterable[Sequence[str]], places: set[int]) -> dict[int, set[str]]:
    """Return texts that differ, by place; of very many only the first."""
    seen: dict[int, set[str]] = {place: set() for place in places}
    for row in rows:
        width = len(row)
        for place in [p for p, found in seen.items() if len(found) < _LOOKED_AT]:
            if place < width and row[place]:
                seen[place].add(row[place])
    return seen


class Repairer:
    """Repairs rows of one table; made once, asked chunk by chunk."""

    def __init__(
        self, columns: Sequence[Column], mapping: Mapping[str, int], decisions: Decisions
    ) -> None:
        self.formulas = decisions.formulas
        self.layout: Layout = layout_of(mapping, sex_code(columns))
        concepts = concepts_of(columns)
        self.holds = {code: concepts[code].holds for code in self.layout.codes}
        self.menders = {code: _Mender(holds, code, decisions) for code, holds in self.holds.items()}
        self.by_holds = {holds: code for code, holds in self.holds.items()}

    def numbered(self, rows: Sequence[tuple[int, Sequence[str]]]) -> list[Repaired]:
        """Return the rows repaired, and cells that are formulas marked: (number from 1, cells)."""
        done = self.rows([row for _n, row in rows])
        if self.formulas:
            for (n, _row), one in zip(rows, done, strict=True):
                for code in self.formulas.get(str(n), ()):
                    text = one.cells.get(code, "")
                    one.repairs.append(Repair(code, text, text, "formula", FLAG))
        return done

    def rows(self, raw: Sequence[Sequence[str]]) -> list[Repaired]:
        """Return the rows with their cells repaired, in order."""
        if not raw:
            return []
        columns, repairs = columns_of(raw, self.layout)
        for code, mender in self.menders.items():
            _mend(code, mender, columns[code], repairs)
        self._across(columns, repairs)
        codes = list(columns)
        return [
            Repaired(dict(zip(codes, cells, strict=True)), repairs.get(at, []))
            for at, cells in enumerate(zip(*columns.values(), strict=True))
        ]

    def _across(self, columns: Mapping[str, list[str]], repairs: dict[int, list[Repair]]) -> None:
        """Say what only the row can tell: whose number it is, a woman's name among the men."""
        number, birth = self.by_holds.get(ID), self.by_holds.get(BIRTH)
        sex = self.by_holds.get(SEX)
        name = next((code for code, holds in self.holds.items() if holds == NAME), None)
        if sex and name:
            for at, (one, full) in enumerate(zip(columns[sex], columns[name], strict=True)):
                if one == "Nam" and " Thị " in full:
                    told = Repair(sex, "Nam", "Nam", "thi_in_male", FLAG)
                    repairs.setdefault(at, []).append(told)
        if number:
            for at, found in repairs.items():
                year = columns[birth][at][-4:] if birth else ""
                _check_guess(found, number, year, columns[sex][at] if sex else "")


def _mend(
    code: str, mender: "_Mender", column: list[str], repairs: dict[int, list[Repair]]
) -> None:
    """Repair a column in place: texts that differ are looked at, each once."""
    is_clean = mender.is_clean
    dirty = {text for text in set(column) if text and not is_clean(text)}
    if not dirty:
        return
    for at, text in enumerate(column):
        if text not in dirty:
            continue
        told = text
        for step in mender.steps(text):
            found = Repair(code, told, step.after, step.reason, step.level)
            repairs.setdefault(at, []).append(found)
            if step.level == FIX:
                column[at] = told = step.after


def _check_guess(repairs: list[Repair], number: str, year: str, sex: str) -> None:
    """Keep a proposed zero only where the row agrees with it."""
    for at, one in enumerate(repairs):
        if one.reason != "id_lost_zero" or one.column != number:
            continue
        if not numbers.id_agrees(one.after, year if year.isdecimal() else "", sex):
            repairs[at] = Repair(number, one.before, one.before, "id_length", FLAG)


class _Mender:
    """The repairs of one column: a quick look, then the steps, remembered by text."""

    def __init__(self, holds: str, code: str, decisions: Decisions) -> None:
        self.turning = decisions.turnings.get(code)
        latest = decisions.latest_year - (_YOUNGEST if holds == BIRTH else 0)
        self.days = days.DayRules(decisions.orders.get(code, "dmy"), decisions.epoch_1904, latest)
        self.holds = holds
        self.is_clean = self._quick_look()
        self.known: dict[str, Steps] = {}

    def _quick_look(self) -> Look:
        looks: dict[str, Look] = {
            ID: numbers.ID_CLEAN.fullmatch,
            PHONE: numbers.PHONE_CLEAN.fullmatch,
            EMAIL: texts.EMAIL_CLEAN.fullmatch,
            SEX: frozenset({"", "Nam", "Nữ"}).__contains__,
            YES_NO: frozenset({"", "Có", "Không"}).__contains__,
        }
        if self.holds in (DAY, BIRTH):
            return days.CLEAN.fullmatch if self.days.order == "dmy" else _never
        if self.holds in looks:
            return looks[self.holds]
        if self.turning is not None:
            return _never
        return texts.name_is_clean if self.holds == NAME else _plain_is_clean

    def steps(self, text: str) -> Steps:
        found = self.known.get(text)
        if found is None:
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            found = self.known[text] = self._work(text)
        return found

    def _work(self, text: str) -> Steps:
        if text in _ERRORS:
            return [Step("", "formula_error")]
        steps = list(repair_old_font(text, self.turning)) if self.holds in (NAME, TEXT, SEX) else []
        if steps and steps[-1].level == SUGGEST:
            return steps
        if steps and self.holds == NAME:
            steps = [Step(with_capitals(steps[-1].after), steps[-1].reason)]
        text = steps[-1].after if steps else text
        steps += texts.repair_text(text)
        text = steps[-1].after if steps else text
        return [*steps, *self._of_kind(text)] if text else steps

    def _of_kind(self, text: str) -> Steps:
        if self.holds in (DAY, BIRTH):
            return days.repair_day(text, self.days)
        special: dict[str, Callable[[str], Steps]] = {
            NAME: texts.repair_name,
            ID: numbers.repair_id,
            PHONE: numbers.repair_phone,
            EMAIL: texts.repair_email,
            SEX: words.repair_sex,
            YES_NO: words.repair_flag,
        }
        mend = special.get(self.holds)
        return mend(text) if mend else []


def _never(_text: str) -> bool:
    """Every text of the column gets a closer look."""
    return False


def _plain_is_clean(text: str) -> bool:
    """Plain text needs no look when nothing in it is rare and it cannot be of an old font."""
    if not texts.is_clean(text) or text[0] == "#":
        return False
    return text.isascii() or max(text) > "\u00ff" or all(map(is_syllable, text.split()))


__all__ = ["CODE", "Decisions", "Repaired", "Repairer", "decide", "sex_code"]
