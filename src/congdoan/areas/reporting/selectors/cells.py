"""What a version asks, read in a fixed number of queries."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from congdoan.areas.indicators.api import Breakdown
from congdoan.areas.reporting.enums import Measure, SectionKind
from congdoan.areas.reporting.models import Cell, Check, FormVersion, Line, Section
from congdoan.areas.reporting.rules.packs import under


@dataclass(frozen=True)
class Part:
    """A section with its lines, each line with its cells in order."""

    section: Section
    rows: list[tuple[Line, list[Cell]]]

    @property
    def is_table(self) -> bool:
        return self.section.kind == SectionKind.TABLE


@dataclass(frozen=True)
class Layout:
    """A whole version: parts, cells in the order of arrays, checks."""

    version: FormVersion
    parts: list[Part]
    cells: list[Cell]
    checks: list[Check]

    @property
    def entered(self) -> list[Cell]:
        """Return the cells people fill; ratios are computed."""
        return [one for one in self.cells if one.line.measure != Measure.RATIO]

    @property
    def by_series(self) -> dict[str, Cell]:
        return {one.series: one for one in self.cells}

    @property
    def narratives(self) -> list[Section]:
        return [one.section for one in self.parts if not one.is_table]

    def blank(self) -> list[Decimal | None]:
        return [None] * len(self.cells)


#: Layouts of frozen versions, which never change: on a round's last day everybody asks for one.
_kept: dict[tuple[int, datetime], Layout] = {}
_KEPT = 32


def layout_of(version: FormVersion) -> Layout:
    """Return a version's layout; three queries, none for a frozen version seen before."""
    if version.frozen_at is None:
        return _read(version)
    key = (version.pk, version.frozen_at)
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= _KEPT:
            _kept.clear()
        found = _kept[key] = _read(version)
    return replace(found, version=version)


def _read(version: FormVersion) -> Layout:
    cells = list(version.cells.select_related("line__section").order_by("position"))
    rows: dict[int, list[tuple[Line, list[Cell]]]] = {}
    titles: dict[tuple[int, int], str] = {}
    for cell in cells:
        line = cell.line
        titles[line.section_id, line.depth] = line.title
        if line.depth and not line.number:
            line.above = titles.get((line.section_id, line.depth - 1), "")
        found = rows.setdefault(cell.line.section_id, [])
        if not found or found[-1][0].pk != cell.line_id:
            found.append((cell.line, []))
        found[-1][1].append(cell)
    sections = version.sections.order_by("position")
    parts = [Part(one, rows.get(one.pk, [])) for one in sections]
    return Layout(version, parts, cells, list(version.checks.order_by("position")))


def breakdown_label(code: str) -> str:
    """Return how a breakdown is called: "nữ"."""
    return str(Breakdown(code).label) if code in Breakdown.values else code


def name_of(cell: Cell) -> str:
    """Return what a cell asks: ``Tổng số đoàn viên, nữ``; ``Tổng số lao động, trong đó: nữ``."""
    name = under(cell.line.above, cell.line.title)
    return f"{name}, {breakdown_label(cell.breakdown)}" if cell.breakdown else name


def label_of(cell: Cell) -> str:
    """Return how a cell is called in sentences: ``14 (Tổng số đoàn viên, nữ)``."""
    number, name = cell.line.number, name_of(cell)
    return f"{number} ({name})" if number else f"“{name}”"


def head_of(cell: Cell) -> str:
    """Return what stands above its column: ``14. Tổng số đoàn viên, nữ``."""
    number, name = cell.line.number, name_of(cell)
    return f"{number}. {name}" if number else name
