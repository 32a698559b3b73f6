"""The branches an actor may look at, as of the actor's day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Count, Exists, OuterRef, QuerySet

from congdoan.foundation.actor import Actor
from congdoan.foundation.counting import ShortList
from congdoan.foundation.prepared import ask
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import (
    Lineage,
    Organisation,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.organisations.selectors import nearest_names
from congdoan.kernel.organisations.selectors.labels import kind_label, level_label


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
        .filter(actor.within(policies.VIEW, "organisation_id", few=branch_size(actor).known))
        .select_related("organisation")
    )


def branch_size(actor: Actor) -> ShortList:
    """Return the memory that the actor's branches are few organisations on the day."""
    held = actor.held_at(policies.VIEW)
    return ShortList("branch", held and sorted(held), actor.as_of)


@dataclass(slots=True)
class Listed:
    """What a list shows of one organisation on a day."""

    pk: int
    organisation_id: int
    sort_key: str
    name: str
    code: str
    superior: str
    level_name: str
    kind_name: str


#: Fifty rows of every page of the register: written out, since making models of them and asking
#: for the superiors by themselves takes three times as long.
_LISTED = """
    SELECT profile.id, profile.organisation_id, profile.sort_key, profile.name, profile.level,
      profile.kind, lower(profile.valid), organisation.code, above.name, above.valid
    FROM organisations_organisationprofile AS profile
    JOIN organisations_organisation AS organisation ON organisation.id = profile.organisation_id
    LEFT JOIN organisations_placement AS placement ON child_id = organisation.id
      AND hierarchy_id = %s AND placement.valid @> %s
    LEFT JOIN organisations_organisationprofile AS above ON above.organisation_id = parent_id
    WHERE profile.id = ANY(%s::bigint[])
"""


def profiles_listed(keys: Sequence[int], *, on: date) -> list[Listed]:
    """Return profiles of ``visible_profiles`` with what a list shows of them; one query."""
    found = ask(_LISTED, [HierarchyId.COMMAND.value, on, list(keys)])
    above = nearest_names(((row[1], *row[8:]) for row in found if row[9]), on)
    level_name, kind_name = cache(level_label), cache(kind_label)
    return [
        Listed(
            pk=pk,
            organisation_id=organisation,
            sort_key=sort_key,
            name=name,
            code=code,
            superior=above.get(organisation, ""),
            level_name=level_name(level, since),
            kind_name=kind_name(kind, since),
        )
        # A superior of several names comes several times.
        for pk, organisation, sort_key, name, level, kind, since, code, *_ in {
            row[0]: row for row in found
        }.values()
    ]


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
