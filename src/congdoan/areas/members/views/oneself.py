"""One's own record: read it, see who looked, take it along."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.translation import gettext as _

from congdoan.areas.members.selectors.oneself import Own, own_file, own_life
from congdoan.areas.members.services.records import read_own_facts
from congdoan.areas.members.services.suggesting import own_pages
from congdoan.foundation import panels
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.downloads import as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound


def _own(request: ActorRequest) -> Own | None:
    return own_life(request.actor, read_own_facts(actor=request.actor), on=request.actor.today)


@signed_in
def oneself(request: ActorRequest) -> HttpResponse:
    more = own_pages.ask(request.actor.person_id or 0)
    ways = panels.shortcuts("members.oneself", actor=request.actor)
    context = {"own": _own(request), "ways": ways, "more": more}
    return render_page(request, "members/oneself.html", context)


@signed_in
def take_along(request: ActorRequest) -> HttpResponse:
    """Everything kept of oneself as one file that other programs read."""
    own = _own(request)
    if own is None:
        raise NotFound
    data = own_file(own, on=request.actor.today)
    text = json.dumps(data, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
    return as_file(text.encode(), "application/json", _("Hồ sơ đoàn viên của tôi") + ".json")
