"""The texts an agreement has had, laid side by side; the history of one clause."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.forms.comparing import Compare
from congdoan.areas.agreements.letters.comparing import comparison_paper
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.selectors.agreements import (
    parties_of,
    party_names,
    visible_agreements,
)
from congdoan.areas.agreements.selectors.clause_history import history_of
from congdoan.areas.agreements.selectors.comparing import (
    PREDECESSOR,
    Comparable,
    authors_between,
    comparables,
    compared,
    versions_of,
)
from congdoan.areas.agreements.selectors.text import current_version, latest_clause, outline
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.areas.agreements.views.printing import DOCX, PDF, as_file
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.support.comparison.api import Comparison
from congdoan.support.rendering.api import OfficialDocument, to_docx, to_pdf


@dataclass(frozen=True)
class Choice:
    """Two texts chosen to be compared."""

    old: Comparable
    new: Comparable
    comparison: Comparison
    authors: dict[str, str]


def _texts(request: ActorRequest, agreement: Agreement) -> list[Comparable]:
    seen = visible_agreements(request.actor)
    return comparables(agreement, seen.filter(pk=agreement.predecessor_id or 0).first())


def _form(request: ActorRequest, texts: list[Comparable]) -> Compare:
    """Return the form as asked for; without a question, the last two texts."""
    choices = [(text.code, text.label) for text in texts]
    usual = {"tu": texts[-2].code, "den": texts[-1].code} if len(texts) > 1 else {}
    return Compare({**usual, **request.GET.dict()}, actor=request.actor, texts=choices)


def _chosen(
    request: ActorRequest, agreement: Agreement, texts: list[Comparable], form: Compare
) -> Choice | None:
    if len(texts) < 2 or not form.is_valid():
        return None
    codes = [text.code for text in texts]
    places = sorted((codes.index(form.cleaned_data["tu"]), codes.index(form.cleaned_data["den"])))
    old, new = texts[places[0]], texts[places[1]]
    called = party_names(parties_of(agreement), on=request.actor.today)
    authors = {} if old.code == PREDECESSOR else authors_between(agreement, old.at, new.at, called)
    return Choice(old, new, compared(old, new), authors)


@needs(policies.VIEW)
def versions(request: ActorRequest, pk: int) -> HttpResponse:
    """Show every version, and any two texts side by side."""
    agreement = load(request, pk)
    texts = _texts(request, agreement)
    form = _form(request, texts) if len(texts) > 1 else None
    choice = _chosen(request, agreement, texts, form) if form else None
    shown = choice.comparison.rows if choice else []
    context = {
        **frame(request, agreement, "versions"),
        "versions": versions_of(agreement),
        "form": form,
        "choice": choice,
        "only_changed": bool(form and choice and form.cleaned_data["gon"]),
        "links": {
            row.line.id: reverse("agreements:clause_history", args=[pk, UUID(row.line.id)])
            for row in shown
            if row.is_changed and choice and choice.old.code != PREDECESSOR
        },
        "query": request.GET.urlencode(),
    }
    status = 422 if form and form.errors else 200
    return render_page(request, "agreements/versions.html", context, status=status)


@needs(policies.VIEW)
def pdf(request: ActorRequest, pk: int) -> HttpResponse:
    """Return the comparison of two texts as PDF."""
    document = _paper(request, pk)
    return as_file(to_pdf(document, created_at=clock.now()), PDF, f"so-sanh-{pk}")


@needs(policies.VIEW)
def docx(request: ActorRequest, pk: int) -> HttpResponse:
    """Return the same as a Word file."""
    document = _paper(request, pk)
    return as_file(to_docx(document, created_at=clock.now()), DOCX, f"so-sanh-{pk}")


def _paper(request: ActorRequest, pk: int) -> OfficialDocument:
    agreement = load(request, pk)
    texts = _texts(request, agreement)
    choice = _chosen(request, agreement, texts, _form(request, texts))
    if choice is None:
        raise NotFound
    return comparison_paper(
        agreement,
        choice.comparison,
        old=choice.old.label,
        new=choice.new.label,
        authors=choice.authors,
        on=request.actor.today,
    )


@needs(policies.VIEW)
def clause_history(request: ActorRequest, pk: int, place: UUID) -> HttpResponse:
    """Show everything that happened to one clause, with the words before and after."""
    agreement = load(request, pk)
    clause = latest_clause(agreement, place)
    called = party_names(parties_of(agreement), on=request.actor.today)
    lines = outline(current_version(agreement))
    context = {
        **frame(request, agreement, "text"),
        "clause": clause,
        "line": next((line for line in lines if line.item.pk == clause.pk), None),
        "entries": history_of(agreement, clause, called, lines),
    }
    return render_page(request, "agreements/clause_history.html", context)
