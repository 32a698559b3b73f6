"""One report as it is read: figures beside what was counted and said before, and its story."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from congdoan.areas.reporting.enums import AskState, ReportState, StepKind
from congdoan.areas.reporting.models import (
    Cell,
    Extension,
    Line,
    Report,
    ReportStep,
    Section,
    Snapshot,
)
from congdoan.areas.reporting.rules.checking import figure_at
from congdoan.areas.reporting.selectors.cells import Layout, breakdown_label, head_of
from congdoan.areas.reporting.selectors.findings import shown
from congdoan.kernel.organisations.api import names
from congdoan.support.discussion.api import Comment, Subject, unscoped_by_anchor

SUBJECT = "reporting.report"


def subject_of(report: Report) -> Subject:
    return Subject(SUBJECT, report.pk)


def cell_anchor(series: str) -> str:
    return f"cell:{series}"


def section_anchor(code: str) -> str:
    return f"section:{code}"


@dataclass(frozen=True)
class Figure:
    """One cell as it is read."""

    cell: Cell
    value: Decimal | None
    known: Decimal | None
    last: Decimal | None
    reason: str
    comments: list[Comment]

    @property
    def text(self) -> str:
        return shown(self.value)

    @property
    def known_text(self) -> str:
        return shown(self.known) if self.known is not None else ""

    @property
    def last_text(self) -> str:
        return shown(self.last) if self.last is not None else ""

    @property
    def label(self) -> str:
        return breakdown_label(self.cell.breakdown) if self.cell.breakdown else ""

    @property
    def is_overridden(self) -> bool:
        return self.known is not None and self.value != self.known

    @property
    def anchor(self) -> str:
        return cell_anchor(self.cell.series)


@dataclass(frozen=True)
class ReadPart:
    """A section as it is read."""

    section: Section
    rows: list[tuple[Line, list[Figure]]]
    text: str
    comments: list[Comment]

    @property
    def anchor(self) -> str:
        return section_anchor(self.section.code)


def parts_of(
    layout: Layout,
    figures: Sequence[Decimal | None],
    *,
    prefilled: Sequence[Decimal | None] = (),
    last: dict[str, Decimal | None] | None = None,
    reasons: dict[str, str] | None = None,
    narrative: dict[str, str] | None = None,
    threads: dict[str, list[Comment]] | None = None,
) -> list[ReadPart]:
    """Return the sections with figures and texts in the order of the form."""
    said, held = threads or {}, reasons or {}
    known = [*prefilled, *[None] * (len(layout.cells) - len(prefilled))]

    def figure(cell: Cell) -> Figure:
        return Figure(
            cell,
            figure_at(cell, figures),
            figure_at(cell, known),
            (last or {}).get(cell.series),
            held.get(cell.series, ""),
            said.get(cell_anchor(cell.series), []),
        )

    return [
        ReadPart(
            part.section,
            [(line, [figure(cell) for cell in cells]) for line, cells in part.rows],
            (narrative or {}).get(part.section.code, ""),
            said.get(section_anchor(part.section.code), []),
        )
        for part in layout.parts
    ]


def threads_of(report: Report) -> dict[str, list[Comment]]:
    return unscoped_by_anchor(subject_of(report))


@dataclass(frozen=True)
class Told:
    """A step of the story with the name of who took it, and what was frozen then."""

    step: ReportStep
    name: str
    snapshot_id: int | None
    is_beside: bool


def story_of(report: Report) -> list[Told]:
    """Return what happened to a report, oldest first; three queries."""
    steps = list(report.steps.order_by("pk"))
    kept = dict(report.snapshots.values_list("step_id", "pk"))
    called = names({one.organisation_id for one in steps}, on=report.round.on) if steps else {}
    return [
        Told(
            one,
            called.get(one.organisation_id, ""),
            kept.get(one.pk),
            one.hierarchy_id != report.round.hierarchy_id,
        )
        for one in steps
    ]


@dataclass(frozen=True)
class Difference:
    """What is different now from what was frozen."""

    label: str
    then: str
    now: str


def changed_since(report: Report, layout: Layout, frozen: Snapshot) -> list[Difference]:
    """Return where the report differs from a snapshot: "đã đổi so với bản đã nhận"."""
    found = []
    for cell in layout.cells:
        then, now = figure_at(cell, frozen.values), figure_at(cell, report.entered)
        if then != now:
            found.append(Difference(head_of(cell), shown(then), shown(now)))
    for section in layout.narratives:
        old, new = frozen.narrative.get(section.code, ""), report.narrative.get(section.code, "")
        if old != new:
            found.append(Difference(section.title, old or "—", new or "—"))
    return found


def readable(report: Report, *, may_write: bool) -> Report | Snapshot | None:
    """
    Return what of a report may be read: what it says now, or what was handed in last.

    What is with its author is nobody else's yet; None: it was never handed in.
    """
    if may_write or report.state not in {ReportState.DRAFT, ReportState.RETURNED}:
        return report
    if report.state == ReportState.DRAFT:
        return None
    kept = report.snapshots.filter(step__kind=StepKind.SUBMITTED)
    return kept.order_by("-pk").first()


def waiting_request(report: Report) -> Extension | None:
    """Return the request for more time that waits for an answer."""
    return report.extensions.filter(state=AskState.WAITING).first()


def last_snapshot(report: Report) -> Snapshot | None:
    """Return what was accepted last on the primary line, else what was submitted before this."""
    frozen = report.snapshots.filter(hierarchy=report.round.hierarchy_id).select_related("step")
    accepted = frozen.filter(step__kind=StepKind.ACCEPTED).order_by("-pk").first()
    return accepted or frozen.filter(revision__lt=report.revision).order_by("-pk").first()
