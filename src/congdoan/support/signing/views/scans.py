"""Signed paper sent back: sending it, what was read from it, and a person's look at it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs, signed_in
from congdoan.foundation.refusal import NotFound
from congdoan.support.signing import forms, policies
from congdoan.support.signing.models import Scan, ScanSheet
from congdoan.support.signing.selectors.packets import get_slot
from congdoan.support.signing.selectors.scans import (
    get_scan,
    picture_of,
    sentences,
    sheets_of,
    signatures_without_scan,
)
from congdoan.support.signing.services.recording import may_record
from congdoan.support.signing.services.scanning import attach_scans, settle_sheets
from congdoan.support.signing.views.pages import done, page


@needs(policies.RECORD)
def attach(request: ActorRequest, pk: int) -> HttpResponse:
    slot = get_slot(request.actor, pk)
    signature = slot.signed
    if signature is None:
        raise NotFound
    owing = [
        one for one in signatures_without_scan(slot.packet) if may_record(request.actor, one.slot)
    ]
    shown = owing if any(one.pk == signature.pk for one in owing) else [signature, *owing]
    form = forms.Scan(
        request.POST or None,
        request.FILES or None,
        actor=request.actor,
        parties=[(one.pk, f"{one.slot.party_name} · {one.person_name}") for one in shown],
        initial={"signatures": [signature.pk]},
    )
    made: list[Scan] = []

    def act() -> None:
        chosen = set(form.cleaned_data["signatures"])
        scan = attach_scans(
            actor=request.actor,
            packet=slot.packet,
            signatures=[one for one in shown if one.pk in chosen],
            uploads=form.cleaned_data["upload"],
            on=request.actor.today,
            at=clock.now(),
        )
        made.append(scan)

    if done(request, form, act, _("Đã nhận bản quét.")):
        return redirect("signing:scan_result", made[0].pk)
    return page(request, "signing/scan.html", form, {"slot": slot, "packet": slot.packet})


@signed_in
def result(request: ActorRequest, pk: int) -> HttpResponse:
    scan = get_scan(request.actor, pk)
    sheets = sheets_of(scan)
    looked_at = [sheet for sheet in sheets if getattr(sheet, "pictured", False)]
    signatures = list(
        scan.signatures.select_related("slot__organisation", "slot__packet__organisation")
    )
    may_judge = scan.may_be_replaced and any(
        may_record(request.actor, signature.slot) for signature in signatures
    )
    form = forms.Sheets(
        request.POST or None,
        actor=request.actor,
        sheets=[sheet.number for sheet in looked_at],
        pages=scan.pages,
        initial={f"page_{sheet.number}": sheet.placed for sheet in sheets}
        | {f"skip_{sheet.number}": sheet.skipped for sheet in sheets},
    )

    def act() -> None:
        settle_sheets(
            actor=request.actor,
            scan=scan,
            places=form.places(),
            skipped=form.skipped(),
            note=form.cleaned_data["note"],
            on=request.actor.today,
            at=clock.now(),
        )

    if may_judge and done(request, form, act, _("Đã ghi kết quả xem bản quét.")):
        return redirect("signing:scan_result", scan.pk)
    context = {
        "scan": scan,
        "packet": scan.packet,
        "signatures": signatures,
        "files": list(scan.files.select_related("file")),
        "said": sentences(scan),
        "count": len(sheets),
        "looks": [_look(form, sheet) for sheet in looked_at],
        "may": {"judge": may_judge},
    }
    return page(request, "signing/scan_result.html", form, context)


def _look(form: forms.Sheets, sheet: ScanSheet) -> dict[str, object]:
    return {
        "sheet": sheet,
        "page": form[f"page_{sheet.number}"],
        "skip": form[f"skip_{sheet.number}"],
    }


@signed_in
def picture(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """Send the small picture of one sheet."""
    scan = get_scan(request.actor, pk)
    headers = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(picture_of(scan, number), content_type="image/jpeg", headers=headers)
