"""What the pages of a union's members share: the head, the tabs, one form that does one act."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.members import policies
from congdoan.foundation import acting, panels
from congdoan.foundation.actor import ActorRequest
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation

#: Fields of the register's filter that other lists of members have too.
_CARRIED = ("q", "gender", "age_from", "age_to", "category")


def frame(request: ActorRequest, unit: Organisation, current: str) -> dict[str, Any]:
    """Return the union, its name and the tabs the actor may open."""
    actor = request.actor
    own = actor.may(policies.VIEW, on=unit)
    tabs = [
        ("of", _("Danh sách"), True),
        ("movement", _("Số liệu, biến động"), True),
        ("applications", _("Đơn gia nhập"), own),
        ("transfers", _("Chuyển sinh hoạt"), own),
    ]
    query = f"?as_of={actor.as_of.isoformat()}" if actor.as_of != actor.today else ""
    return {
        "unit": unit,
        "unit_name": name_of(unit, on=actor.as_of),
        "tabs": [
            {
                "label": label,
                "url": reverse(f"members:{name}", args=[unit.pk]) + query,
                "current": name == current,
                "count": None,
            }
            for name, label, open_ in tabs
            if open_
        ]
        + [
            {
                "label": one["title"],
                "url": one["url"] + _carried(request, one["url"]),
                "current": False,
                "count": None,
            }
            for one in panels.links("members.unit", actor=actor, organisation=unit, pk=unit.pk)
        ],
        "may": {
            "view": own,
            "receive": actor.may(policies.RECEIVE, on=unit),
            "manage": actor.may(policies.MANAGE, on=unit),
            "look": actor.may(policies.LOOK_BELOW, on=unit),
            "recognise": actor.may(policies.RECOGNISE, on=unit),
        },
    }


def _carried(request: ActorRequest, url: str) -> str:
    """Return the filter in use, for a tab that narrows its list by the same fields."""
    kept = {name: request.GET[name] for name in _CARRIED if request.GET.get(name)}
    return f"{'&' if '?' in url else '?'}{urlencode(kept)}" if kept else ""


act = partial(acting.act, template="members/form.html")
