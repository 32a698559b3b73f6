"""What the pages of cards share: where one is, one form that does one act."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.cards.enums import Layout
from congdoan.areas.cards.letters.face import draw_cards
from congdoan.areas.cards.services.printing import ask_for_print, is_small, make_print
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound, Refusal
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


def place(request: ActorRequest, unit: Organisation) -> dict[str, Any]:
    return {"unit": unit, "unit_name": name_of(unit, on=request.actor.as_of)}


def act(
    request: ActorRequest,
    form: Form,
    do: Callable[[], str],
    *,
    back: str,
    page: dict[str, Any],
    template: str = "cards/form.html",
) -> HttpResponse:
    """Show ``form``, or do what it says once and go where ``do`` says."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with once(request):
                    there = do()
            except AlreadyDone:
                messages.info(request, _("Việc này đã làm rồi; thẻ không bị cấp hai lần."))
                return redirect(back)
            except (NotAllowed, NotFound):
                raise
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                return redirect(there)
    return render_page(request, template, {"form": form, "back": back, **page}, status=status)


def print_cards(request: ActorRequest, unit: Organisation, cards: list[int], layout: str) -> str:
    """Have cards printed; return the address of their file."""
    now = clock.now()
    printing = ask_for_print(
        actor=request.actor, unit=unit, cards=cards, layout=Layout(layout), at=now
    )
    if is_small(printing):
        make_print(actor=request.actor, printing=printing, content=draw_cards, at=now)
    return reverse("cards:printing", args=[printing.pk])
