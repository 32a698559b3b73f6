"""Sending a frozen text round for signatures: who signs where, in which order, who follows."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.forms.rounds import OpenSigning, RoundSheet, SignAddendum
from congdoan.areas.agreements.selectors.agreements import parties_of, staying_parties
from congdoan.areas.agreements.views.amending import (
    amendment_frame,
    load_amendment,
    page_of_amendment,
)
from congdoan.areas.agreements.views.duties_form import sent
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, Refusal


@needs(policies.MANAGE)
def open_signing(request: ActorRequest, pk: int) -> HttpResponse:
    """Send the frozen text round for signatures."""
    agreement = load(request, pk)
    actor = request.actor
    form = OpenSigning(
        sent(request),
        actor=actor,
        initial={"number": agreement.number, "effective_on": agreement.effective_on},
    )
    sheet = RoundSheet(
        form, sent(request), actor=actor, parties=parties_of(agreement), on=actor.today
    )
    context = {
        **frame(request, agreement),
        "heading": _("Trình ký"),
        "back": reverse("agreements:detail", args=[pk]),
        "consequences": [
            _("Mỗi bên có một chỗ ký theo chức vụ đã chọn; thẩm quyền được kiểm tra lúc ký."),
            _("Ký giấy tại hội nghị cũng được: in bản PDF, ký, rồi ghi nhận và đính bản quét."),
        ],
    }
    return _send(
        request,
        sheet,
        lambda values, round_: api.open_signing(
            actor=actor,
            agreement=agreement,
            on=actor.today,
            at=clock.now(),
            round_=round_,
            **values,
        ),
        context,
        done=reverse("agreements:signing", args=[pk]),
    )


@needs(policies.MANAGE)
def open_amendment_signing(request: ActorRequest, pk: int, amendment_pk: int) -> HttpResponse:
    """Send a frozen addendum round for signatures."""
    amendment = load_amendment(request, pk, amendment_pk)
    actor = request.actor
    form = SignAddendum(
        sent(request), actor=actor, initial={"place": amendment.agreement.signed_place}
    )
    sheet = RoundSheet(
        form,
        sent(request),
        actor=actor,
        parties=staying_parties(amendment.agreement),
        on=actor.today,
    )
    context = {
        **amendment_frame(request, amendment),
        "heading": _("Trình ký phụ lục"),
        "back": page_of_amendment(amendment),
        "consequences": [
            _("Mỗi bên có một chỗ ký theo chức vụ như ở văn bản; ký giấy cũng ghi nhận được."),
        ],
    }
    return _send(
        request,
        sheet,
        lambda values, round_: api.open_amendment_signing(
            actor=actor,
            amendment=amendment,
            on=actor.today,
            at=clock.now(),
            round_=round_,
            **values,
        ),
        context,
        done=page_of_amendment(amendment),
    )


def _send(
    request: ActorRequest,
    sheet: RoundSheet,
    do: Callable[[dict[str, Any], api.RoundData], object],
    context: Mapping[str, Any],
    *,
    done: str,
) -> HttpResponse:
    """Show the forms; send once; a refusal stands above them and nothing typed is lost."""
    refused, status = "", 200
    if request.method == "POST" and not sheet.is_valid():
        status = 422
    elif request.method == "POST":
        try:
            with once(request):
                do(sheet.common(), sheet.round())
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused, status = refusal.sentence, 409
        else:
            said = _("Đã trình ký. Mỗi bên thấy việc “Ký” trong danh sách việc của mình.")
            messages.success(request, said)
            return redirect(done)
    page = {**context, "sheet": sheet, "form": sheet.form, "refused": refused}
    return render_page(request, "agreements/round.html", page, status=status)
