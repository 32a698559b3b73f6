"""Decisions, minutes and annexes of changes of organisation: the panel that offers them, files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.restructuring import policies
from congdoan.areas.restructuring.api import (
    Dossier,
    NoPapers,
    Offer,
    PaperKind,
    batch_papers,
    document_of,
    event_dossier,
    left_out,
    offers,
    report_book,
    sheet_dossier,
)
from congdoan.areas.restructuring.selectors.hand_over import minutes_kept
from congdoan.foundation import clock, downloads
from congdoan.foundation.actor import Actor, ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import VIEW
from congdoan.support.rendering.api import to_docx, to_pdf

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Read = Callable[[Actor, int], Dossier | NoPapers]


@dataclass(frozen=True)
class Source:
    """One of the three things papers are made of: how it is read, what its addresses are."""

    name: str
    read: Read
    back: str
    back_label: str


def _sources() -> dict[str, Source]:
    return {
        "sheet": Source(
            "sheet", sheet_dossier, "organisations:reorganisation", _("Bản sắp xếp tổ chức")
        ),
        "event": Source("event", event_dossier, "organisations:event", _("Sự kiện")),
        "batch": Source("batch", batch_papers, "exchange:batch", _("Lô nhập")),
    }


# --- panels -----------------------------------------------------------------------------------


@needs(policies.PRINT)
def sheet_panel(request: ActorRequest, pk: int) -> HttpResponse:
    """The panel of a worksheet: its decision as a draft, to be signed and then numbered."""
    return _panel(request, "sheet", pk)


@needs(VIEW)
def event_panel(request: ActorRequest, pk: int) -> HttpResponse:
    """The panel of an event: its decision, minutes, and what happened."""
    return _panel(request, "event", pk)


@needs(policies.PRINT)
def batch_panel(request: ActorRequest, pk: int) -> HttpResponse:
    """The panel of an import: one decision with its annex, before and after."""
    return _panel(request, "batch", pk)


def _panel(request: ActorRequest, name: str, pk: int) -> HttpResponse:
    source = _sources()[name]
    found = source.read(request.actor, pk)
    context: dict[str, Any] = {
        "back": reverse(source.back, args=[pk]),
        "back_label": source.back_label,
        "reason": found.reason if isinstance(found, NoPapers) else "",
        "papers": [],
    }
    if isinstance(found, Dossier):
        with override("vi"):
            listed = offers(found, request.GET.get("tim", "")[:100])
        kept = minutes_kept(pk) if name == "event" else {}
        context |= {
            "papers": [_linked(source, pk, one, kept) for one in listed],
            "draft": found.is_draft,
            "unverified": _unverified(listed),
            "unsigned": not found.issuer.signatory.name,
            "issuer": found.issuer.name,
            "signed_on": found.signed_on,
            "left_out": left_out(found),
            "here": reverse(f"restructuring:{name}_papers", args=[pk]),
            "wanted": request.GET.get("tim", "")[:100],
        }
    return render_page(request, "restructuring/papers.html", context, part="papers")


def _linked(source: Source, pk: int, offer: Offer, kept: Mapping[str, int]) -> dict[str, Any]:
    if offer.kind is PaperKind.HANDOVER and offer.key in kept:
        return {"label": offer.label, "files": _kept_files(kept[offer.key])}
    query = f"?{urlencode({'don-vi': offer.key})}" if offer.key else ""

    def to(form: str) -> str:
        return reverse(f"restructuring:{source.name}_{form}", args=[pk, offer.kind]) + query

    files = [("PDF", to("pdf")), ("Word", to("docx"))]
    if offer.kind is PaperKind.REPORT:
        files.append((_("Bảng tính"), reverse(f"restructuring:{source.name}_sheet", args=[pk])))
    return {"label": offer.label, "files": files}


def _kept_files(hand_over: int) -> list[tuple[str, str]]:
    """Return the one minutes of a hand-over under way, and where it is written."""
    name = "restructuring:hand_over_file"
    return [
        ("PDF", reverse(name, args=[hand_over, "pdf"])),
        ("Word", reverse(name, args=[hand_over, "docx"])),
        (_("Ghi nội dung bàn giao"), reverse("restructuring:hand_over", args=[hand_over])),
    ]


def _unverified(listed: Sequence[Offer]) -> list[Any]:
    """Return the rules that the papers' wording rests on and nobody has compared, each once."""
    rules = {one.rule.key: one.rule for one in listed if one.rule and not one.rule.verified}
    return list(rules.values())


# --- files ------------------------------------------------------------------------------------


@needs(policies.PRINT)
def sheet_pdf(request: ActorRequest, pk: int, paper: str) -> HttpResponse:
    return _file(request, "sheet", pk, paper, PDF)


@needs(policies.PRINT)
def sheet_docx(request: ActorRequest, pk: int, paper: str) -> HttpResponse:
    return _file(request, "sheet", pk, paper, DOCX)


@needs(policies.PRINT)
def event_pdf(request: ActorRequest, pk: int, paper: str) -> HttpResponse:
    return _file(request, "event", pk, paper, PDF)


@needs(policies.PRINT)
def event_docx(request: ActorRequest, pk: int, paper: str) -> HttpResponse:
    return _file(request, "event", pk, paper, DOCX)


@needs(policies.PRINT)
def event_sheet(request: ActorRequest, pk: int) -> HttpResponse:
    return _workbook(request, "event", pk)


@needs(policies.PRINT)
def batch_pdf(request: ActorRequest, pk: int, paper: str) -> HttpResponse:
    return _file(request, "batch", pk, paper, PDF)


@needs(policies.PRINT)
def batch_docx(request: ActorRequest, pk: int, paper: str) -> HttpResponse:
    return _file(request, "batch", pk, paper, DOCX)


@needs(policies.PRINT)
def batch_sheet(request: ActorRequest, pk: int) -> HttpResponse:
    return _workbook(request, "batch", pk)


def _dossier(request: ActorRequest, name: str, pk: int) -> Dossier:
    found = _sources()[name].read(request.actor, pk)
    if isinstance(found, NoPapers):
        raise NotFound
    return found


def _file(request: ActorRequest, name: str, pk: int, paper: str, media_type: str) -> HttpResponse:
    if paper not in set(PaperKind):
        raise NotFound
    dossier = _dossier(request, name, pk)
    if name == "event" and paper == PaperKind.HANDOVER:
        kept = minutes_kept(pk).get(request.GET.get("don-vi", ""))
        if kept is not None:
            form = "pdf" if media_type == PDF else "docx"
            return redirect("restructuring:hand_over_file", kept, form)
    with override("vi"):
        document = document_of(dossier, PaperKind(paper), request.GET.get("don-vi", ""))
    render = to_pdf if media_type == PDF else to_docx
    extension = "pdf" if media_type == PDF else "docx"
    content = render(document, created_at=clock.now())
    return downloads.as_file(content, media_type, f"{paper}-{pk}.{extension}")


def _workbook(request: ActorRequest, name: str, pk: int) -> HttpResponse:
    dossier = _dossier(request, name, pk)
    if dossier.is_draft:
        raise NotFound
    return downloads.as_file(report_book(dossier), downloads.XLSX, f"phu-luc-{pk}.xlsx")
