"""A report in official form: which document says it, and what of it stands in the paper."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.documents.api import DRAFT, SourceAsked, SourceRecord, get_document
from congdoan.areas.reporting.enums import ReportState
from congdoan.areas.reporting.models import Line, Paper, Report, Snapshot
from congdoan.areas.reporting.selectors.reading import Figure, ReadPart
from congdoan.areas.reporting.selectors.rounds import visible_reports
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation

_OUT = {ReportState.SUBMITTED.value, ReportState.ACCEPTED.value}


def paper_of(report: Report) -> Paper | None:
    """Return the document that says what the report says now."""
    held = report.papers.select_related("document")
    return held.filter(revision=report.revision).first()


def papers_of(report: Report) -> list[Paper]:
    """Return every document made of a report, the newest first."""
    return list(report.papers.select_related("document").order_by("-revision"))


def may_draft(actor: Actor, unit: Organisation) -> bool:
    """Tell whether the actor may begin documents at the unit."""
    return actor.may(DRAFT, on=unit)


def may_read_paper(actor: Actor, paper: Paper) -> bool:
    """Tell whether the actor may open the document: a book is its own unit's."""
    try:
        get_document(actor, paper.document_id)
    except NotFound:
        return False
    return True


def said_now(report: Report) -> Snapshot | None:
    """Return what was handed in or accepted last, when the report says just that."""
    if report.state not in _OUT:
        return None
    return report.snapshots.filter(revision=report.revision).order_by("-pk").first()


def records_of(asked: SourceAsked) -> list[SourceRecord]:
    """Return the report a document was begun from, when the actor may read it (a hook's answer)."""
    made = Paper.objects.filter(document=asked.document).values("report_id")
    found = visible_reports(asked.actor).filter(pk__in=made).select_related("round").first()
    if found is None:
        return []
    return [
        SourceRecord(
            _("Lập từ báo cáo"), found.round.title, reverse("reporting:report", args=[found.pk])
        )
    ]


@dataclass(frozen=True)
class Row:
    """One line of a printed table."""

    number: str
    title: str
    unit: str
    value: str
    note: str = ""

    @property
    def cells(self) -> list[str]:
        return [self.number, self.title, self.unit, self.value, self.note]


def rows_of(part: ReadPart) -> list[Row]:
    """Return the lines of a table, each breakdown a line below its own."""
    return [_row(line, one, first=not one.label) for line, figures in part.rows for one in figures]


def _row(line: Line, one: Figure, *, first: bool) -> Row:
    title = f"– {_('trong đó')}: {one.label}" if one.label else line.title
    if line.depth and first:
        title = f"– {title}"
    return Row(line.number if first else "", title, line.unit, one.text, one.reason)
