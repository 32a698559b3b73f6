"""The page of one agreement: overview, text, history."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.rules.states import OVER
from congdoan.areas.agreements.selectors.agreements import (
    party_lines,
    state_on,
    visible_agreements,
)
from congdoan.areas.agreements.selectors.consultations import missing_before_freeze
from congdoan.areas.agreements.selectors.endings import open_ending
from congdoan.areas.agreements.selectors.next_step import next_step, open_packet_of
from congdoan.areas.agreements.selectors.renewal import unfinished_before
from congdoan.areas.agreements.selectors.successions import open_successions
from congdoan.areas.agreements.selectors.text import content_codes, current_version, outline
from congdoan.areas.agreements.tables import TONES, state_badge
from congdoan.areas.agreements.views.offers import aside, onward
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.kernel.audit.api import sentence, trail_of
from congdoan.kernel.rulebook.api import label

#: The newest acts shown; the audit pages have them all.
_ACTS = 200
_ICONS = {
    State.DRAFT: "pencil",
    State.CONSULTATION: "chat-left-text",
    State.NEGOTIATED: "lock",
    State.SIGNED: "pen",
    State.EFFECTIVE: "check-circle",
}


@needs(policies.VIEW)
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    """Show what an agreement is, where it stands and what comes next."""
    agreement = load(request, pk)
    actor = request.actor
    seen = visible_agreements(actor)
    page = frame(request, agreement, "detail")
    packet = open_packet_of(agreement)
    missing = missing_before_freeze(agreement, on=actor.today) if page["may"]["freeze"] else None
    context = {
        **page,
        "onward": onward(
            agreement,
            page["may"],
            packet=packet.pk if packet else None,
            carry=_carry_count(agreement),
            ready=not missing,
        ),
        "missing": missing,
        "aside": aside(agreement, page["may"]),
        "parties": party_lines(agreement, on=actor.as_of),
        "questions": open_successions(agreement),
        "ending": open_ending(agreement),
        "addenda": agreement.amendments.agreed().filter(effective_on__lte=actor.as_of),
        "bases": agreement.bases.order_by("order", "pk"),
        "step": next_step(agreement, on=actor.today),
        "timeline": _timeline(agreement),
        "predecessor": seen.filter(pk=agreement.predecessor_id or 0).first(),
        "successors": seen.filter(predecessor=agreement),
        "version": current_version(agreement),
        "then": _then(agreement, request),
    }
    return render_page(request, "agreements/detail.html", context)


def _carry_count(agreement: Agreement) -> int:
    """Return how many duties before wait for a choice; only while the choice still matters."""
    if agreement.predecessor_id is None or agreement.state in OVER:
        return 0
    return len(unfinished_before(agreement))


def _then(agreement: Agreement, request: ActorRequest) -> Any:
    """Return the state on the day looked at, when that is another one."""
    actor = request.actor
    if actor.as_of == actor.today:
        return None
    state = state_on(agreement, actor.as_of)
    return state_badge(state) if state else _("chưa lập")


def _timeline(agreement: Agreement) -> list[dict[str, Any]]:
    rows = agreement.changes.order_by("-on", "-pk")
    return [
        {
            "day": row.on,
            "title": State(row.state).label,
            "who": row.by_name,
            "text": row.reason,
            "icon": _ICONS.get(State(row.state), "dot"),
            "tone": {"good": "good", "bad": "bad", "warn": "warn"}.get(
                TONES.get(State(row.state), ""), ""
            ),
        }
        for row in rows
    ]


@needs(policies.VIEW)
def text(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the text as it reads, with numbers, leaders and cadences."""
    agreement = load(request, pk)
    version = current_version(agreement)
    lines = outline(version)
    codes = content_codes(lines)
    day = agreement.first_day
    contents = {code: label("agreement.content", code, day) for code in set(codes.values()) if code}
    context = {
        **frame(request, agreement, "text"),
        "version": version,
        "lines": [(line, contents.get(line.item.content_code, "")) for line in lines],
        "labels": dict(agreement.parties.values_list("pk", "label")),
        "versions": agreement.versions.order_by("-number"),
    }
    return render_page(request, "agreements/text.html", context)


@needs(policies.VIEW)
def history(request: ActorRequest, pk: int) -> HttpResponse:
    """Show every act on the agreement and its text, newest first."""
    agreement = load(request, pk)
    version = current_version(agreement)
    clauses = list(version.clauses.all())
    entries = trail_of([agreement, *clauses], limit=_ACTS)
    context = {
        **frame(request, agreement, "history"),
        "entries": [
            {"moment": entry.at, "title": sentence(entry), "text": "", "icon": "dot"}
            for entry in entries
        ],
        "whole": reverse("audit:mine") if len(entries) == _ACTS else "",
    }
    return render_page(request, "agreements/history.html", context)
