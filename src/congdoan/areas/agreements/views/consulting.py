"""The parties' side of a consultation: reading the draft and saying what they think of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.forms.consulting import Say
from congdoan.areas.agreements.models import Agreement, Clause, Party
from congdoan.areas.agreements.selectors.agreements import own_parties, party_names
from congdoan.areas.agreements.selectors.consultations import (
    anchor,
    due_of,
    open_consultation,
    replied_ids,
    subject_of,
)
from congdoan.areas.agreements.selectors.suggestions import proposals_of
from congdoan.areas.agreements.selectors.text import (
    ClauseLine,
    current_version,
    find_clause,
    outline,
)
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.support.discussion.api import (
    find_unscoped_comment,
    unscoped_by_anchor,
    withdraw_comment,
)


def own_of(request: ActorRequest, agreement: Agreement) -> list[Party]:
    """Return the parties the actor speaks for; who speaks for none reads the reception instead."""
    parties = own_parties(request.actor, agreement)
    if not parties:
        raise NotFound
    return parties


@needs(policies.COMMENT)
def comment(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the draft with what has been said at each place."""
    agreement = load(request, pk)
    consultation = open_consultation(agreement)
    if consultation is None:
        return redirect("agreements:detail", pk)
    parties = own_of(request, agreement)
    done = replied_ids(consultation)
    said = unscoped_by_anchor(subject_of(agreement))
    lines = outline(current_version(agreement))
    called = party_names(agreement.parties.all(), on=request.actor.today)
    context = {
        **frame(request, agreement, "reception"),
        "consultation": consultation,
        "waiting": [party for party in parties if party.organisation_id not in done],
        "general": said.get("", []),
        "proposals": proposals_of((one for row in said.values() for one in row), lines),
        "due": due_of(consultation, parties),
        "lines": [(line, "", said.get(anchor(line.item.stable_id), [])) for line in lines],
        "called": called,
        "late": request.actor.today > due_of(consultation, parties),
        "me": request.actor.user_id,
    }
    return render_page(request, "agreements/comment.html", context)


@needs(policies.COMMENT)
def say(request: ActorRequest, pk: int, place: UUID | None = None) -> HttpResponse:
    """Say something about one clause, or about the whole draft."""
    agreement = load(request, pk)
    parties = own_of(request, agreement)
    line = line_at(agreement, place)
    called = party_names(parties, on=request.actor.today)
    choices = [(str(party.pk), called[party.organisation_id]) for party in parties]
    form = Say(request.POST or None, actor=request.actor, parties=choices)
    if line is None:
        del form.fields["quoted"]
    if request.method == "POST" and form.is_valid():
        party = next(row for row in parties if str(row.pk) == form.cleaned_data["party"])
        try:
            with once(request):
                _say(request, agreement, party, line.item if line else None, form)
        except Refusal as refusal:
            form.refuse(refusal, _field(refusal))
        else:
            messages.success(request, _("Đã ghi góp ý. Xem lại rồi bấm “Gửi xong góp ý” khi đủ."))
            return redirect(place_url(pk, line))
    context = {
        **frame(request, agreement),
        "form": form,
        "line": line,
        "back": place_url(pk, line),
    }
    return render_page(request, "agreements/say.html", context, status=422 if form.errors else 200)


def line_at(agreement: Agreement, place: UUID | None) -> ClauseLine | None:
    if place is None:
        return None
    version = current_version(agreement)
    clause = find_clause(version, place)
    for line in outline(version):
        if line.item.pk == clause.pk:
            return line
    raise NotFound


def place_url(pk: int, line: ClauseLine | None) -> str:
    page = reverse("agreements:comment", args=[pk])
    return f"{page}#c-{line.item.stable_id.hex}" if line else page


def _field(refusal: Refusal) -> str | None:
    name = type(refusal).__name__
    return {"NothingSaid": "text", "NotQuoted": "quoted", "TooLong": "text"}.get(name)


def _say(
    request: ActorRequest, agreement: Agreement, party: Party, clause: Clause | None, form: Say
) -> None:
    values: dict[str, Any] = form.cleaned_data
    api.say(
        actor=request.actor,
        agreement=agreement,
        party=party,
        clause=clause,
        kind=values["kind"],
        text=values["text"],
        quoted=values.get("quoted", ""),
        at=clock.now(),
    )


@needs(policies.COMMENT)
@require_POST
def finish(request: ActorRequest, pk: int) -> HttpResponse:
    """Say that a party has no further comments, or none at all."""
    agreement = load(request, pk)
    asked = request.POST.get("party", "")
    party = next((row for row in own_of(request, agreement) if str(row.pk) == asked), None)
    if party is None:
        raise NotFound
    act = api.say_no_opinion if "none" in request.POST else api.finish_reply
    try:
        act(
            actor=request.actor,
            agreement=agreement,
            party=party,
            on=request.actor.today,
            at=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("agreements:comment", pk)
    messages.success(request, _("Đã gửi góp ý của đơn vị. Đơn vị soạn thảo sẽ trả lời từng ý."))
    return redirect("agreements:reception", pk)


@needs(policies.COMMENT)
@require_POST
def withdraw(request: ActorRequest, pk: int, comment_pk: int) -> HttpResponse:
    """Take one's own comment back while nobody has answered it."""
    agreement = load(request, pk)
    said = find_unscoped_comment(subject_of(agreement), comment_pk)
    if said is None:
        raise NotFound
    try:
        withdraw_comment(actor=request.actor, comment=said, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Đã rút góp ý."))
    return redirect("agreements:comment", pk)
