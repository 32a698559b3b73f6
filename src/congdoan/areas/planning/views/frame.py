"""What the pages of planning share: where one is, one form that does one act, one press."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congdoan.areas.planning import policies
from congdoan.foundation import acting
from congdoan.foundation.actor import ActorRequest
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


def place(request: ActorRequest, unit: Organisation, tab: str = "") -> dict[str, Any]:
    """Return the unit and the parts of its planning."""
    actor = request.actor
    tabs = [
        ("of", _now("Chương trình, kế hoạch"), "planning:of"),
        ("calendar", _now("Lịch"), "planning:calendar"),
        ("branch", _now("Tiến độ cấp dưới"), "planning:branch"),
    ]
    return {
        "unit": unit,
        "unit_name": name_of(unit, on=actor.as_of),
        "tabs": [
            {"label": label, "url": reverse(name, args=[unit.pk]), "current": code == tab}
            for code, label, name in tabs
        ],
        "may": {
            "manage": actor.may(policies.MANAGE, on=unit),
            "adopt": actor.may(policies.ADOPT, on=unit),
            "hand": actor.may(policies.HAND_DOWN, on=unit),
        },
    }


act = partial(
    acting.act,
    template="planning/form.html",
    already=_("Việc này đã làm rồi; không làm lại lần nữa."),
)

press = acting.press
