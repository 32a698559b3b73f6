"""Entering a paper from its scan: kept, read by the machine, checked by a person, entered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.documents import policies
from congdoan.areas.documents.forms.arriving import ScanForm
from congdoan.areas.documents.rules.refusals import SecretsStayOutside
from congdoan.areas.documents.selectors.documents import get_unit
from congdoan.areas.documents.selectors.scans import Scan, scan_of
from congdoan.areas.documents.services.scanning import drop_scan, keep_scan
from congdoan.areas.documents.views.frame import act, place, press
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page, wants_part
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation


@needs(policies.REGISTER)
def scan(request: ActorRequest, unit: int) -> HttpResponse:
    actor, found = request.actor, get_unit(request.actor, unit)
    actor.require(policies.REGISTER, on=found)
    form = ScanForm(request.POST or None, request.FILES or None, actor=actor)

    def do() -> str:
        upload = form.cleaned_data["file"]
        kept = keep_scan(actor=actor, organisation=found, upload=upload, at=clock.now())
        return _register(unit, kept.pk)

    page = {
        **place(request, found),
        "title": _("Vào sổ từ bản quét"),
        "action": _("Tải lên và đọc"),
    }
    return act(request, form, do, back=reverse("documents:register", args=[unit]), page=page)


@needs(policies.REGISTER)
@require_POST
def drop(request: ActorRequest, unit: int, file: int) -> HttpResponse:
    found = get_unit(request.actor, unit)

    def do() -> None:
        drop_scan(actor=request.actor, organisation=found, file=file)

    back = reverse("documents:register", args=[unit])
    return press(request, do, back=back, done=_("Đã bỏ bản quét."))


def _register(unit: int, file: int) -> str:
    return f"{reverse('documents:register', args=[unit])}?tep={file}"


def chosen_scan(request: ActorRequest, unit: Organisation) -> Scan | None:
    """Return the scan that ``?tep=`` names, for the form of what arrives."""
    asked = request.GET.get("tep", "")[:15]
    if not asked:
        return None
    if not asked.isdecimal():
        raise NotFound
    return scan_of(request.actor, unit, int(asked), on=request.actor.today)


def shown_first(request: ActorRequest, unit: Organisation, chosen: Scan) -> HttpResponse | None:
    """Return what stands before the form: the progress of reading, or that it is a secret."""
    here = _register(unit.pk, chosen.file.pk)
    if request.POST.get("secrecy"):
        drop_scan(actor=request.actor, organisation=unit, file=chosen.file.pk)
        messages.error(request, SecretsStayOutside().sentence)
        return redirect(reverse("documents:register", args=[unit.pk]))
    if chosen.waits and request.method == "GET" and "tay" not in request.GET:
        context = {**place(request, unit), "scan": chosen, "here": here}
        return render_page(request, "documents/scanning.html", context, part="live")
    if wants_part(request):
        return HttpResponse(headers={"HX-Redirect": here})
    return None
