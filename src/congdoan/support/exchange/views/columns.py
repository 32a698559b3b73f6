"""The page on which an officer says what each column of a file is."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import Refusal
from congdoan.support.exchange import policies
from congdoan.support.exchange.api import (
    Look,
    begin_step,
    look_at,
    make_plan,
    name_columns,
    visible_batch,
)
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.rules.choices import choices_of
from congdoan.support.exchange.services.arranging import LARGEST_AT_ONCE
from congdoan.support.exchange.services.keeping import kept_size
from congdoan.support.exchange.tables import batch_kind


@needs(policies.IMPORT)
def columns(request: ActorRequest, pk: int) -> HttpResponse:
    """Show each column with its first values and what it was taken for; take the answer."""
    batch = visible_batch(request.actor, pk)
    chosen = request.POST if request.method == "POST" else request.GET
    try:
        look = look_at(batch, sheet=_number(chosen.get("sheet")), at=_number(chosen.get("at")))
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("exchange:index" if batch.is_waiting_for_columns else "exchange:batch", pk)
    refused, picked = "", None
    if request.method == "POST" and "go" in request.POST:
        picked = {place: request.POST.get(f"c{place}", "") for place in range(len(look.samples))}
        try:
            _go_on(request, batch, look, picked)
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            return redirect("exchange:batch", pk)
    context = _context(batch, look, picked) | {"refused": refused}
    status = 422 if refused else 200
    return render_page(request, "exchange/columns.html", context, status=status)


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > len("1048576"):
        raise BadRequest
    return int(text)


@transaction.atomic
def _go_on(request: ActorRequest, batch: ImportBatch, look: Look, picked: dict[int, str]) -> None:
    """Store the answer and make the plan: at once for a short file, in the background else."""
    now = clock.now()
    name_columns(
        actor=request.actor,
        batch_id=batch.pk,
        sheet=look.sheet,
        heads_at=look.at,
        mapping=look.mapping_of(picked),
        at=now,
    )
    user = request.actor.user_id
    if kept_size(batch.pk) <= LARGEST_AT_ONCE or user is None:
        make_plan(actor=request.actor, batch_id=batch.pk, at=now)
    else:
        begin_step(batch_id=batch.pk, user_id=user, step="exchange.plan")


def _context(batch: ImportBatch, look: Look, picked: dict[int, str] | None) -> dict[str, Any]:
    taken = {place: code for code, place in look.mapping.items()} if picked is None else picked
    choices = [
        {"code": code, "label": _(words).format(column=_(label))}
        for code, words, label in choices_of(look.columns)
    ]
    return {
        "batch": batch,
        "kind": batch_kind(batch),
        "look": look,
        "choices": choices,
        "columns": [
            {
                "place": place,
                "letter": look.letter(place),
                "heading": look.texts[place] if place < len(look.texts) else "",
                "values": values,
                "code": taken.get(place, ""),
                "doubtful": taken.get(place, "") in look.doubtful,
            }
            for place, values in enumerate(look.samples)
        ],
        "missing": [_(label) for label in look.missing],
    }
