"""The obligations of an agreement as a matrix: on the page, on paper, in a spreadsheet."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.letters.living import matrix_paper
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.matrix import Row, matrix_of
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.areas.agreements.views.papers import paper as official_paper
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.workbook import plain_sheet


def _context(request: ActorRequest, agreement: Agreement) -> dict[str, Any]:
    parties = parties_of(agreement)
    called = party_names(parties, on=request.actor.as_of)
    found = matrix_of(agreement, on=request.actor.as_of)
    return {
        **frame(request, agreement, "text" if found.planned else "duties"),
        "matrix": found,
        "parties": [(party.label, called[party.organisation_id]) for party in parties],
        "day": request.actor.as_of,
    }


@needs(policies.VIEW)
def matrix(request: ActorRequest, pk: int) -> HttpResponse:
    """Show who owes what how often, and how far it is."""
    agreement = load(request, pk)
    return render_page(request, "agreements/matrix.html", _context(request, agreement))


@needs(policies.VIEW)
def paper(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the matrix for printing."""
    agreement = load(request, pk)
    return render_page(request, "agreements/matrix_print.html", _context(request, agreement))


@needs(policies.VIEW)
def file(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """Return the matrix in the official layout, as PDF or Word."""
    document = matrix_paper(load(request, pk), on=request.actor.as_of)
    name = f"ma-tran-trach-nhiem-{pk}"
    return official_paper(document, name=name, form=form, at=clock.now())


@needs(policies.VIEW)
def sheet(request: ActorRequest, pk: int) -> HttpResponse:
    """Return the matrix as a workbook."""
    agreement = load(request, pk)
    found = matrix_of(agreement, on=request.actor.as_of)
    heads = [
        _("Nội dung phối hợp"),
        _("Điều khoản"),
        _("Việc phải làm"),
        _("Chỉ tiêu"),
        *found.columns,
        _("Số đạt được"),
    ]
    rows = [_cells(group.name, row) for group in found.groups for row in group.rows]
    notes = [agreement.title, _("Số liệu ngày {day}").format(day=f"{request.actor.as_of:%d/%m/%Y}")]
    content = plain_sheet(_("Ma trận trách nhiệm"), heads, rows, notes=notes)
    return as_file(content, XLSX, f"ma-tran-trach-nhiem-{pk}.xlsx")


def _cells(group: str, row: Row) -> list[str]:
    reached = f"{row.reached.normalize():f} {row.measure}".strip() if row.reached else ""
    cells = [cell.words if cell else "" for cell in row.cells]
    return [group, row.place, row.words, row.indicator, *cells, reached]
