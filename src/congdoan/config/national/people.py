"""
Members: who joined which union, when they left, where they went on. Text for COPY, unit by unit.

People come in small groups (a school admits its new teachers together), leave on days of their
own, and one in four goes on at another unit of the same place. What an event ends, it ends here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
import random

from congdoan.config.national.country import UNTIL
from congdoan.config.national.world import Unit, World
from congdoan.foundation import vietnamese

_FAMILIES = (
    "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Hoàng", "Huỳnh",
    "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Mai", "Trịnh",
)  # fmt: skip
_MIDDLES = {
    "F": ("Thị", "Thị Thu", "Thị Ngọc", "Thị Thanh", "Thị Minh", "Ngọc", "Thùy", "Thị Kim", "Bích"),
    "M": ("Văn", "Đức", "Minh", "Hữu", "Quang", "Công", "Xuân", "Thanh", "Quốc"),
}
_GIVEN = {
    "F": (
        "Lan", "Hoa", "Hương", "Hạnh", "Nga", "Thảo", "Trang", "Yến", "Oanh", "Phượng", "Thủy",
        "Mai", "Nhung", "Vân", "Ngân", "Hằng", "Tuyết", "Diễm", "Quyên", "Loan", "Hà", "Ánh",
    ),
    "M": (
        "Dũng", "Hùng", "Tuấn", "Sơn", "Bình", "Thắng", "Long", "Hải", "Nam", "Phúc", "Đạt",
        "Khánh", "Tâm", "Trung", "Vinh", "Cường", "Lâm", "Thành", "Toàn", "Quý", "Hiếu", "Nghĩa",
    ),
}  # fmt: skip
#: Share of women, share who leave in a year, what they are counted as.
_OF_KIND = {
    "PRESCHOOL_PUBLIC": (0.97, 0.03, "TEACHER"), "PRESCHOOL_PRIVATE": (0.95, 0.09, "TEACHER"),
    "PRIMARY": (0.76, 0.03, "TEACHER"), "LOWER_SECONDARY": (0.68, 0.03, "TEACHER"),
    "UPPER_SECONDARY": (0.62, 0.03, "TEACHER"), "CONTINUING_EDU": (0.55, 0.04, "TEACHER"),
    "COLLEGE": (0.55, 0.04, "TEACHER"), "UNIVERSITY": (0.52, 0.03, "TEACHER"),
    "COMPANY": (0.55, 0.065, "WORKER"), "": (0.45, 0.03, "OFFICIAL"),
}  # fmt: skip
_NEVER = date.max


@dataclass
class Names:
    """Full names with their stored keys, as the columns of a person's line."""

    columns: dict[str, list[str]]

    @classmethod
    def made(cls) -> "Names":
        columns: dict[str, list[str]] = {}
        for sex, middles in _MIDDLES.items():
            columns[sex] = []
            for given in _GIVEN[sex]:
                key = vietnamese.sort_key(given)
                for family in _FAMILIES:
                    for middle in middles:
                        first = f"{family} {middle}"
                        sort = f"{key} {vietnamese.sort_key(first)}"
                        folded = vietnamese.fold(f"{first} {given}")
                        columns[sex].append(f"{first}\t{given}\t{sex}\t{sort}\t{folded}")
        return cls(columns)


@dataclass(slots=True)
class _Someone:
    pk: int
    sex: str
    birth_year: int
    sort_key: str


@dataclass
class Lines:
    """What is ready for COPY: people, and their memberships."""

    people: list[str] = field(default_factory=list)
    memberships: list[str] = field(default_factory=list)


