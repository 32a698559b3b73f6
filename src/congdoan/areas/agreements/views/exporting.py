"""Everything about one agreement as one file."""

from typing import Any, cast

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.enums import ExportState
from congdoan.areas.agreements.letters.archive import papers_of
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.rules import archive as rules
from congdoan.areas.agreements.selectors.archive import weight
from congdoan.areas.agreements.selectors.duties import acting_party
from congdoan.areas.agreements.selectors.exports import own_exports
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.kernel.organisations.models import Organisation


def _own(request: ActorRequest, agreement: Agreement) -> Organisation:
    ids = agreement.parties.values_list("organisation_id", flat=True)
    own = acting_party(request.actor, policies.EXPORT, ids)
    if own is None:
        raise NotAllowed
    return own


@needs(policies.EXPORT)
def export(request: ActorRequest, pk: int) -> HttpResponse:
    """Show what the package holds; make it at once when small, else in the background."""
    agreement = load(request, pk)
    own = _own(request, agreement)
    small = rules.is_small(*weight(agreement))
    if request.method == "POST" and small:
        return _at_once(request, agreement, own)
    refused = ""
    if request.method == "POST":
        try:
            api.ask_for_export(
                actor=request.actor, agreement=agreement, organisation=own, at=clock.now()
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, _("Đang đóng gói; bạn có thông báo khi xong."))
            return redirect("agreements:export", pk)
    context: dict[str, Any] = {
        **frame(request, agreement, "detail"),
        "small": small,
        "refused": refused,
        "exports": own_exports(request.actor, agreement),
        "ready": ExportState.READY,
    }
    return _page(request, context, refused)


def _page(request: ActorRequest, context: dict[str, Any], refused: str) -> HttpResponse:
    return render_page(request, "agreements/export.html", context, status=409 if refused else 200)


def _at_once(request: ActorRequest, agreement: Agreement, own: Organisation) -> HttpResponse:
    today, now = request.actor.today, clock.now()
    package = api.export_agreement(
        actor=request.actor,
        agreement=agreement,
        organisation=own,
        papers=papers_of(agreement, on=today, at=now),
        on=today,
        at=now,
    )
    return _download(package, agreement)


def _download(package: Any, agreement: Agreement) -> HttpResponse:
    response = FileResponse(
        package,
        as_attachment=True,
        filename=f"ho-so-phoi-hop-{agreement.pk}.zip",
        content_type="application/zip",
    )
    return cast(HttpResponse, response)


@needs(policies.EXPORT)
def download(request: ActorRequest, pk: int, export_pk: int) -> HttpResponse:
    """Return a package made in the background, to who asked for it and still holds the right."""
    agreement = load(request, pk)
    _own(request, agreement)
    one = own_exports(request.actor, agreement).filter(pk=export_pk).first()
    if one is None:
        raise NotFound
    if not one.path or not default_storage.exists(one.path):
        raise rules.PackageGone
    return _download(default_storage.open(one.path), agreement)
