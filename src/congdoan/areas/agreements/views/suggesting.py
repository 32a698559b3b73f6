"""A party suggests what a clause should read, that it go, or what should follow it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.enums import Level
from congdoan.areas.agreements.forms.consulting import Suggest
from congdoan.areas.agreements.models import Agreement, Clause, Party
from congdoan.areas.agreements.rules.refusals import ClauseChanged
from congdoan.areas.agreements.selectors.agreements import party_names
from congdoan.areas.agreements.selectors.text import ClauseLine, find_clause, outline
from congdoan.areas.agreements.views.consulting import line_at, own_of, place_url
from congdoan.areas.agreements.views.pages import Tab, frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page, wants_part
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.support.comparison.api import Piece, compare_words
from congdoan.support.discussion.api import Edit

EDITS = {"sua": Edit.REPLACE, "bo": Edit.DELETE, "them": Edit.INSERT, "chuyen": Edit.MOVE}
_FIELDS = {
    "NothingArgued": "reason",
    "NothingSuggested": "text",
    "NothingChanged": "text",
    "TooLong": "text",
    "TextTooLong": "text",
    "LevelDoesNotFit": "level",
}


@needs(policies.COMMENT)
def suggest(request: ActorRequest, pk: int, place: UUID) -> HttpResponse:
    """Show the form with the present words in it; “Xem thử” marks what would change."""
    agreement = load(request, pk)
    parties = own_of(request, agreement)
    line = line_at(agreement, place)
    if line is None:
        raise NotFound
    edit = EDITS.get(request.GET.get("loai", ""), Edit.REPLACE)
    form = _form(request, parties, line.item, edit)
    trying = request.method == "POST" and "xem" in request.POST
    sent = request.method == "POST" and not trying and form.is_valid()
    if sent and _suggested(request, agreement, parties, line.item, edit, form):
        messages.success(request, _("Đã ghi đề nghị. Xem lại rồi bấm “Gửi xong góp ý” khi đủ."))
        return redirect(place_url(pk, line))
    pieces = _pieces(line.item, edit, form)
    if trying and wants_part(request):
        return render_page(request, "agreements/suggest_preview.html", {"pieces": pieces})
    context = {
        **frame(request, agreement, "reception"),
        "form": form,
        "line": line,
        "edit": edit,
        "kinds": _kinds(pk, line, edit),
        "pieces": pieces if form.is_bound else None,
        "back": place_url(pk, line),
    }
    failed = form.is_bound and form.errors and not trying
    return render_page(request, "agreements/suggest.html", context, status=422 if failed else 200)


def _form(request: ActorRequest, parties: list[Party], clause: Clause, edit: Edit) -> Suggest:
    called = party_names(parties, on=request.actor.today)
    same = {"heading": clause.heading, "text": clause.text} if edit == Edit.REPLACE else {}
    form = Suggest(
        request.POST or None,
        actor=request.actor,
        parties=[(str(party.pk), called[party.organisation_id]) for party in parties],
        edit=edit,
        places=_places(clause) if edit == Edit.MOVE else (),
        initial={"revision": clause.revision, "level": clause.level, **same},
    )
    if edit == Edit.REPLACE and clause.level not in {Level.CHAPTER, Level.ARTICLE}:
        del form.fields["heading"]
    return form


def _places(clause: Clause) -> list[tuple[str, str]]:
    """Return the lines a clause can be moved behind, in the order of the text."""
    lines = outline(clause.version)
    return [
        (str(line.item.stable_id), Truncator(f"{line.path}: {_words(line.item)}").chars(90))
        for line in lines
        if line.item.pk != clause.pk
    ]


def _words(clause: Clause) -> str:
    return " ".join((clause.heading or clause.text).split())


def _after(clause: Clause, chosen: str) -> Clause | None:
    return find_clause(clause.version, chosen) if chosen else None


def _suggested(
    request: ActorRequest,
    agreement: Agreement,
    parties: list[Party],
    clause: Clause,
    edit: Edit,
    form: Suggest,
) -> bool:
    values = form.cleaned_data
    try:
        with once(request):
            api.suggest(
                actor=request.actor,
                agreement=agreement,
                party=next(row for row in parties if str(row.pk) == values["party"]),
                clause=clause,
                edit=edit,
                revision=values["revision"],
                heading=values.get("heading", ""),
                text=values.get("text", ""),
                level=values.get("level", ""),
                reason=values["reason"],
                after=_after(clause, values.get("after", "")),
                at=clock.now(),
            )
    except ClauseChanged as refusal:
        # What was typed stays; sent once more, it is said against the words now shown.
        form.refuse(refusal)
        form.data = {**form.data, "revision": str(clause.revision)}
    except Refusal as refusal:
        field = "after" if edit == Edit.MOVE else _FIELDS.get(type(refusal).__name__)
        form.refuse(refusal, field if field in form.fields else None)
    else:
        return True
    return False


def _pieces(clause: Clause, edit: Edit, form: Suggest) -> dict[str, tuple[Piece, ...]]:
    """Return what would change, as typed so far."""
    present = {"heading": clause.heading, "text": clause.text}
    old = present if edit != Edit.INSERT else {}
    new = dict(present) if edit in {Edit.REPLACE, Edit.MOVE} else {}
    for name in ("heading", "text"):
        if name in form.fields:
            new[name] = str(form[name].value() or "")
    return {
        name: compare_words(old.get(name, ""), new.get(name, "").replace("\r\n", "\n"))
        for name in ("heading", "text")
    }


def _kinds(pk: int, line: ClauseLine, current: Edit) -> list[Tab]:
    page = reverse("agreements:suggest", args=[pk, line.item.stable_id])
    return [
        Tab(str(edit.label), f"{page}?loai={code}", edit == current) for code, edit in EDITS.items()
    ]
