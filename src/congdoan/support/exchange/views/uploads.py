from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import Refusal
from congdoan.support.exchange import forms, policies
from congdoan.support.exchange.api import (
    allowed_kind,
    allowed_kinds,
    arrange_plan,
    current_sheet,
    home_organisation,
    template_sheet,
    visible_batches,
)
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.rules.kinds import Context, ImportKind
from congdoan.support.exchange.tables import BatchTable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def spreadsheet(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@needs(policies.IMPORT)
def index(request: ActorRequest) -> HttpResponse:
    """List what can be imported, and the imports so far."""
    context = {
        "kinds": [
            {
                "code": kind.code,
                "label": _(kind.label),
                "text": _(kind.description),
                "current": kind.current is not None,
            }
            for kind in allowed_kinds(request.actor)
        ],
        "table": BatchTable(visible_batches(request.actor), request),
    }
    return render_page(request, "exchange/index.html", context)


@needs(policies.IMPORT)
def template(request: ActorRequest, kind: str) -> HttpResponse:
    """Hand out the kind's template."""
    found = allowed_kind(request.actor, kind)
    content = template_sheet(found, on=request.actor.today)
    return spreadsheet(content, f"mau-{found.code}.xlsx")


@needs(policies.IMPORT)
def current(request: ActorRequest, kind: str) -> HttpResponse:
    """Hand out what stands in the register, to be changed offline and sent back."""
    found = allowed_kind(request.actor, kind)
    home = home_organisation(request.actor)
    context = Context(request.actor, home.pk if home else None, {}, clock.now())
    try:
        content = current_sheet(found, context)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("exchange:upload", kind)
    return spreadsheet(content, f"hien-co-{found.code}.xlsx")


def _take(request: ActorRequest, kind: ImportKind, form: forms.UploadForm) -> ImportBatch:
    return arrange_plan(
        actor=request.actor,
        kind=kind,
        organisation=home_organisation(request.actor),
        upload=form.cleaned_data["file"],
        options=form.options(),
        look=form.cleaned_data["look"],
        at=clock.now(),
    )


@needs(policies.IMPORT)
def upload(request: ActorRequest, kind: str) -> HttpResponse:
    """Take a file in and show its plan; nothing is written yet."""
    found = allowed_kind(request.actor, kind)
    form = forms.UploadForm(
        request.POST or None,
        request.FILES or None,
        actor=request.actor,
        initial={"on": request.actor.today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            batch = _take(request, found, form)
        except Refusal as refusal:
            form.refuse(refusal, "file")
        else:
            page = "columns" if batch.is_waiting_for_columns else "batch"
            return redirect(f"exchange:{page}", batch.pk)
    context = {
        "form": form,
        "kind": {"code": found.code, "label": _(found.label), "text": _(found.description)},
        "columns": [
            {
                "label": _(column.label),
                "required": column.required,
                "help": _(column.help) if column.help else "",
            }
            for column in found.columns
        ],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render_page(request, "exchange/upload.html", context, status=status)
