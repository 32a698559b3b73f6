"""Writing the changes of a proposal: the text as it would read, clause by clause."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.enums import ChangeKind, Level
from congdoan.areas.agreements.forms.amending import ClauseWords, NewClause
from congdoan.areas.agreements.models import Amendment
from congdoan.areas.agreements.rules.consolidating import EntryLine, levels_after
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.consolidated import text_with
from congdoan.areas.agreements.views.amending import amendment_frame, load_amendment
from congdoan.areas.agreements.views.duties_form import answer_form
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound

_HEADED = {Level.CHAPTER, Level.ARTICLE}


def text_page(amendment: Amendment, place: UUID | None = None) -> str:
    page = reverse("agreements:amendment_text", args=[amendment.agreement_id, amendment.pk])
    return f"{page}#c-{place.hex}" if place else page


@needs(policies.DRAFT)
def text(request: ActorRequest, pk: int, amendment_pk: int) -> HttpResponse:
    """Show the text with the changes proposed so far; each line may be changed."""
    amendment = load_amendment(request, pk, amendment_pk)
    changes = {one.clause: one for one in amendment.changes.all()}
    context = {
        **amendment_frame(request, amendment),
        "lines": [(line, changes.get(line.item.stable_id)) for line in text_with(amendment)],
        "count": len(changes),
    }
    return render_page(request, "agreements/amendment_text.html", context)


def _line(amendment: Amendment, place: UUID) -> EntryLine:
    for line in text_with(amendment):
        if line.item.stable_id == place:
            return line
    raise NotFound


def _parties(request: ActorRequest, amendment: Amendment) -> list[tuple[str, str]]:
    parties = parties_of(amendment.agreement)
    called = party_names(parties, on=request.actor.today)
    return [(str(p.pk), f"{p.label} – {called[p.organisation_id]}") for p in parties]


def _page(
    request: ActorRequest,
    amendment: Amendment,
    form: Form,
    do: Callable[[dict[str, Any]], Any],
    *,
    heading: str,
    said: str,
    place: UUID,
    **more: Any,
) -> HttpResponse:
    context = {
        **amendment_frame(request, amendment),
        "heading": heading,
        "back": text_page(amendment, place),
        **more,
    }
    return answer_form(request, form, do, context, said=said, done=text_page(amendment, place))


@needs(policies.DRAFT)
def change(request: ActorRequest, pk: int, amendment_pk: int, place: UUID) -> HttpResponse:
    """Write new words and terms for one clause."""
    amendment = load_amendment(request, pk, amendment_pk)
    line = _line(amendment, place)
    wording = line.item.wording
    form = ClauseWords(
        request.POST or None,
        actor=request.actor,
        parties=_parties(request, amendment),
        headed=wording.level in _HEADED,
        initial={**wording.as_json(), "lead_party": str(wording.lead_party_id or "")},
    )
    return _page(
        request,
        amendment,
        form,
        lambda values: api.change_clause(
            actor=request.actor,
            amendment=amendment,
            clause=place,
            heading=values.get("heading", ""),
            text=values["text"],
            terms=form.as_terms(),
        ),
        heading=_("Sửa {place}").format(place=line.path),
        said=_("Đã ghi nội dung sửa đổi."),
        place=place,
    )


@needs(policies.DRAFT)
def add(request: ActorRequest, pk: int, amendment_pk: int, place: UUID) -> HttpResponse:
    """Write a new clause after one of the text."""
    amendment = load_amendment(request, pk, amendment_pk)
    lines = text_with(amendment)
    line = _line(amendment, place)
    below = any(one.parent is not None and one.parent.item.stable_id == place for one in lines)
    levels = levels_after(line.item.level, has_clauses=below)
    form = NewClause(
        request.POST or None,
        actor=request.actor,
        parties=_parties(request, amendment),
        headed=bool(_HEADED & set(levels)),
        levels=[(one.value, str(one.label)) for one in levels],
    )
    return _page(
        request,
        amendment,
        form,
        lambda values: api.add_amended_clause(
            actor=request.actor,
            amendment=amendment,
            after=place,
            level=values["level"],
            heading=values.get("heading", ""),
            text=values["text"],
            terms=form.as_terms(),
        ),
        heading=_("Thêm đoạn mới sau {place}").format(place=line.path),
        said=_("Đã thêm đoạn mới. Số của các đoạn khác giữ nguyên."),
        place=place,
    )


@needs(policies.DRAFT)
def abolish(request: ActorRequest, pk: int, amendment_pk: int, place: UUID) -> HttpResponse:
    """Propose to abolish a clause and what stands under it."""
    amendment = load_amendment(request, pk, amendment_pk)
    line = _line(amendment, place)
    form = Form(request.POST if request.method == "POST" else None, actor=request.actor)
    return _page(
        request,
        amendment,
        form,
        lambda _values: api.abolish_clause(actor=request.actor, amendment=amendment, clause=place),
        heading=_("Bãi bỏ {place}").format(place=line.path),
        action=_("Bãi bỏ"),
        said=_("Đã ghi đề nghị bãi bỏ."),
        place=place,
        tone="danger",
        consequences=[
            _("Mọi đoạn bên trong cũng được bãi bỏ; số của các đoạn khác giữ nguyên."),
            _("Chỉ có hiệu lực khi mọi bên đồng ý và ký phụ lục."),
        ],
    )


@needs(policies.DRAFT)
@require_POST
def drop(request: ActorRequest, pk: int, amendment_pk: int, place: UUID) -> HttpResponse:
    """Take one change out of the proposal."""
    amendment = load_amendment(request, pk, amendment_pk)
    added = amendment.changes.filter(clause=place, kind=ChangeKind.ADD).exists()
    api.drop_change(actor=request.actor, amendment=amendment, clause=place)
    return redirect(text_page(amendment, None if added else place))
