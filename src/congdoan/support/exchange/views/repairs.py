"""Putting a plan right: one cell, all cells of a problem, who is meant."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page, wants_part
from congdoan.foundation.refusal import Refusal
from congdoan.support.exchange import policies
from congdoan.support.exchange.api import (
    answer_row,
    compare_again,
    edit_cell,
    fix_all,
    fix_value,
    rows_of,
    visible_batch,
)
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.rules.kinds import find_kind
from congdoan.support.exchange.selectors.problems import problem_type
from congdoan.support.exchange.selectors.rows import (
    cells_of,
    get_row,
    may_change,
    who_may_be_meant,
)
from congdoan.support.exchange.tables import RowTable, batch_kind, problems, verdict


@needs(policies.IMPORT)
def row(request: ActorRequest, pk: int, n: int) -> HttpResponse:
    """Show every cell of one row; write over one of them."""
    batch = visible_batch(request.actor, pk)
    found = get_row(batch, n)
    if request.method == "POST":
        try:
            edit_cell(
                actor=request.actor,
                batch_id=pk,
                n=n,
                column=request.POST.get("column", ""),
                text=request.POST.get("text", "").replace("\x00", ""),
                at=clock.now(),
            )
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
        return _again(request, batch, n)
    kind = find_kind(batch.kind)
    context = {
        "batch": batch,
        "kind": batch_kind(batch),
        "row": found,
        "verdict": verdict(found),
        "said": problems(found) if not may_change(found) else "",
        "cells": cells_of(found, kind) if kind else [],
        "may_change": may_change(found),
        "ask": found.plan == "ASK",
        "meant": who_may_be_meant(found),
    }
    return render_page(request, "exchange/row.html", context)


def _again(request: ActorRequest, batch: ImportBatch, n: int) -> HttpResponse:
    """Answer htmx with the row as it is now, everybody else with its page."""
    if not wants_part(request):
        return redirect("exchange:row", batch.pk, n)
    table = RowTable(list(rows_of(batch).filter(n=n)), request)
    return HttpResponse(table.body)


@needs(policies.IMPORT)
@require_POST
def answer(request: ActorRequest, pk: int, n: int) -> HttpResponse:
    """Say whether a row means somebody of the register, or somebody new."""
    batch = visible_batch(request.actor, pk)
    found = get_row(batch, n)
    said = request.POST.get("same", "")
    allowed = {"0", *map(str, who_may_be_meant(found))}
    if said in allowed:
        try:
            answer_row(actor=request.actor, batch_id=pk, n=n, same=int(said), at=clock.now())
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
    else:
        messages.warning(request, _("Dòng này không còn chờ xác định; hãy tải lại trang."))
    return _again(request, batch, n)


@needs(policies.IMPORT)
@require_POST
def fix(request: ActorRequest, pk: int) -> HttpResponse:
    """Take over what is suggested, for all rows that have one problem."""
    batch = visible_batch(request.actor, pk)
    problem = problem_type(batch, find_kind(batch.kind), request.POST.get("problem", ""))
    if problem is None:
        messages.warning(request, _("Không còn dòng nào có vấn đề này."))
        return redirect("exchange:batch", pk)
    try:
        count = fix_all(
            actor=request.actor,
            batch_id=pk,
            column=problem.column,
            text=problem.text,
            at=clock.now(),
        )
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        said = ngettext("Đã sửa %(n)s ô.", "Đã sửa %(n)s ô.", count)
        messages.success(request, said % {"n": count})
    return redirect("exchange:batch", pk)


@needs(policies.IMPORT)
@require_POST
def compare(request: ActorRequest, pk: int) -> HttpResponse:
    """Judge rows anew that were refused because somebody else was there first."""
    batch = visible_batch(request.actor, pk)
    try:
        count = compare_again(actor=request.actor, batch_id=batch.pk, at=clock.now())
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        said = ngettext("Đã so lại %(n)s dòng với sổ.", "Đã so lại %(n)s dòng với sổ.", count)
        messages.success(request, said % {"n": count})
    return redirect("exchange:batch", pk)


@needs(policies.IMPORT)
@require_POST
def value(request: ActorRequest, pk: int) -> HttpResponse:
    """Say what a value means that nobody knows, for all rows that hold it."""
    batch = visible_batch(request.actor, pk)
    said = {
        name: request.POST.get(name, "").replace("\x00", "") for name in ("column", "value", "text")
    }
    try:
        count = fix_value(actor=request.actor, batch_id=batch.pk, at=clock.now(), **said)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        done = ngettext("Đã sửa %(n)s ô.", "Đã sửa %(n)s ô.", count)
        messages.success(request, done % {"n": count})
    return redirect("exchange:batch", pk)
