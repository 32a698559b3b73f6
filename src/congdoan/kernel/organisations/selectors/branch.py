"""The branches an actor may look at, as of the actor's day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import (
    Lineage,
    Organisation,
    OrganisationProfile,
    Placement,
)


@dataclass(frozen=True)
class Branch:
    """An opened organisation: the way to it and what hangs directly under it."""

    organisation: Organisation
    way: list[OrganisationProfile]
    children: list[OrganisationProfile]


def visible_profiles(actor: Actor) -> QuerySet[OrganisationProfile]:
    """Return name and class of every organisation the actor may open that exists on the day."""
    return (
        OrganisationProfile.objects.on(actor.as_of)
        .filter(actor.within(policies.VIEW, "organisation_id"))
        .select_related("organisation")
    )


def profiles_shown(
    keys: QuerySet[OrganisationProfile, dict[str, Any]],
) -> QuerySet[OrganisationProfile]:
    """Return the profiles chosen by ``visible_profiles`` with what a list shows of them."""
    return OrganisationProfile.objects.filter(pk__in=keys).select_related("organisation")


def _with_child_counts(
    rows: QuerySet[OrganisationProfile], day: date
) -> QuerySet[OrganisationProfile]:
    """Annotate how many stand directly under each row (one subquery a row shown)."""
    below = (
        Placement.objects.on(day)
        .filter(hierarchy_id=HierarchyId.COMMAND, parent=OuterRef("organisation_id"))
        .order_by()
        .values("parent")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return rows.annotate(child_count=below)


def roots_of(actor: Actor) -> list[OrganisationProfile]:
    """Return the tops of what the actor may see: visible, with no visible direct superior."""
    day = actor.as_of
    reach = actor.reach(policies.VIEW)
    above = Placement.objects.on(day).filter(
        hierarchy_id=HierarchyId.COMMAND,
        child=OuterRef("organisation_id"),
        parent__in=reach,
    )
    rows = visible_profiles(actor)
    held = actor.held_at(policies.VIEW)
    if held is not None:
        # Whatever else is seen hangs below one of these.
        rows = rows.filter(organisation_id__in=held)
    rows = rows.exclude(Exists(above))
    return list(_with_child_counts(rows, day).order_by("-organisation__family", "sort_key")[:200])


def branch_of(organisation: Organisation, day: date) -> Branch:
    """Return an organisation with its superiors and direct subordinates on ``day``."""
    above = (
        Lineage.objects.on(day)
        .filter(hierarchy_id=HierarchyId.COMMAND, descendant=organisation)
        .order_by("-depth")
        .values_list("ancestor_id", flat=True)
    )
    ids = list(above) or [organisation.pk]
    by_id = {
        row.organisation_id: row
        for row in OrganisationProfile.objects.on(day).filter(organisation_id__in=ids)
    }
    placed = Placement.objects.on(day).filter(hierarchy_id=HierarchyId.COMMAND, parent=organisation)
    children = OrganisationProfile.objects.on(day).filter(
        organisation_id__in=placed.values("child_id")
    )
    return Branch(
        organisation,
        [by_id[pk] for pk in ids if pk in by_id],
        list(_with_child_counts(children, day).order_by("sort_key", "organisation_id")[:2000]),
    )
