"""What an organisation's page shows, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.kernel.organisations.enums import EventKind, EventState, HierarchyId
from congdoan.kernel.organisations.models import (
    Counterpart,
    GroupingMember,
    Lineage,
    Organisation,
    OrganisationEvent,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.organisations.selectors import names

#: Children shown on the page; the list of the branch shows them all.
SHOWN = 30


@dataclass(frozen=True)
class Named:
    """An organisation as a link: its name on the day looked at."""

    pk: int
    name: str
    note: str = ""
    valid: Any = None


def superiors_of(organisation: Organisation, day: date) -> list[Named]:
    """Return the line of command from the top down to the direct superior."""
    rows = (
        Lineage.objects.on(_day_of_life(organisation, day))
        .filter(hierarchy_id=HierarchyId.COMMAND, descendant=organisation, depth__gt=0)
        .order_by("-depth")
        .values_list("ancestor_id", flat=True)
    )
    ids = list(rows)
    known = names(ids, on=day)
    return [Named(pk, known[pk]) for pk in ids]


def _day_of_life(organisation: Organisation, day: date) -> date:
    """Return ``day``, or the last (first) day of an organisation that had ended (not begun)."""
    lower: date = organisation.valid.lower
    upper: date | None = organisation.valid.upper
    if upper is not None and day >= upper:
        return date.fromordinal(upper.toordinal() - 1)
    return max(day, lower)


def children_of(organisation: Organisation, day: date) -> tuple[list[Named], int]:
    """Return the first direct subordinates by name, and how many there are."""
    placed = Placement.objects.on(day).filter(hierarchy_id=HierarchyId.COMMAND, parent=organisation)
    rows = (
        OrganisationProfile.objects.on(day)
        .filter(organisation_id__in=placed.values("child_id"))
        .order_by("sort_key", "organisation_id")
    )
    shown = [Named(row.organisation_id, row.name) for row in rows[:SHOWN]]
    return shown, len(shown) if len(shown) < SHOWN else placed.count()


def other_lines(organisation: Organisation, day: date) -> list[Named]:
    """Return its superiors in the other hierarchies (sector, authority)."""
    rows = list(
        Placement.objects.on(day)
        .filter(child=organisation)
        .exclude(hierarchy_id=HierarchyId.COMMAND)
        .select_related("hierarchy")
    )
    known = names([row.parent_id for row in rows], on=day)
    return [Named(row.parent_id, known[row.parent_id], row.hierarchy.label) for row in rows]


def counterparts_of(organisation: Organisation, day: date) -> list[Named]:
    rows = list(
        Counterpart.objects.on(day).filter(union=organisation)
        | Counterpart.objects.on(day).filter(partner=organisation)
    )
    other = [row.partner_id if row.union_id == organisation.pk else row.union_id for row in rows]
    known = names(other, on=day)
    return [Named(pk, known[pk], valid=row.valid) for pk, row in zip(other, rows, strict=True)]


def groupings_of(organisation: Organisation, day: date) -> list[GroupingMember]:
    return list(
        GroupingMember.objects.on(day)
        .filter(organisation=organisation)
        .select_related("grouping")
        .order_by("grouping__kind", "grouping__name")
    )


def past_names(organisation: Organisation) -> list[OrganisationProfile]:
    return list(OrganisationProfile.objects.filter(organisation=organisation).order_by("-valid"))


def history_of(organisation: Organisation) -> list[dict[str, Any]]:
    """Return the events of an organisation, newest first, as timeline entries."""
    events = (
        OrganisationEvent.objects.filter(units__organisation=organisation)
        .distinct()
        .prefetch_related("units")
        .order_by("-effective_on", "-pk")[:50]
    )
    rows = list(events)
    others = {unit.organisation_id for event in rows for unit in event.units.all()[:20]}
    known = names(others, on=rows[0].effective_on) if rows else {}
    return [_entry(event, organisation, known) for event in rows]


def _entry(
    event: OrganisationEvent, organisation: Organisation, known: dict[int, str]
) -> dict[str, Any]:
    label = str(EventKind(event.kind).label).capitalize()
    with_whom = [
        known.get(unit.organisation_id, "")
        for unit in event.units.all()
        if unit.organisation_id != organisation.pk
    ]
    more = len(with_whom) - 3
    text = "; ".join(name for name in with_whom[:3] if name)
    if more > 0:
        text += _(" và %(n)d đơn vị khác") % {"n": more}
    applied = event.state == EventState.APPLIED
    return {
        "day": event.effective_on,
        "title": label if applied else f"{label} ({event.get_state_display()})",
        "coming": event.state == EventState.PLANNED,
        "text": text,
        "who": event.decision_no,
        "icon": "clock-history",
        "tone": "" if event.in_force else "muted",
        "url": reverse("organisations:event", args=[event.pk]),
    }
