"""Editing in Word: take the file, hand it in, look at what it changes, take it over."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Level, ReturnState
from congdoan.areas.agreements.forms.word import TakeBack, TakeChanges
from congdoan.areas.agreements.letters.editing import editing_paper
from congdoan.areas.agreements.models import Agreement, Party, WordReturn
from congdoan.areas.agreements.rules import states
from congdoan.areas.agreements.rules.returning import Found
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.agreements import own_parties
from congdoan.areas.agreements.selectors.cascade import find_organisation
from congdoan.areas.agreements.selectors.text import outline
from congdoan.areas.agreements.selectors.word import get_return, returns_of, speaking_for
from congdoan.areas.agreements.services.word import (
    Outcome,
    hand_out,
    suggest_changes,
    take_back,
    write_changes,
)
from congdoan.areas.agreements.views.duties_form import sent
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.areas.agreements.views.printing import DOCX, as_file
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.support.comparison.api import Piece, compare_words
from congdoan.support.discussion.api import Edit
from congdoan.support.rendering.api import to_docx


@dataclass(frozen=True)
class Shown:
    """A change as the page shows it."""

    change: Found
    what: str
    level: str
    heading: tuple[Piece, ...]
    text: tuple[Piece, ...]


def _load(request: ActorRequest, pk: int) -> tuple[Agreement, list[tuple[int, str]]]:
    """:raises NotFound: when the actor neither writes nor comments here"""
    agreement = load(request, pk)
    units = speaking_for(request.actor, agreement)
    if not units:
        raise NotFound
    return agreement, units


def _ways(request: ActorRequest, agreement: Agreement) -> dict[str, bool]:
    """Return what may become of changes now: words of the own draft, or suggestions."""
    writes = request.actor.may(policies.DRAFT, on=agreement.drafting)
    return {
        "write": writes and states.allowed(agreement.state, Action.EDIT_TEXT),
        "suggest": _party(request, agreement) is not None
        and states.allowed(agreement.state, Action.COMMENT),
    }


def _party(request: ActorRequest, agreement: Agreement) -> Party | None:
    """Return the party the actor suggests for; who drafts answers and suggests nothing."""
    own = own_parties(request.actor, agreement)
    return next((one for one in own if one.organisation_id != agreement.drafting_id), None)


@needs(policies.DRAFT)
def word(request: ActorRequest, pk: int) -> HttpResponse:
    """Offer the Word file; take the edited one."""
    agreement, units = _load(request, pk)
    form = TakeBack(sent(request), request.FILES or None, actor=request.actor, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                one = take_back(
                    actor=request.actor,
                    agreement=agreement,
                    organisation=find_organisation(form.cleaned_data["organisation"]),
                    upload=form.cleaned_data["upload"],
                    at=clock.now(),
                )
        except Refusal as refusal:
            form.refuse(refusal, "upload")
        else:
            return redirect("agreements:word_back", pk, one.pk)
    context = {
        **frame(request, agreement, "text"),
        "form": form,
        "returns": returns_of(request.actor, agreement),
        "ways": _ways(request, agreement),
    }
    return render_page(request, "agreements/word.html", context, status=422 if form.errors else 200)


@needs(policies.DRAFT)
def take(request: ActorRequest, pk: int) -> HttpResponse:
    """Hand out the text as a Word file."""
    agreement, _units = _load(request, pk)
    if request.method != "POST":
        return redirect("agreements:word", pk)
    now = clock.now()
    copy = hand_out(actor=request.actor, agreement=agreement, at=now)
    lines = outline(copy.version)
    paper = editing_paper(copy.version, lines, copy.code, on=request.actor.today)
    return as_file(to_docx(paper, created_at=now), DOCX, f"sua-van-ban-{agreement.pk}")


@needs(policies.DRAFT)
def back(request: ActorRequest, pk: int, return_pk: int) -> HttpResponse:
    """Show what a file changes; take over what is chosen."""
    agreement, _units = _load(request, pk)
    one = get_return(request.actor, agreement, return_pk)
    ways = _ways(request, agreement)
    changes = [Found(**change) for change in one.changes]
    form = TakeChanges(sent(request), actor=request.actor, keys=[one.key for one in changes])
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                outcome = _take(request, agreement, one, form, ways)
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, _("Đã nhận {count} thay đổi.").format(count=outcome.done))
            for sentence in outcome.refused:
                messages.warning(request, sentence)
            where = "editor" if ways["write"] else "comment"
            return redirect(f"agreements:{where}", pk)
    context = {
        **frame(request, agreement, "text"),
        "one": one,
        "form": form,
        "refused": refused,
        "ways": ways,
        "open": one.state == ReturnState.OPEN and any(ways.values()),
        "rows": [_shown(change) for change in changes],
        "chosen": {int(key) for key in request.POST.getlist("chosen") if key.isdigit()}
        if request.method == "POST"
        else {change.key for change in changes},
    }
    status = 409 if refused else 422 if form.errors else 200
    return render_page(request, "agreements/word_back.html", context, status=status)


def _take(
    request: ActorRequest,
    agreement: Agreement,
    one: WordReturn,
    form: TakeChanges,
    ways: dict[str, bool],
) -> Outcome:
    chosen = set(form.cleaned_data["chosen"])
    party = _party(request, agreement)
    if ways["write"]:
        return write_changes(actor=request.actor, one=one, chosen=chosen, at=clock.now())
    if party is None:
        raise NotFound
    return suggest_changes(
        actor=request.actor,
        one=one,
        party=party,
        chosen=chosen,
        reason=form.cleaned_data["reason"],
        at=clock.now(),
    )


def _shown(change: Found) -> Shown:
    was = ("", "") if change.edit == Edit.INSERT else (change.was_heading, change.was_text)
    return Shown(
        change,
        str(Edit(change.edit).label),
        str(Level(change.level).label),
        compare_words(was[0], change.heading),
        compare_words(was[1], change.text),
    )
