"""A report on paper: printed as it stands, or begun as a document of the unit's own book."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.letters.report import heads, report_paper, totals_paper
from congdoan.areas.reporting.models import Cell, Line, Report
from congdoan.areas.reporting.rules.wording import heading, subject
from congdoan.areas.reporting.selectors.cells import layout_of
from congdoan.areas.reporting.selectors.papers import rows_of, said_now
from congdoan.areas.reporting.selectors.reading import Figure, ReadPart, parts_of, readable
from congdoan.areas.reporting.selectors.rounds import visible_report
from congdoan.areas.reporting.selectors.standing import may_write
from congdoan.areas.reporting.selectors.totals import Figures, figures_of
from congdoan.areas.reporting.selectors.words import gathered
from congdoan.areas.reporting.services.papers import PaperPart, PaperWords, draft_paper
from congdoan.areas.reporting.views.totals import place_asked, rounded
from congdoan.foundation import clock
from congdoan.foundation.acting import press
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import as_file
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import name_of
from congdoan.support.rendering.api import to_pdf


@needs(policies.VIEW)
@require_safe
def printed(request: ActorRequest, pk: int) -> HttpResponse:
    """
    The report as the reader may read it now, in official form; no number, nothing is registered.

    :raises NotFound: when nothing of it is theirs to read yet
    """
    found = visible_report(request.actor, pk)
    shown = readable(found, may_write=may_write(request.actor, found))
    if shown is None:
        raise NotFound
    said = shown.entered if isinstance(shown, Report) else shown.values
    layout = layout_of(found.round.version)
    parts = parts_of(
        layout, said or layout.blank(), reasons=shown.reasons, narrative=shown.narrative
    )
    # An official paper is in Vietnamese, whatever its reader reads the pages in.
    with translation.override("vi"):
        file = to_pdf(report_paper(found, parts), created_at=clock.now())
    return as_file(file, "application/pdf", f"{found.round.title}.pdf")


@needs(policies.VIEW)
@require_safe
def totals_printed(request: ActorRequest, pk: int) -> HttpResponse:
    """What a branch says in a round, in official form; what its units wrote is quoted."""
    place = place_asked(request, pk)
    layout = layout_of(place.round.version)
    figures = [rounded(one) if one is not None else None for one in figures_of(layout, place.total)]
    parts = [ReadPart(part.section, _read(part.rows, figures), "", []) for part in layout.parts]
    said = {one.code: gathered(request.actor, place, one) for one in layout.narratives}
    with translation.override("vi"):
        paper = totals_paper(place.round, place.organisation, parts, said)
        file = to_pdf(paper, created_at=clock.now())
    return as_file(file, "application/pdf", f"{place.round.title}.pdf")


def _read(rows: list[tuple[Line, list[Cell]]], figures: Figures) -> list[tuple[Line, list[Figure]]]:
    return [(line, [_total(cell, figures) for cell in cells]) for line, cells in rows]


def _total(cell: Cell, figures: Figures) -> Figure:
    """Return a figure of a total, which has its shares and averages computed already."""
    return Figure(cell, figures[cell.position], None, None, "", [])


@needs(policies.WRITE)
@require_POST
def paper(request: ActorRequest, pk: int) -> HttpResponse:
    """Begin a document of what was handed in; then it goes the way of every document."""
    found = visible_report(request.actor, pk)
    frozen = said_now(found)
    parts: list[ReadPart] = []
    if frozen is not None:
        layout = layout_of(found.round.version)
        parts = parts_of(layout, frozen.values, reasons=frozen.reasons, narrative=frozen.narrative)
    with translation.override("vi"):
        said = [_part(one) for one in parts]
        words = PaperWords(
            subject(found.round.title),
            name_of(found.superior, on=request.actor.today),
            _("Như trên"),
            _("(Không có nội dung.)"),
        )

    def do() -> str:
        made = draft_paper(
            actor=request.actor,
            report=found,
            parts=said,
            words=words,
            at=clock.now(),
        )
        return reverse("documents:detail", args=[made.document_id])

    back = reverse("reporting:report", args=[pk])
    done = _("Đã lập văn bản từ báo cáo; hãy xem lại rồi trình duyệt, ký, cấp số và gửi.")
    return press(request, do, back=back, done=done)


def _part(part: ReadPart) -> PaperPart:
    title = heading(part.section.title)
    if part.rows:
        return PaperPart(title, [heads(), *(row.cells for row in rows_of(part))])
    return PaperPart(title, text=part.text)