class People:
    """Fills the units of a world with people."""

    def __init__(self, world: World) -> None:
        self._names = Names.made()
        self._people = self._memberships = 0
        self._moved: dict[Unit, list[tuple[_Someone, date, str, int]]] = {}
        self._homes: dict[str, list[Unit]] = {}
        for unit in world.units:
            if unit.size:
                self._homes.setdefault(unit.home, []).append(unit)

    def batches(self) -> Iterator[Lines]:
        """Yield the lines of one place after the other."""
        for home, units in self._homes.items():
            lines = Lines()
            pick = random.Random(f"congdoan people {home}")  # noqa: S311 - invented people
            leavers: list[tuple[date, _Someone]] = []
            # Units that end by a merger come before those their people go on at.
            for unit in sorted(units, key=lambda unit: unit.until or _NEVER):
                self._fill(unit, pick, leavers, lines)
            yield lines

    def _fill(
        self,
        unit: Unit,
        pick: random.Random,
        leavers: list[tuple[date, _Someone]],
        lines: Lines,
    ) -> None:
        women, leaving, category = _OF_KIND[unit.data.kind]
        last = unit.until or UNTIL
        for someone, begin, own, event in self._moved.pop(unit, ()):
            self._stay(unit, someone, begin, leaving, own, event, pick, leavers, lines)
        for begin, number in _groups(unit, last, leaving, pick):
            for _ in range(number):
                someone = _again(leavers, begin, pick) or self._somebody(begin, women, pick, lines)
                own = "MANAGER" if category == "TEACHER" and pick.random() < 0.07 else category
                self._stay(unit, someone, begin, leaving, own, 0, pick, leavers, lines)

    def _somebody(self, begin: date, women: float, pick: random.Random, lines: Lines) -> _Someone:
        self._people += 1
        sex = "F" if pick.random() < women else "M"
        names = self._names.columns[sex]
        year = begin.year - 21 - int(pick.random() * 30)
        name = names[int(pick.random() * len(names))]
        birth = f"{year}-{1 + self._people % 12:02}-{1 + self._people % 28:02}"
        lines.people.append(f"{self._people}\t{name}\t{birth}\t\t\n")
        return _Someone(self._people, sex, year, name.split("\t")[3])

    def _stay(
        self,
        unit: Unit,
        someone: _Someone,
        begin: date,
        leaving: float,
        category: str,
        event: int,
        pick: random.Random,
        leavers: list[tuple[date, _Someone]],
        lines: Lines,
    ) -> None:
        """Write one membership, until the person leaves, the unit ends, or today."""
        until = _leave_day(begin, leaving, pick)
        retires = date(someone.birth_year + 60, 7, 1)
        reason = "LEFT_WORK"
        if retires <= until:
            until, reason = max(retires, begin + timedelta(days=30)), "RETIRED"
        ended_by = "\\N"
        if unit.until and unit.until <= until:
            until, ended_by = unit.until, str(unit.ended_by)
            reason = "UNIT_MERGED" if unit.into else "UNIT_ENDED"
            if unit.into:
                going = (someone, until, category, unit.ended_by)
                self._moved.setdefault(unit.into, []).append(going)
        elif until >= UNTIL:
            until, reason = _NEVER, ""
        elif reason == "LEFT_WORK":
            leavers.append((until, someone))
        self._memberships += 1
        end = "" if until is _NEVER else until.isoformat()
        lines.memberships.append(
            f"{self._memberships}\t{someone.pk}\t{unit.pk}\t[{begin.isoformat()},{end})\t"
            f"{someone.birth_year}\t{someone.sex}\t{category}\t{reason}\t"
            f"{event or chr(92) + 'N'}\t{ended_by}\t{someone.sort_key}\n"
        )


def _again(
    leavers: list[tuple[date, _Someone]], begin: date, pick: random.Random
) -> _Someone | None:
    """Return somebody who left another unit of the place before, if the one we think of did."""
    if not leavers or pick.random() > 0.6:
        return None
    at = int(pick.random() * len(leavers))
    if leavers[at][0] > begin:
        return None
    leavers[at], leavers[-1] = leavers[-1], leavers[at]
    return leavers.pop()[1]


def _groups(
    unit: Unit, last: date, leaving: float, pick: random.Random
) -> Iterator[tuple[date, int]]:
    """Yield the days on which people join: all at the beginning, then a few groups a year."""
    yield unit.start, unit.size
    mean = unit.size * leaving
    for year in range(unit.start.year + 1, last.year + 1):
        number = int(mean) + (pick.random() < mean % 1)
        groups = 1 if number < 4 else 2
        for month in (9, 2)[:groups]:
            begin = date(year, month, 1 + int(pick.random() * 28))
            if begin < last:
                yield begin, number // groups


def _leave_day(begin: date, leaving: float, pick: random.Random) -> date:
    """Return when somebody leaves: most at the end of a month, some on any day."""
    days = pick.expovariate(leaving) * 365
    if days > 7300:
        return _NEVER
    day = begin + timedelta(days=1 + int(days))
    return day.replace(day=1) + timedelta(days=31) if pick.random() < 0.8 else day
