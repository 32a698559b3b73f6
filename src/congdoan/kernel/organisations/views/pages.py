"""Looking at organisations: the register, the tree, one organisation, one event."""

from django.http import HttpResponse

from congdoan.foundation import panels
from congdoan.foundation.actor import Actor, ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import EventState
from congdoan.kernel.organisations.models import Organisation, OrganisationEvent
from congdoan.kernel.organisations.selectors import (
    names,
    predecessors,
    profile_of,
    successors,
    visible_among,
    visible_organisation,
)
from congdoan.kernel.organisations.selectors.branch import branch_of, roots_of, visible_profiles
from congdoan.kernel.organisations.selectors.days import days_of
from congdoan.kernel.organisations.selectors.events import (
    primary_organisations,
    statements_of,
    visible_event,
    visible_events_among,
)
from congdoan.kernel.organisations.selectors.labels import funding_label, kind_label, level_label
from congdoan.kernel.organisations.selectors.page import (
    SHOWN,
    Named,
    children_of,
    counterparts_of,
    groupings_of,
    history_of,
    other_lines,
    past_names,
    superiors_of,
)
from congdoan.kernel.organisations.selectors.proposing import proposed_counterparts
from congdoan.kernel.organisations.services.changing import decides, may_change
from congdoan.kernel.organisations.services.undoing import require_undoing
from congdoan.kernel.organisations.tables import OrganisationTable


@needs(policies.VIEW)
def register(request: ActorRequest) -> HttpResponse:
    """The organisations of the actor's branches, as of the day."""
    return render_page(
        request,
        "organisations/list.html",
        {
            "table": OrganisationTable(visible_profiles(request.actor), request),
            "may": {"establish": request.actor.may_somewhere(policies.CHANGE)},
        },
    )


@needs(policies.VIEW)
def tree(request: ActorRequest) -> HttpResponse:
    """The tree of command, one level at a time (``?mo=<id>`` opens a branch)."""
    opened = read_key(request.GET.get("mo", ""))
    top = roots_of(request.actor)
    branch = None
    if not opened and len(top) == 1:
        opened = top[0].organisation_id
    if opened:
        organisation = visible_organisation(request.actor, opened)
        branch = branch_of(organisation, request.actor.as_of)
    above = [row.organisation_id for row in branch.way] if branch else []
    seen = visible_among(request.actor, above) if above else set()
    context = {"roots": top, "branch": branch, "seen": seen}
    return render_page(request, "organisations/tree.html", context)


@needs(policies.VIEW)
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = visible_organisation(request.actor, pk)
    actor, day = request.actor, request.actor.as_of
    profile = profile_of(organisation, on=day)
    known_on = profile.valid.lower if not organisation.exists_on(day) else day
    children, child_count = children_of(organisation, day)
    lives = organisation.exists_on(actor.today)  # what has ended is looked at, not changed
    named = {
        "superiors": superiors_of(organisation, day),
        "lines": other_lines(organisation, day),
        "counterparts": counterparts_of(organisation, day),
        "successors": _named(successors(organisation), request),
        "predecessors": _named(predecessors(organisation), request),
    }
    groupings = groupings_of(organisation, day)
    history = history_of(organisation)
    # A member may stand below what it sees: the page of a grouping is its superior's.
    linked = [one.pk for rows in named.values() for one in rows]
    linked += [member.grouping.superior_id for member in groupings]
    return render_page(
        request,
        "organisations/detail.html",
        {
            **named,
            "organisation": organisation,
            "profile": profile,
            "labels": {
                "level": level_label(profile.level, known_on),
                "kind": kind_label(profile.kind, known_on),
                "funding": funding_label(profile.funding_class, known_on),
            },
            "exists": organisation.exists_on(day),
            "children": children,
            "child_count": child_count,
            "children_left": child_count > SHOWN,
            "groupings": groupings,
            "proposals": proposed_counterparts(organisation, on=day),
            "past_names": past_names(organisation),
            "strip": days_of(actor, organisation),
            "history": history,
            "coming": [entry for entry in history if entry["coming"]],
            "seen": visible_among(actor, linked),
            "panels": panels.links(
                "organisations.detail", actor=actor, organisation=organisation, pk=organisation.pk
            ),
            "may": _acts(actor, organisation) if lives else {},
        },
    )


def _acts(actor: Actor, organisation: Organisation) -> dict[str, bool]:
    return {
        "change": may_change(actor, organisation),
        "move": actor.may(policies.CHANGE, on=organisation),
        "decide": decides(actor, organisation),
        "group": actor.may(policies.GROUP, on=organisation),
    }


def _named(found: object, request: ActorRequest) -> list[Named]:
    ids = [organisation.pk for organisation in found]  # type: ignore[attr-defined]
    known = names(ids, on=request.actor.as_of)
    return [Named(pk, known[pk]) for pk in ids]


def _may_undo(request: ActorRequest, event: OrganisationEvent, primary: list[Organisation]) -> bool:
    try:
        require_undoing(request.actor, event, primary)
    except NotAllowed:
        return False
    return True


@needs(policies.VIEW)
def event_page(request: ActorRequest, pk: int) -> HttpResponse:
    """One change: what, when, by which decision, whom it touched; the way to take it back."""
    event = visible_event(request.actor, pk)
    if event is None:
        raise NotFound
    units = list(event.units.all())
    known = names([unit.organisation_id for unit in units], on=event.effective_on)
    parts = [
        {
            "role": unit.get_role_display(),
            "pk": unit.organisation_id,
            "name": known.get(unit.organisation_id, ""),
        }
        for unit in units
    ]
    primary = primary_organisations(event)
    seen = visible_among(request.actor, [unit.organisation_id for unit in units])
    may_undo = event.in_force and _may_undo(request, event, primary)
    statements = statements_of(event)
    shown = visible_events_among(request.actor, [one.event.pk for one in statements])
    return render_page(
        request,
        "organisations/event.html",
        {
            "event": event,
            "parts": parts,
            "seen": seen,
            "panels": panels.links(
                "organisations.event",
                actor=request.actor,
                organisation=Organisation(pk=min(seen)),
                pk=event.pk,
            )
            if seen
            else [],
            "statements": statements,
            "shown": shown,
            "planned": event.state == EventState.PLANNED,
            "may": {"undo": may_undo},
        },
    )
