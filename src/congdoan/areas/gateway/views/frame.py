"""What the pages of the exchange share."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.gateway.policies import EXCHANGE, OPERATE
from congdoan.foundation.actor import ActorRequest


def place(request: ActorRequest, tab: str = "") -> dict[str, Any]:
    """Return the parts the actor may open."""
    operates = request.actor.may(OPERATE, on=None)
    tabs = [("home", _("Gói"))]
    if operates:
        tabs += [("peers", _("Nơi liên thông")), ("codes", _("Mã định danh")), ("key", _("Khóa"))]
    return {
        "operates": operates,
        "exchanges": request.actor.may_somewhere(EXCHANGE),
        "tabs": [
            {"label": label, "url": reverse(f"gateway:{name}"), "current": name == tab}
            for name, label in tabs
        ],
    }
