"""A form while it is drawn up: one change at a time to what it asks, and what is still wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
import re
from typing import TypeVar

from congdoan.areas.reporting.rules.packs import CheckSpec, LineSpec, Pack, SectionSpec, under

_T = TypeVar("_T")
#: More than any paper form has; the page to fill in stays usable.
MOST_SECTIONS, MOST_CELLS, MOST_CHECKS = 40, 300, 100


@dataclass(frozen=True)
class Problem:
    """What keeps a form from being published: what is wrong, where, with what."""

    kind: str
    place: str
    other: str = ""


@dataclass(frozen=True)
class Series:
    """Which figures go on from the version before, which begin, which end with it."""

    goes_on: tuple[str, ...]
    begins: tuple[str, ...]
    ends: tuple[str, ...]


def all_lines(pack: Pack) -> list[LineSpec]:
    return [line for part in pack.sections for line in part.lines]


def all_series(pack: Pack) -> list[str]:
    return [series for line in all_lines(pack) for _breakdown, series in line.series]


def section_of(pack: Pack, code: str) -> SectionSpec | None:
    return next((one for one in pack.sections if one.code == code), None)


def line_of(pack: Pack, code: str) -> LineSpec | None:
    return next((one for one in all_lines(pack) if one.code == code), None)


def called(pack: Pack) -> dict[str, str]:
    """Return each line's name by its code: without a number, with what it stands under."""
    names: dict[str, str] = {}
    for part in pack.sections:
        titles: dict[int, str] = {}
        for one in part.lines:
            titles[one.depth] = one.title
            above = "" if one.number or not one.depth else titles.get(one.depth - 1, "")
            names[one.code] = under(above, one.title)
    return names


def with_section(pack: Pack, made: SectionSpec) -> Pack:
    """Put a section in its place, a new one at the end."""
    if section_of(pack, made.code) is None:
        return replace(pack, sections=(*pack.sections, made))
    return replace(
        pack, sections=tuple(made if one.code == made.code else one for one in pack.sections)
    )


def without_section(pack: Pack, code: str) -> Pack:
    kept = replace(pack, sections=tuple(one for one in pack.sections if one.code != code))
    return _without_orphans(kept)


def with_line(pack: Pack, section: str, made: LineSpec) -> Pack:
    """Put a line in its place, a new one at the end of a section."""
    there = line_of(pack, made.code) is not None

    def lines(part: SectionSpec) -> tuple[LineSpec, ...]:
        if there:
            return tuple(made if one.code == made.code else one for one in part.lines)
        return (*part.lines, made) if part.code == section else part.lines

    changed = tuple(replace(part, lines=lines(part)) for part in pack.sections)
    return _without_orphans(replace(pack, sections=changed))


def without_line(pack: Pack, code: str) -> Pack:
    changed = tuple(
        replace(part, lines=tuple(one for one in part.lines if one.code != code))
        for part in pack.sections
    )
    return _without_orphans(replace(pack, sections=changed))


def with_check(pack: Pack, place: int | None, made: CheckSpec) -> Pack:
    """Put a check in its place, a new one at the end."""
    checks = list(pack.checks)
    if place is None or place >= len(checks):
        checks.append(made)
    else:
        checks[place] = made
    return replace(pack, checks=tuple(checks))


def without_check(pack: Pack, place: int) -> Pack:
    return replace(pack, checks=tuple(one for n, one in enumerate(pack.checks) if n != place))


def moved_section(pack: Pack, code: str, step: int) -> Pack:
    codes = [one.code for one in pack.sections]
    return replace(pack, sections=_moved(pack.sections, codes.index(code), step))


def moved_line(pack: Pack, code: str, step: int) -> Pack:
    """Move a line up or down; beyond the edge of its table it goes into the table there."""
    tables = [n for n, one in enumerate(pack.sections) if one.kind == "TABLE"]
    sections = list(pack.sections)
    at = next(n for n in tables if any(one.code == code for one in sections[n].lines))
    lines = sections[at].lines
    place = [one.code for one in lines].index(code)
    if 0 <= place + step < len(lines):
        sections[at] = replace(sections[at], lines=_moved(lines, place, step))
        return replace(pack, sections=tuple(sections))
    beside = tables.index(at) + step
    if not 0 <= beside < len(tables):
        return pack
    into = tables[beside]
    sections[at] = replace(sections[at], lines=lines[:place] + lines[place + 1 :])
    there = sections[into].lines
    new = (*there, lines[place]) if step < 0 else (lines[place], *there)
    sections[into] = replace(sections[into], lines=new)
    return replace(pack, sections=tuple(sections))


def _moved(rows: Sequence[_T], place: int, step: int) -> tuple[_T, ...]:
    found = list(rows)
    to = place + step
    if 0 <= to < len(found):
        found[place], found[to] = found[to], found[place]
    return tuple(found)


def _without_orphans(pack: Pack) -> Pack:
    """Let go of checks whose own figure is not asked any more."""
    series = set(all_series(pack))
    return replace(pack, checks=tuple(one for one in pack.checks if one.series in series))


def problems(pack: Pack) -> list[Problem]:
    """Return what keeps a form from being published, in the order of the page."""
    series = set(all_series(pack))
    found = [] if pack.sections else [Problem("empty", "")]
    for part in pack.sections:
        if part.kind == "TABLE" and not part.lines:
            found.append(Problem("no_lines", part.title))
        for line in part.lines:
            found += [Problem("part", line.title, one) for one in line.parts if one not in series]
    for number, check in enumerate(pack.checks, start=1):
        found += [
            Problem("term", str(number), term[1:]) for term in check.terms if term[1:] not in series
        ]
    return found


def compared(before: Iterable[str], now: Iterable[str]) -> Series:
    """Return what becomes of the series of the version before."""
    old, new = list(before), list(now)
    return Series(
        tuple(one for one in new if one in set(old)),
        tuple(one for one in new if one not in set(old)),
        tuple(one for one in old if one not in set(new)),
    )


def own_code(form: int, taken: Iterable[str]) -> str:
    """Return a code for a line of the form's own; one that was ever used is not used again."""
    mark = re.compile(rf"^F{form}_(\d+)$")
    numbers = [int(found[1]) for code in taken if (found := mark.match(code))]
    return f"F{form}_{max(numbers, default=0) + 1}"


def section_code(taken: Iterable[str]) -> str:
    """Return a code no section of the form ever had: narrative and comments hang on it."""
    numbers = [int(found[1]) for code in taken if (found := re.match(r"^p(\d+)$", code))]
    return f"p{max(numbers, default=0) + 1}"


def breaks_series(before: LineSpec | None, now: LineSpec) -> bool:
    """Tell whether a line of a version before would mean another figure under the same name."""
    return before is not None and (before.measure, before.roll_up, before.parts, before.unit) != (
        now.measure,
        now.roll_up,
        now.parts,
        now.unit,
    )
