"""What people type into a report: figures, reasons, texts, explanations, with what they saw."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from congdoan.areas.reporting.models import Cell, Line, Report, Section
from congdoan.areas.reporting.rules.checking import figure_at
from congdoan.areas.reporting.rules.figures import read_figure
from congdoan.areas.reporting.rules.seen import seen_of
from congdoan.areas.reporting.selectors.cells import Layout, breakdown_label, label_of
from congdoan.areas.reporting.selectors.findings import plain, shown
from congdoan.areas.reporting.services.writing import Change, Clash, Entry
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.vietnamese import nfc
from congdoan.support.discussion.api import Comment

#: More than any form has; what is longer is cut before it is looked at.
LONGEST = 20_000


@dataclass
class Box:
    """One cell of the page."""

    cell: Cell
    text: str
    seen: str
    known: Decimal | None
    last: Decimal | None
    reason: str
    overridden: bool
    error: str = ""
    comments: list[Comment] = field(default_factory=list)

    @property
    def computed(self) -> bool:
        return self.cell.roll_up == "RATIO"

    @property
    def label(self) -> str:
        return breakdown_label(self.cell.breakdown) if self.cell.breakdown else ""

    @property
    def spoken(self) -> str:
        return label_of(self.cell)

    @property
    def known_text(self) -> str:
        return shown(self.known) if self.known is not None else ""

    @property
    def last_text(self) -> str:
        return shown(self.last) if self.last is not None else ""

    @property
    def reason_seen(self) -> str:
        return seen_of(self.reason)


@dataclass
class TextBox:
    """One section to be written."""

    section: Section
    text: str
    seen: str
    comments: list[Comment] = field(default_factory=list)
    error: str = ""


@dataclass
class PagePart:
    section: Section
    rows: list[tuple[Line, list[Box]]]
    box: TextBox | None


class EntryForm:
    """Reads what was posted for a layout; keeps what could not be read beside its sentence."""

    def __init__(self, layout: Layout, data: QueryDict) -> None:
        self.layout = layout
        self.data = data
        self.errors: dict[int, str] = {}
        self.typed: dict[int, str] = {}
        self.entry = Entry(
            figures=self._figures(), reasons=self._reasons(), narrative=self._narrative(),
            explanations=self._explanations(),
        )  # fmt: skip

    def _text(self, name: str) -> str:
        return nfc(self.data.get(name, "")[:LONGEST]).replace("\r\n", "\n").replace("\0", "")

    def _figure(self, cell: Cell, name: str) -> Decimal | None:
        comma = (translation.get_language() or "vi").startswith("vi")
        return read_figure(
            self._text(name),
            line=label_of(cell),
            whole=cell.line.whole,
            negative=cell.line.negative,
            money=cell.line.unit == "đồng",
            comma=comma,
        )

    def _figures(self) -> dict[int, Change]:
        found: dict[int, Change] = {}
        for cell in self.layout.entered:
            name = f"v-{cell.position}"
            if name not in self.data:
                continue
            self.typed[cell.position] = self._text(name)
            try:
                new = self._figure(cell, name)
            except Refusal as refusal:
                self.errors[cell.position] = refusal.sentence
                continue
            try:
                seen = self._figure(cell, f"s-{cell.position}")
            except Refusal:
                seen = None
            found[cell.position] = Change(new, seen)
        return found

    def _reasons(self) -> dict[str, Change]:
        return {
            cell.series: Change(self._text(f"r-{cell.position}").strip(), self._seen("rs", cell))
            for cell in self.layout.entered
            if f"r-{cell.position}" in self.data
        }

    def _seen(self, kind: str, cell: Cell) -> str:
        return self.data.get(f"{kind}-{cell.position}", "")[:16]

    def _narrative(self) -> dict[str, Change]:
        return {
            one.code: Change(
                self._text(f"t-{one.code}").strip(), self.data.get(f"ts-{one.code}", "")[:16]
            )
            for one in self.layout.narratives
            if f"t-{one.code}" in self.data
        }

    def _explanations(self) -> dict[str, Change]:
        known = {f"{one.kind}:{one.series}:{one.position}" for one in self.layout.checks}
        return {
            name[2:]: Change(self._text(name).strip(), self.data.get(f"es-{name[2:]}", "")[:16])
            for name in self.data
            if name.startswith("e-") and name[2:] in known
        }


def page_parts(
    layout: Layout,
    report: Report,
    figures: list[Decimal | None],
    known: list[Decimal | None],
    *,
    last: dict[str, Decimal | None],
    threads: dict[str, list[Comment]],
    form: EntryForm | None = None,
    clashes: list[Clash] | None = None,
) -> list[PagePart]:
    """Return the page's boxes: what stands, or what was typed where it could not be taken."""
    kept = {(one.kind, one.place): str(one.wanted) for one in clashes or []}

    def box(cell: Cell) -> Box:
        place, counted = cell.position, known[cell.position]
        value = figure_at(cell, figures)
        if cell.roll_up == "RATIO":
            last_value = last.get(cell.series)
            return Box(cell, shown(value), "", None, last_value, "", overridden=False)
        text = plain(value)
        error = form.errors.get(place, "") if form else ""
        if form and (error or ("figure", str(place)) in kept):
            text = form.typed.get(place, text)
        return Box(
            cell,
            text,
            plain(value),
            counted,
            last.get(cell.series),
            report.reasons.get(cell.series, ""),
            counted is not None and value != counted,
            error,
            threads.get(f"cell:{cell.series}", []),
        )

    def written(section: Section) -> TextBox:
        held = report.narrative.get(section.code, "")
        text = kept.get(("narrative", section.code), held)
        return TextBox(section, text, seen_of(held), threads.get(f"section:{section.code}", []))

    return [
        PagePart(
            part.section,
            [(line, [box(cell) for cell in cells]) for line, cells in part.rows],
            None if part.is_table else written(part.section),
        )
        for part in layout.parts
    ]


def sentences_of(clashes: list[Clash], layout: Layout, by: str) -> list[str]:
    """Return what somebody else wrote meanwhile, with both words."""
    places = {str(one.position): one for one in layout.cells}
    sections = {one.code: one.title for one in layout.narratives}
    found = []
    for one in clashes:
        if one.kind == "figure":
            found.append(
                _(
                    "Dòng {line}: {by} vừa ghi {theirs}, bạn ghi {yours}. Đang giữ số của {by}."
                ).format(
                    line=label_of(places[one.place]),
                    by=by,
                    theirs=shown(one.standing),
                    yours=shown(one.wanted),
                )
            )
        else:
            name = sections.get(one.place, one.place)
            found.append(
                _("“{place}”: {by} vừa sửa trong lúc bạn viết; hãy xem lại rồi lưu.").format(
                    place=name, by=by
                )
            )
    return found
