"""The page a report is filled in on: saved by itself, submitted, counted again."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.forms import EntryForm, PagePart, page_parts, sentences_of
from congdoan.areas.reporting.models import Report
from congdoan.areas.reporting.rules.moves import may_move
from congdoan.areas.reporting.rules.seen import seen_of
from congdoan.areas.reporting.selectors.cells import Layout, layout_of
from congdoan.areas.reporting.selectors.findings import found_in
from congdoan.areas.reporting.selectors.prefill import computed, previous
from congdoan.areas.reporting.selectors.reading import threads_of
from congdoan.areas.reporting.selectors.rounds import visible_report
from congdoan.areas.reporting.selectors.standing import may_write
from congdoan.areas.reporting.services.submitting import hand_in
from congdoan.areas.reporting.services.writing import (
    NotWithAuthor,
    RoundIsLocked,
    Saved,
    refresh_prefill,
    save_entry,
)
from congdoan.areas.reporting.views.reading import answers_to
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page, wants_part
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.organisations.api import name_of, names

Figures = list[Decimal | None]


@needs(policies.WRITE)
def entry(request: ActorRequest, pk: int) -> HttpResponse:
    """Fill a report in: GET shows it, POST saves, ``act=submit`` also hands it in."""
    found = _writable(request, pk)
    layout = layout_of(found.round.version)
    if request.method != "POST":
        return _page(request, found, layout)
    form = EntryForm(layout, request.POST)
    given: dict[str, Any] = {
        "actor": request.actor,
        "report": found,
        "entry": form.entry,
        "at": clock.now(),
    }
    if request.POST.get("act") == "submit" and not form.errors and not wants_part(request):
        saved, stops = hand_in(**given, on=request.actor.today)
        told = [one.sentence for one in stops] if not saved.clashes else []
        done, to = _("Đã nộp báo cáo; cấp trên đã được báo."), "reporting:report"
    else:
        saved, told = save_entry(**given), []
        done, to = _("Đã lưu; báo cáo chưa nộp."), "reporting:report_entry"
    if wants_part(request):
        return _saved_part(request, saved, layout, form)
    if form.errors or saved.clashes or told:
        return _page(request, saved.report, layout, form=form, saved=saved, refused=told)
    messages.success(request, done)
    return redirect(to, pk)


def _writable(request: ActorRequest, pk: int) -> Report:
    """
    Return a report the actor may write in now.

    :raises NotAllowed: to who does not write for the unit
    :raises RoundIsLocked, NotWithAuthor: when nothing may be written
    """
    found = visible_report(request.actor, pk)
    if not may_write(request.actor, found):
        raise NotAllowed
    if not found.round.is_open:
        raise RoundIsLocked
    if not may_move("write", found.state):
        raise NotWithAuthor
    return found


def _standing(report: Report, layout: Layout) -> tuple[Figures, Figures]:
    """Return the figures of a report and what is known; one nobody has begun is counted now."""
    size = len(layout.cells)
    figures = [*report.entered, *[None] * size][:size]
    if report.prefilled_at is not None:
        return figures, [*report.prefilled, *[None] * size][:size]
    known = computed(layout, report)
    return [a if a is not None else b for a, b in zip(figures, known, strict=True)], known


def _page(
    request: ActorRequest,
    report: Report,
    layout: Layout,
    *,
    form: EntryForm | None = None,
    saved: Saved | None = None,
    refused: list[str] | None = None,
) -> HttpResponse:
    figures, known = _standing(report, layout)
    before, threads = previous(report), threads_of(report)
    clashes = saved.clashes if saved else []
    told = sentences_of(clashes, layout, saved.by if saved else "")
    parties = {one.party_id for thread in threads.values() for one in thread}
    context: dict[str, Any] = {
        "report": report,
        "round": report.round,
        "name": name_of(report.organisation, on=report.round.on),
        "superior": name_of(report.superior, on=report.round.on),
        "parts": page_parts(
            layout,
            report,
            figures,
            known,
            last=before.values,
            threads=threads,
            form=form,
            clashes=clashes,
        ),
        "merged": before.merged,
        "general": threads.get("", []),
        "said": names(parties, on=report.round.on) if parties else {},
        "answers": answers_to(request, report, threads),
        "returned": _returned(report),
        "findings": _findings(report, layout, figures, before.values),
        "errors": [*(form.errors.values() if form else ()), *told, *(refused or [])],
        "back": reverse("reporting:report", args=[report.pk]),
    }
    return render_page(
        request, "reporting/entry.html", context, status=422 if context["errors"] else 200
    )


def _returned(report: Report) -> str:
    """Return what the superior wrote when it gave the report back last."""
    if report.state != "RETURNED":
        return ""
    step = (
        report.steps.filter(kind__in=["RETURNED", "REOPENED"], hierarchy=report.round.hierarchy_id)
        .order_by("-pk")
        .first()
    )
    return step.note if step else ""


def _findings(
    report: Report, layout: Layout, figures: Figures, before: dict[str, Decimal | None]
) -> list[Any]:
    found = found_in(layout, figures, before, report.explanations)
    return [(one, seen_of(one.explanation)) for one in found]


def _saved_part(
    request: ActorRequest, saved: Saved, layout: Layout, form: EntryForm
) -> HttpResponse:
    """Answer a saving by itself: what was seen anew, what the checks find, what was not taken."""
    report = saved.report
    figures, known = _standing(report, layout)
    before = previous(report)
    told = sentences_of(saved.clashes, layout, saved.by)
    parts = page_parts(layout, report, figures, known, last=before.values, threads={})
    boxes = [box for part in parts for _line, row in part.rows for box in row]
    kept = _kept(request, report, form)
    context = {
        "report": report,
        "sums": [box for box in boxes if box.computed],
        # A box that asks why appears, or goes, when the figure leaves or meets the counted one.
        "reasons": [
            box
            for box in boxes
            if box.overridden != (f"r-{box.cell.position}" in request.POST) and not box.computed
        ],
        "marks": _marks(parts, kept),
        "findings": [
            (one, kept.get(f"es-{one.key}", seen))
            for one, seen in _findings(report, layout, figures, before.values)
        ],
        "errors": [*form.errors.values(), *told],
        "at": report.edited_at,
    }
    response = render_page(request, "reporting/saved.html", context)
    if not context["errors"]:
        response["HX-Trigger"] = "congdoan:saved"
    return response


def _kept(request: ActorRequest, report: Report, form: EntryForm) -> dict[str, str]:
    """
    Return marks that stay as they were: where the writer's page shows not what stands.

    A clash is told again until the writer gives in; what somebody else wrote in a box the writer
    left alone is not taken for seen.
    """
    figures, places = form.entry.figures, form.layout.by_series
    names_ = [
        f"s-{place}"
        for place in form.typed
        if place not in figures or figures[place].new != report.entered[place]
    ]
    reasons = {str(places[key].position): key for key in form.entry.reasons}
    said = [
        *(
            (f"rs-{at}", form.entry.reasons[key], report.reasons, key)
            for at, key in reasons.items()
        ),
        *((f"ts-{key}", one, report.narrative, key) for key, one in form.entry.narrative.items()),
        *(
            (f"es-{key}", one, report.explanations, key)
            for key, one in form.entry.explanations.items()
        ),
    ]
    names_ += [name for name, one, held, key in said if one.new != held.get(key, "")]
    return {name: request.POST.get(name, "")[:40] for name in names_}


def _marks(parts: list[PagePart], kept: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what was seen in each place, each name once: a form takes the last of two."""
    found: dict[str, str] = {}
    for part in parts:
        for box in (box for _line, row in part.rows for box in row if not box.computed):
            found[f"s-{box.cell.position}"] = box.seen
            if box.known is not None:
                found[f"rs-{box.cell.position}"] = box.reason_seen
        if part.box:
            found[f"ts-{part.section.code}"] = part.box.seen
    return [(name, kept.get(name, seen)) for name, seen in found.items()]


@needs(policies.WRITE)
@require_POST
def refresh(request: ActorRequest, pk: int) -> HttpResponse:
    """Count again what the platform knows."""
    found = _writable(request, pk)
    refresh_prefill(actor=request.actor, report=found, at=clock.now())
    messages.success(request, _("Đã tính lại; số bạn ghi khác vẫn giữ nguyên."))
    return redirect("reporting:report_entry", pk)
