"""
The editor: every clause a small form of its own.

Without JavaScript each form is sent and the page comes back at the clause. With it, words are saved
while typing; whatever button is pressed, the typed words are saved first.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.enums import Level
from congdoan.areas.agreements.forms.editing import TermsForm
from congdoan.areas.agreements.models import Agreement, Clause, Version
from congdoan.areas.agreements.rules.numbering import rank
from congdoan.areas.agreements.rules.refusals import ClauseChanged
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.consultations import subject_of
from congdoan.areas.agreements.selectors.text import current_version, find_clause, outline
from congdoan.areas.agreements.services.editing import Terms
from congdoan.areas.agreements.views.gestures import GESTURES, Typed
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page, wants_part
from congdoan.foundation.refusal import Refusal
from congdoan.support.discussion.api import unscoped_by_anchor

#: Buttons that make a line to be typed into.
_MAKES = {"before", "after", "inside", "split"}


def _editor_url(pk: int, clause: Clause | None = None, *, new: bool = False) -> str:
    """Return where the page comes back: at a clause, or with the caret in a ``new`` one."""
    page = reverse("agreements:editor", args=[pk])
    if clause and new:
        # No fragment: browsers leave the focus alone when an address has one.
        return f"{page}?moi={clause.stable_id.hex}"
    return f"{page}#c-{clause.stable_id.hex}" if clause else page


@needs(policies.DRAFT)
def editor(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the whole draft for writing; once it is no draft, its text."""
    agreement = load(request, pk)
    context = frame(request, agreement, "text")
    if not context["may"]["edit"]:
        return redirect("agreements:text", pk)
    version = current_version(agreement)
    lines = outline(version)
    said = unscoped_by_anchor(subject_of(agreement)) if agreement.shared_on else {}
    context |= {
        "version": version,
        "lines": [(line, "", len(said.get(line.item.stable_id.hex, []))) for line in lines],
        "chapters": [line for line in lines if line.depth < rank(Level.CLAUSE)],
        "removed": version.clauses.filter(removed_at__isnull=False).order_by("-removed_at")[:30],
        "levels": Level.choices,
        "new": request.GET.get("moi", ""),
    }
    return render_page(request, "agreements/editor.html", context)


@needs(policies.DRAFT)
@require_POST
def clause(request: ActorRequest, pk: int, place: UUID) -> HttpResponse:
    """Save a clause's words, then do what the pressed button says."""
    agreement = load(request, pk)
    row = find_clause(current_version(agreement), place)
    typed = Typed.of(request, row)
    try:
        row = api.write_clause(
            actor=request.actor,
            clause=row,
            revision=typed.revision,
            heading=typed.heading,
            text=typed.text,
            at=clock.now(),
        )
        target = _do(request, row, typed)
    except ClauseChanged:
        return _conflict(request, agreement, row, typed)
    except Refusal as refusal:
        return _refused(request, agreement, row, refusal)
    if wants_part(request):
        return render_page(request, "agreements/saved.html", {"clause": row, "at": clock.now()})
    new = request.POST.get("do", "") in _MAKES
    return redirect(_editor_url(pk, target, new=new))


def _do(request: ActorRequest, row: Clause, typed: Typed) -> Clause:
    """Do the gesture named by the pressed button; saving alone is none."""
    gesture = GESTURES.get(request.POST.get("do", ""))
    return gesture(request, row, typed) if gesture else row


def _conflict(
    request: ActorRequest, agreement: Agreement, row: Clause, typed: Typed
) -> HttpResponse:
    """Show both texts side by side; nothing has been saved."""
    theirs = find_clause(row.version, row.stable_id)
    context = {"clause": theirs, "typed": typed, "agreement": agreement}
    if wants_part(request):
        return render_page(request, "agreements/conflict_note.html", context)
    line = next(one for one in outline(theirs.version) if one.item.pk == theirs.pk)
    context = {**frame(request, agreement, "text"), **context, "line": line}
    return render_page(request, "agreements/conflict.html", context, status=409)


def _refused(
    request: ActorRequest, agreement: Agreement, row: Clause, refusal: Refusal
) -> HttpResponse:
    if wants_part(request):
        context = {"clause": row, "refused": refusal.sentence}
        return render_page(request, "agreements/saved.html", context)
    messages.error(request, refusal.sentence)
    return redirect(_editor_url(agreement.pk, row))


@needs(policies.DRAFT)
@require_POST
def add(request: ActorRequest, pk: int) -> HttpResponse:
    """Add a line at the end."""
    agreement = load(request, pk)
    level = request.POST.get("level", Level.ARTICLE)
    try:
        made = api.add_clause(
            actor=request.actor,
            version=current_version(agreement),
            level=level if level in Level.values else Level.ARTICLE,
            at=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(_editor_url(pk))
    return redirect(_editor_url(pk, made, new=True))


@needs(policies.DRAFT)
@require_POST
def restore(request: ActorRequest, pk: int, place: UUID) -> HttpResponse:
    """Bring back what was removed."""
    agreement = load(request, pk)
    row = find_clause(current_version(agreement), place)
    try:
        api.restore_clause(actor=request.actor, clause=row, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(_editor_url(pk))
    messages.success(request, _("Đã khôi phục."))
    return redirect(_editor_url(pk, row))


@needs(policies.DRAFT)
def terms(request: ActorRequest, pk: int, place: UUID) -> HttpResponse:
    """Say who owes what a clause says, how often, and how it is measured."""
    agreement = load(request, pk)
    version: Version = current_version(agreement)
    row = find_clause(version, place)
    parties = parties_of(agreement)
    called = party_names(parties, on=request.actor.today)
    choices = [(str(p.pk), f"{p.label} – {called[p.organisation_id]}") for p in parties]
    form = TermsForm(
        request.POST or None,
        actor=request.actor,
        parties=choices,
        initial={
            "content_code": row.content_code,
            "bearer": row.bearer,
            "lead_party": str(row.lead_party_id or ""),
            "cadence": row.cadence,
            "indicator": row.indicator,
            "target": row.target,
            "revision": row.revision,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            _set_terms(request, row, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lưu phân công."))
            return redirect(_editor_url(pk, row))
    line = next((one for one in outline(version) if one.item.pk == row.pk), None)
    context = {
        **frame(request, agreement, "text"),
        "form": form,
        "heading": _("Phân công, định kỳ, chỉ tiêu: {place}").format(
            place=line.path if line else ""
        ),
        "back": _editor_url(pk, row),
    }
    return render_page(request, "agreements/form.html", context, status=422 if form.errors else 200)


def _set_terms(request: ActorRequest, row: Clause, form: TermsForm) -> None:
    values = form.cleaned_data
    api.set_terms(
        actor=request.actor,
        clause=row,
        revision=values["revision"],
        terms=Terms(
            content_code=values["content_code"],
            bearer=values["bearer"],
            lead_party_id=int(values["lead_party"]) if values["lead_party"] else None,
            cadence=values["cadence"],
            indicator=values["indicator"],
            target=values["target"],
        ),
        at=clock.now(),
    )
