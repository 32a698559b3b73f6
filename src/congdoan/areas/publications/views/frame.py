"""What the pages of publications share."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congdoan.areas.publications import policies
from congdoan.foundation import acting
from congdoan.foundation.actor import ActorRequest
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


press = acting.press
