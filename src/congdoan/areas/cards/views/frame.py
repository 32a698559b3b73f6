"""What the pages of cards share: where one is, one form that does one act."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from congdoan.areas.cards.enums import Layout
from congdoan.areas.cards.letters.face import draw_cards
from congdoan.areas.cards.services.printing import ask_for_print, is_small, make_print
from congdoan.foundation import acting, clock
from congdoan.foundation.actor import ActorRequest
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


def place(request: ActorRequest, unit: Organisation) -> dict[str, Any]:
    return {"unit": unit, "unit_name": name_of(unit, on=request.actor.as_of)}


act = partial(
    acting.act,
    template="cards/form.html",
    already=_("Việc này đã làm rồi; thẻ không bị cấp hai lần."),
)


def print_cards(request: ActorRequest, unit: Organisation, cards: list[int], layout: str) -> str:
    """Have cards printed; return the address of their file."""
    now = clock.now()
    printing = ask_for_print(
        actor=request.actor, unit=unit, cards=cards, layout=Layout(layout), at=now
    )
    if is_small(printing):
        make_print(actor=request.actor, printing=printing, content=draw_cards, at=now)
    return reverse("cards:printing", args=[printing.pk])
