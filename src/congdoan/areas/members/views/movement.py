"""How many, by day and by reason: the statement of movement and the age pyramid."""

from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _

from congdoan.areas.members import policies
from congdoan.areas.members.forms.person import PeriodForm
from congdoan.areas.members.rules.pyramid import pyramid
from congdoan.areas.members.selectors.counts import unscoped_member_count
from congdoan.areas.members.selectors.moved import Place, unscoped_moved
from congdoan.areas.members.selectors.movement import (
    INSIDE,
    bands_of,
    is_key,
    label_of,
    unscoped_ages,
    unscoped_movement,
)
from congdoan.areas.members.selectors.register import (
    countable_unit,
    has_units_below,
    may_read_names,
)
from congdoan.areas.members.services.listing import note_names_opened
from congdoan.areas.members.views.frame import frame
from congdoan.foundation import clock, panels
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import name_of, names

#: Counting ages reads every membership: for more people than this a smaller branch is asked for.
_MOST_FOR_AGES = 300_000
_PAGE = 100


def _period(request: ActorRequest) -> tuple[PeriodForm, date, date]:
    day = request.actor.as_of
    first, last = day.replace(month=1, day=1), day
    given = request.GET if "first" in request.GET or "last" in request.GET else None
    form = PeriodForm(
        given, actor=request.actor, initial={"first": first, "last": last}, auto_id="period-%s"
    )
    if form.is_bound and form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    return form, first, last


@needs(policies.COUNT)
def movement(request: ActorRequest, unit: int) -> HttpResponse:
    found = countable_unit(request.actor, unit)
    form, first, last = _period(request)
    statement = unscoped_movement(found.pk, first=first, last=last)
    own = unscoped_member_count(found.pk, on=last)
    bands = bands_of(unscoped_ages(found.pk, on=last)) if own <= _MOST_FOR_AGES else []
    context = frame(request, found, "movement")
    seen = request.actor.looking_at(last)
    context |= {
        "panels": panels.links("members.movement", actor=seen, organisation=found, pk=found.pk),
        "form": form,
        "first": first,
        "last": last,
        "statement": statement,
        "net": statement.closing - statement.opening,
        "bands": bands,
        "picture": pyramid(bands),
        "too_many": own > _MOST_FOR_AGES,
        "query": f"?first={first.isoformat()}&last={last.isoformat()}",
    }
    status = 422 if form.errors else 200
    return render_page(request, "members/movement.html", context, status=status)


@needs(policies.COUNT)
def panel(request: ActorRequest, pk: int) -> HttpResponse:
    """The panel "Đoàn viên" of an organisation's page."""
    found = countable_unit(request.actor, pk)
    day = request.actor.as_of
    context = {
        "unit": found,
        "unit_name": name_of(found, on=day),
        "count": unscoped_member_count(found.pk, on=day),
    }
    return render_page(request, "members/panel.html", context, part="count")


@needs(policies.COUNT)
def moved(request: ActorRequest, unit: int, key: str) -> HttpResponse:
    """The names behind one number; below one's own union only once a purpose is named."""
    found = countable_unit(request.actor, unit)
    if not is_key(key):
        raise NotFound
    _form, first, last = _period(request)
    after = Place.read(request.GET.get("after", ""))
    below = has_units_below(found, first=first, last=last)
    readable = may_read_names(request.actor, found, below=below, at=clock.now())
    people = []
    if readable:
        people = unscoped_moved(
            found.pk, first=first, last=last, key=key, limit=_PAGE + 1, after=after
        )
        if after is None and people and not request.actor.may(policies.VIEW, on=found):
            note_names_opened(actor=request.actor, unit=found, what=key)
    called = names({one.unit_id for one in people}, on=last)
    last_one = people[_PAGE - 1] if len(people) > _PAGE else None
    context = frame(request, found, "movement")
    context |= {
        "title": _("chuyển trong nội bộ") if key == INSIDE else _label(key),
        "first": first,
        "last": last,
        "readable": readable,
        "rows": [(one, called.get(one.unit_id, "")) for one in people[:_PAGE]],
        "more": str(Place(last_one.day, last_one.person_id)) if last_one else "",
        "query": f"?first={first.isoformat()}&last={last.isoformat()}",
    }
    return render_page(request, "members/moved.html", context)


def _label(key: str) -> str:
    side, _dash, code = key.partition("-")
    return label_of(1 if side == "tang" else -1, "" if code == "KHAC" else code)
