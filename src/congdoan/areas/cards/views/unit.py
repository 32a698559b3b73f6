"""The cards of a union: who has one, who lacks one; making them ready and printing them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.cards import policies
from congdoan.areas.cards.enums import Who
from congdoan.areas.cards.forms import CardFilter, IssueForm
from congdoan.areas.cards.selectors.choosing import unscoped_people, unscoped_ways
from congdoan.areas.cards.selectors.holding import unscoped_totals, visible_unit
from congdoan.areas.cards.selectors.prints import own_prints
from congdoan.areas.cards.services.issuing import Ready, make_ready
from congdoan.areas.cards.tables import CardTable
from congdoan.areas.cards.views.frame import act, place, print_cards
from congdoan.areas.members.api import has_units_below, may_read_names
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import NotAllowed
from congdoan.foundation.tables import Empty
from congdoan.kernel.organisations.models import Organisation

#: More than any page of the list shows.
_MOST_CHOSEN = 500


@needs(policies.VIEW)
def of(request: ActorRequest, unit: int) -> HttpResponse:
    """Who of the union has a card on the day looked at, who lacks one, whose is out of date."""
    actor = request.actor
    found = visible_unit(actor, unit)
    day = actor.as_of
    named = may_read_names(actor, found, below=False, at=clock.now())
    may_issue = named and day == actor.today and actor.may(policies.ISSUE, on=found)
    totals = unscoped_totals(found, on=day)
    below = has_units_below(found, first=day, last=day)
    only_below = Empty(
        _("Đơn vị này không có đoàn viên trực tiếp"),
        _("Thẻ cấp ở đơn vị có đoàn viên: mở sổ đoàn viên của đơn vị trực thuộc, rồi mục Thẻ."),
        icon="people",
        url=reverse("members:of", args=[found.pk]),
        action=_("Sổ đoàn viên"),
    )
    context: dict[str, Any] = {
        **place(request, found),
        "totals": totals,
        "named": named,
        "may": {"issue": may_issue},
        "prints": own_prints(actor, found) if may_issue else [],
    }
    if named:
        context["table"] = CardTable(
            found, request, on=day, choose=may_issue, empty=only_below if below else None
        )
    return render_page(request, "cards/of.html", context)


@needs(policies.ISSUE)
def issue(request: ActorRequest, unit: int) -> HttpResponse:
    """Make cards ready for the chosen and print them."""
    actor, now = request.actor, clock.now()
    found = visible_unit(actor, unit)
    actor.require(policies.ISSUE, on=found)
    if not may_read_names(actor, found, below=False, at=now):
        raise NotAllowed
    asked = request.POST if request.method == "POST" else request.GET
    chosen = [key for one in asked.getlist("member")[:_MOST_CHOSEN] if (key := read_key(one))]
    query = asked.get("query", "").replace("\0", "")[:1000]
    ways = _ways(request, found, chosen, query)
    form = IssueForm(request.POST or None, actor=actor)
    form.offer({who: rows.count() for who, rows in ways.items()})

    def do() -> str:
        people = unscoped_people(ways[Who(form.cleaned_data["who"])])
        ready = make_ready(actor=actor, unit=found, people=people, on=actor.today, at=now)
        there = print_cards(request, found, ready.cards, form.cleaned_data["layout"])
        messages.success(request, _told(ready))
        return there

    page = {
        **place(request, found),
        "title": _("Cấp, in thẻ"),
        "action": _("Cấp, lập tệp in"),
        "chosen": chosen,
        "query": query,
        "nobody": not form.fields["who"].choices,  # type: ignore[attr-defined]
    }
    back = reverse("cards:of", args=[found.pk])
    return act(request, form, do, back=back, page=page, template="cards/issue.html")


def _ways(
    request: ActorRequest, unit: Organisation, chosen: Sequence[int], query: str
) -> dict[Who, QuerySet[Any]]:
    """Return the rows behind each way to say for whom, the nearest at hand first."""
    ways = unscoped_ways(unit, chosen=chosen, on=request.actor.today)
    if not query:
        return ways
    filtered = CardFilter(QueryDict(query), actor=request.actor).narrow(ways[Who.EVERYBODY])
    return {Who.CHOSEN: ways.pop(Who.CHOSEN), Who.FILTERED: filtered, **ways}


def _told(ready: Ready) -> str:
    told = []
    if ready.issued:
        told.append(_("Đã cấp %(n)d thẻ mới.") % {"n": ready.issued})
    if ready.replaced:
        told.append(_("Đã thay %(n)d thẻ ghi thông tin cũ.") % {"n": ready.replaced})
    return " ".join(told) or _("Các thẻ này đã cấp từ trước; tệp in lại chính các thẻ đó.")
