"""One report as it is read, and what was frozen of it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.enums import ReportState
from congdoan.areas.reporting.models import Report
from congdoan.areas.reporting.rules.moves import may_move
from congdoan.areas.reporting.selectors.cells import layout_of
from congdoan.areas.reporting.selectors.findings import found_in
from congdoan.areas.reporting.selectors.papers import (
    may_draft,
    may_read_paper,
    paper_of,
    papers_of,
    said_now,
)
from congdoan.areas.reporting.selectors.prefill import previous
from congdoan.areas.reporting.selectors.reading import (
    changed_since,
    last_snapshot,
    parts_of,
    readable,
    story_of,
    threads_of,
)
from congdoan.areas.reporting.selectors.rounds import visible_report
from congdoan.areas.reporting.selectors.standing import acting_at, judging, may_write
from congdoan.areas.reporting.services.discussing import answering_for
from congdoan.areas.reporting.tables import state_of
from congdoan.foundation.actor import Actor, ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import name_of, names
from congdoan.support.discussion.api import Comment


def what_may(actor: Actor, report: Report) -> dict[str, bool]:
    """Return which acts stand open to the actor on a report now."""
    open_, state = report.round.is_open, report.state
    first = judging(actor, report) is not None
    second = judging(actor, report, second=True) is not None

    def fits(act: str, *, line: bool = False) -> bool:
        return may_move(act, state, second=line, open_=open_)

    return {
        "write": fits("write") and may_write(actor, report),
        "accept": first and fits("accept"),
        "return": first and fits("return"),
        "reopen": first and fits("reopen"),
        "extend": first and fits("extend"),
        "accept_beside": second and fits("accept", line=True) and not report.second_accepted_at,
        "return_beside": second and fits("return", line=True),
        "comment": (
            state != ReportState.DRAFT
            if may_write(actor, report)
            else (first or second) and fits("comment", line=second and not first)
        ),
    }


@needs(policies.VIEW)
@require_safe
def report(request: ActorRequest, pk: int) -> HttpResponse:
    """One report: figures, texts, comments, its story, what changed since it was frozen."""
    actor = request.actor
    found = visible_report(actor, pk)
    layout = layout_of(found.round.version)
    threads = threads_of(found)
    before = previous(found)
    frozen = last_snapshot(found)
    shown = readable(found, may_write=may_write(actor, found))
    said = (shown.entered if isinstance(shown, Report) else shown.values) if shown else []
    figures = said or layout.blank()
    context: dict[str, Any] = {
        "report": found,
        "round": found.round,
        "name": name_of(found.organisation, on=found.round.on),
        "superior": name_of(found.superior, on=found.round.on),
        "second": name_of(found.second, on=found.round.on) if found.second else "",
        "state": state_of(found),
        "begun": bool(said),
        "hidden": shown is None,
        "older": shown is not None and shown is not found,
        "parts": parts_of(
            layout,
            figures,
            prefilled=shown.prefilled if shown else [],
            last=before.values,
            reasons=shown.reasons if shown else {},
            narrative=shown.narrative if shown else {},
            threads=threads,
        ),
        "general": threads.get("", []),
        "said": _speakers(threads, found),
        "answers": answers_to(request, found, threads),
        "findings": (found_in(layout, figures, before.values, shown.explanations) if shown else []),
        "merged": before.merged,
        "story": story_of(found),
        "frozen": frozen,
        "changes": changed_since(found, layout, frozen) if frozen and shown is found else [],
        "may": {**what_may(actor, found), **_may_paper(actor, found)},
        "papers": [one for one in papers_of(found) if may_read_paper(actor, one)],
    }
    return render_page(request, "reporting/report.html", context)


def _may_paper(actor: Actor, found: Report) -> dict[str, bool]:
    unit = acting_at(actor, policies.WRITE, found.organisation, on=actor.today)
    may = unit is not None and said_now(found) is not None and may_draft(actor, unit)
    return {"paper": may and paper_of(found) is None}


def _speakers(threads: dict[str, Any], found: Report) -> dict[int, str]:
    ids = {one.party_id for thread in threads.values() for one in thread}
    return names(ids, on=found.round.on) if ids else {}


@needs(policies.VIEW)
@require_safe
def snapshot(request: ActorRequest, pk: int, frozen: int) -> HttpResponse:
    """
    What a report said when it was submitted or accepted, and what is different now.

    :raises NotFound: when it is no snapshot of a report the actor may read
    """
    found = visible_report(request.actor, pk)
    kept = found.snapshots.select_related("step", "organisation").filter(pk=frozen).first()
    if kept is None:
        raise NotFound
    layout = layout_of(found.round.version)
    is_open = readable(found, may_write=may_write(request.actor, found)) is found
    context = {
        "report": found,
        "round": found.round,
        "snapshot": kept,
        "name": name_of(found.organisation, on=found.round.on),
        "by": name_of(kept.organisation, on=found.round.on),
        "parts": parts_of(
            layout,
            kept.values,
            prefilled=kept.prefilled,
            reasons=kept.reasons,
            narrative=kept.narrative,
        ),
        "changes": changed_since(found, layout, kept) if is_open else [],
    }
    return render_page(request, "reporting/snapshot.html", context)


def answers_to(
    request: ActorRequest, found: Report, threads: dict[str, list[Comment]]
) -> dict[int, list[dict[str, str]]]:
    """Return the way to answer under each comment that waits, for who answers for the unit."""
    if not threads or answering_for(request.actor, found) is None:
        return {}
    return {
        one.pk: [
            {
                "label": _("Trả lời"),
                "url": reverse("reporting:report_answer", args=[found.pk, one.pk]),
            }
        ]
        for thread in threads.values()
        for one in thread
        if not one.verdict
    }
