"""The parties of an agreement: looked at by all, chosen by who drafts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Side, State
from congdoan.areas.agreements.forms.parties import AddParty, BasisRows, ChangeParty, FindMany
from congdoan.areas.agreements.models import Agreement, Party
from congdoan.areas.agreements.selectors.agreements import (
    naming_day,
    party_lines,
    party_names,
)
from congdoan.areas.agreements.selectors.candidates import (
    Candidate,
    candidates,
    counterparts,
    proposals,
)
from congdoan.areas.agreements.services.drafting import BasisData, set_bases
from congdoan.areas.agreements.services.parties import (
    PartyData,
    add_parties,
    change_party,
    remove_party,
)
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.kernel.rulebook.api import label


@needs(policies.VIEW)
def parties(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the parties; add one while it is a draft."""
    agreement = load(request, pk)
    actor = request.actor
    form = AddParty(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        chosen = PartyData(form.cleaned_data["organisation"], form.cleaned_data["side"])
        try:
            with once(request):
                add_parties(actor=actor, agreement=agreement, parties=[chosen], on=actor.today)
        except Refusal as refusal:
            form.refuse(refusal, "organisation")
        else:
            messages.success(request, _("Đã thêm bên tham gia."))
            return redirect("agreements:parties", pk)
    rows = party_lines(agreement, on=actor.as_of)
    day = naming_day(agreement, actor.as_of)
    may_replace = agreement.state == State.EFFECTIVE and actor.may(
        policies.MANAGE, on=agreement.drafting
    )
    context = {
        **frame(request, agreement, "parties"),
        "form": form,
        "rows": [(row, label("position", row.party.signatory_position, day)) for row in rows],
        "may_replace": may_replace,
        "enough": len(rows) > 1,
        "counterparts": counterparts(agreement, on=actor.today),
        "proposals": proposals(agreement, on=actor.today),
    }
    return render_page(
        request, "agreements/parties.html", context, status=422 if form.errors else 200
    )


def find_party(agreement: Agreement, pk: int) -> Party:
    """:raises NotFound: when the agreement has no such party"""
    party = agreement.parties.select_related("organisation").filter(pk=pk).first()
    if party is None:
        raise NotFound
    return party


@needs(policies.DRAFT)
def change(request: ActorRequest, pk: int, party_pk: int) -> HttpResponse:
    """Change a party's side, signatory and contact."""
    agreement = load(request, pk)
    party = find_party(agreement, party_pk)
    actor = request.actor
    form = ChangeParty(
        request.POST or None,
        actor=actor,
        initial={
            "side": party.side,
            "signatory_position": party.signatory_position,
            "contact": party.contact_id,
        },
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            change_party(
                actor=actor,
                party=party,
                side=values["side"],
                signatory_position=values["signatory_position"],
                contact_id=values["contact"],
                on=actor.today,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("agreements:parties", pk)
    name = party_names([party], on=actor.today)[party.organisation_id]
    context = {**frame(request, agreement), "form": form, "heading": f"{party.label}: {name}"}
    return render_page(request, "agreements/form.html", context, status=422 if form.errors else 200)


@needs(policies.DRAFT)
def remove(request: ActorRequest, pk: int, party_pk: int) -> HttpResponse:
    """Take a party out of a draft."""
    agreement = load(request, pk)
    party = find_party(agreement, party_pk)
    refused = ""
    if request.method == "POST":
        try:
            remove_party(actor=request.actor, party=party, on=request.actor.today)
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, _("Đã bỏ bên khỏi dự thảo."))
            return redirect("agreements:parties", pk)
    name = party_names([party], on=request.actor.today)[party.organisation_id]
    context = {
        **frame(request, agreement),
        "heading": _("Bỏ {name} khỏi các bên?").format(name=name),
        "consequences": [_("Điều khoản do bên này chủ trì sẽ không còn bên chủ trì.")],
        "action": _("Bỏ khỏi các bên"),
        "tone": "danger",
        "refused": refused,
        "form": "",
    }
    return render_page(request, "agreements/form.html", context, status=409 if refused else 200)


@needs(policies.DRAFT)
def add_many(request: ActorRequest, pk: int) -> HttpResponse:
    """Find organisations by branch, level or grouping, and add those that are ticked."""
    agreement = load(request, pk)
    actor = request.actor
    if request.method == "POST":
        ids = [read_key(value) for value in request.POST.getlist("organisation")]
        side = request.POST.get("side", Side.B)
        side = side if side in Side.values else Side.B
        try:
            with once(request):
                add_parties(
                    actor=actor,
                    agreement=agreement,
                    parties=[PartyData(one, side) for one in ids],
                    on=actor.today,
                )
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Đã thêm {count} bên.").format(count=len(ids)))
            return redirect("agreements:parties", pk)
    form = FindMany(request.GET or None, actor=actor, initial={"directly": True})
    context = {
        **frame(request, agreement, "parties"),
        "form": form,
        "found": _found(agreement, form, request),
        "asked": form.is_bound,
        "sides": Side.choices,
    }
    return render_page(request, "agreements/parties_many.html", context)


def _found(agreement: Agreement, form: FindMany, request: ActorRequest) -> list[Candidate]:
    if not form.is_bound or not form.is_valid():
        return []
    values = form.cleaned_data
    if not values["superior"] and not values["grouping"] and not values["level"]:
        return []
    return candidates(
        agreement,
        on=request.actor.as_of,
        superior=values["superior"],
        level=values["level"],
        grouping=int(values["grouping"]) if values["grouping"] else None,
        directly=values["directly"],
    )


@needs(policies.DRAFT)
def bases(request: ActorRequest, pk: int) -> HttpResponse:
    """Write the documents the agreement rests on."""
    agreement = load(request, pk)
    initial = list(
        agreement.bases.order_by("order", "pk").values("title", "number", "dated", "issuer")
    )
    rows = BasisRows(request.POST or None, initial=initial)
    refused = ""
    if request.method == "POST" and rows.is_valid():
        kept = [row for row in rows.cleaned_data if row.get("title")]
        data = [BasisData(**row) for row in kept]
        try:
            set_bases(actor=request.actor, agreement=agreement, bases=data)
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, _("Đã lưu căn cứ."))
            return redirect("agreements:detail", pk)
    context = {**frame(request, agreement), "rows": rows, "refused": refused}
    status = 422 if refused or (rows.is_bound and not rows.is_valid()) else 200
    return render_page(request, "agreements/bases.html", context, status=status)
