"""What the pages of publications share."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congdoan.areas.publications import policies
from congdoan.foundation import acting
from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound, Refusal
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation

act = partial(
    acting.act,
    template="publications/form.html",
    already=_("Việc này đã làm rồi; không làm lại lần nữa."),
)


def place(request: ActorRequest, unit: Organisation, tab: str = "") -> dict[str, Any]:
    """Return the unit and the parts of what it makes public."""
    actor = request.actor
    tabs = [("of", _now("Bản công bố"), "publications:of")]
    if actor.may(policies.CONNECT, on=unit):
        tabs.append(("page", _now("Trang Facebook"), "publications:page"))
    return {
        "unit": unit,
        "unit_name": name_of(unit, on=actor.as_of),
        "tabs": [
            {"label": label, "url": reverse(name, args=[unit.pk]), "current": code == tab}
            for code, label, name in tabs
        ],
        "may": {
            "approve": actor.may(policies.APPROVE, on=unit),
            "connect": actor.may(policies.CONNECT, on=unit),
        },
    }


def press(request: ActorRequest, do: Callable[[], Any], *, back: str, done: str) -> HttpResponse:
    """Do what a button says, once, and go back; a refusal is told there."""
    try:
        with once(request):
            do()
    except AlreadyDone:
        messages.info(request, _now("Việc này đã làm rồi; không làm lại lần nữa."))
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect(back)
