"""The table of comments and answers (bảng tiếp thu, giải trình)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.forms.consulting import Answer
from congdoan.areas.agreements.letters.reception import reception_paper
from congdoan.areas.agreements.models import Agreement, Clause
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.consultations import (
    Missing,
    last_consultation,
    progress_of,
    reception,
    subject_of,
    totals_of,
    unanswered_count,
)
from congdoan.areas.agreements.selectors.suggestions import (
    Proposal,
    proposal_of,
    proposals_of,
)
from congdoan.areas.agreements.selectors.text import ClauseLine, current_version, outline
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.areas.agreements.views.printing import DOCX, PDF, as_file
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import ChangedMeanwhile, NotAllowed, NotFound, Refusal
from congdoan.support.discussion.api import (
    Comment,
    Edit,
    ReasonMissing,
    answer_mark,
    find_unscoped_comment,
)
from congdoan.support.rendering.api import to_docx, to_pdf


def _table(request: ActorRequest, agreement: Agreement) -> dict[str, Any]:
    lines = outline(current_version(agreement))
    only_open = request.GET.get("loc") == "cho"
    rows = [
        (row.line, row.gone, [one for one in row.comments if not only_open or one.needs_answer])
        for row in reception(agreement, lines)
    ]
    said = [one for _line, _gone, comments in rows for one in comments]
    return {
        "rows": [row for row in rows if row[2]],
        "proposals": proposals_of(said, lines),
        "totals": totals_of(said),
        "called": party_names(parties_of(agreement), on=request.actor.today),
        "only_open": only_open,
        "unanswered": unanswered_count(agreement),
    }


@needs(policies.VIEW)
def table(request: ActorRequest, pk: int) -> HttpResponse:
    """Show who has replied, and every comment with its answer in the order of the text."""
    agreement = load(request, pk)
    consultation = last_consultation(agreement)
    if consultation is None:
        raise NotFound
    progress = progress_of(agreement, consultation, on=request.actor.today)
    found = _table(request, agreement)
    silent = [row.party for row in progress if not row.replied and not row.late]
    context = {
        **frame(request, agreement, "reception"),
        **found,
        "consultation": consultation,
        "progress": progress,
        "missing": Missing(found["unanswered"], silent),
    }
    return render_page(request, "agreements/reception.html", context)


@needs(policies.VIEW)
def pdf(request: ActorRequest, pk: int) -> HttpResponse:
    """Return the table in the official layout."""
    document = reception_paper(load(request, pk), on=request.actor.today)
    return as_file(to_pdf(document, created_at=clock.now()), PDF, f"tiep-thu-{pk}")


@needs(policies.VIEW)
def docx(request: ActorRequest, pk: int) -> HttpResponse:
    """Return the same as a Word file."""
    document = reception_paper(load(request, pk), on=request.actor.today)
    return as_file(to_docx(document, created_at=clock.now()), DOCX, f"tiep-thu-{pk}")


@needs(policies.ANSWER)
def answer(request: ActorRequest, pk: int, comment_pk: int) -> HttpResponse:
    """Answer one comment; an accepted one may change its clause in the same act."""
    agreement = load(request, pk)
    said = find_unscoped_comment(subject_of(agreement), comment_pk)
    if said is None:
        raise NotFound
    line = _line(agreement, said)
    proposal = proposal_of(said, line.item if line else None)
    form = _form(request, said, line, proposal)
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            _answer(request, agreement, said, form)
        except NotAllowed:
            raise
        except ReasonMissing as refusal:
            form.refuse(refusal, "reason")
        except Refusal as refusal:
            form.refuse(refusal)
            stale = isinstance(refusal, ChangedMeanwhile)
        else:
            messages.success(request, _("Đã trả lời góp ý."))
            return redirect(f"{reverse('agreements:reception', args=[pk])}#gop-y-{said.pk}")
    called = party_names(parties_of(agreement), on=request.actor.today)
    context = {
        **frame(request, agreement),
        "form": form,
        "stale": stale,
        "comment": said,
        "line": line,
        "proposal": proposal,
        "party": called.get(said.party_id, ""),
    }
    return render_page(
        request, "agreements/answer.html", context, status=422 if form.errors else 200
    )


def _form(
    request: ActorRequest, said: Comment, line: ClauseLine | None, proposal: Proposal | None
) -> Answer:
    """Return the form with only those parts of the clause that can be rewritten."""
    form = Answer(request.POST or None, actor=request.actor, initial=_initial(said, line, proposal))
    level = line.item.level if line else ""
    if said.edit == Edit.INSERT:
        level = said.suggested_level
    if line is None or level not in {"CHAPTER", "ARTICLE"} or said.edit == Edit.MOVE:
        del form.fields["new_heading"]
    kept = said.edit == Edit.DELETE and proposal and not proposal.stale
    if line is None or kept or said.edit == Edit.MOVE:
        del form.fields["new_text"]
    return form


def _line(agreement: Agreement, said: Comment) -> ClauseLine | None:
    for line in outline(current_version(agreement)):
        if line.item.stable_id.hex == said.anchor:
            return line
    return None


def _initial(
    said: Comment, line: ClauseLine | None, proposal: Proposal | None
) -> dict[str, object]:
    initial: dict[str, object] = {
        "verdict": said.verdict,
        "reason": said.reason,
        "seen": answer_mark(said),
    }
    if line is not None:
        clause: Clause = line.item
        open_wish = proposal if proposal and not said.verdict else None
        initial["revision"] = clause.revision
        initial["new_heading"] = open_wish.heading if open_wish else clause.heading
        initial["new_text"] = open_wish.text if open_wish else clause.text
    return initial


def _answer(request: ActorRequest, agreement: Agreement, said: Comment, form: Answer) -> None:
    values = form.cleaned_data
    api.answer(
        actor=request.actor,
        agreement=agreement,
        comment=said,
        verdict=values["verdict"],
        reason=values["reason"],
        seen=values["seen"],
        revision=values["revision"],
        new_heading=values.get("new_heading"),
        new_text=values.get("new_text"),
        on=request.actor.today,
        at=clock.now(),
    )
