"""Reads. Names are no secret within the unions; who may open an organisation's page is ``VIEW``."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from congdoan.foundation.actor import Actor
from congdoan.foundation.prepared import ask
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import IN_FORCE, HierarchyId
from congdoan.kernel.organisations.models import (
    Lineage,
    Organisation,
    OrganisationEventUnit,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.organisations.selectors.keeping import keeps

__all__ = [
    "name_of",
    "names",
    "predecessors",
    "profile_of",
    "profiles_on",
    "successors",
    "superior_names",
    "unscoped_superior_ids",
    "visible_organisation",
    "visible_organisations",
]


def visible_organisations(actor: Actor) -> QuerySet[Organisation]:
    """Return the organisations ``actor`` may open, as of the actor's day."""
    return actor.reach(policies.VIEW)


def visible_among(actor: Actor, ids: Iterable[int]) -> set[int]:
    """Return which of ``ids`` the actor may open: the others are named without a link."""
    return set(visible_organisations(actor).filter(pk__in=ids).values_list("pk", flat=True))


def visible_organisation(actor: Actor, pk: int) -> Organisation:
    """
    Return an organisation the actor may open: of its branch, or an employer whose record it keeps.

    :raises NotFound: when there is none, or none the actor may open
    """
    organisation = Organisation.objects.filter(pk=pk).first()
    if organisation is None or not (
        actor.may(policies.VIEW, on=organisation) or keeps(actor, organisation, policies.CHANGE)
    ):
        raise NotFound
    return organisation


def profiles_on(day: date) -> QuerySet[OrganisationProfile]:
    """Return every organisation's name and class as of ``day``."""
    return OrganisationProfile.objects.on(day)


_NAMES = """
    SELECT organisation_id, name, valid FROM organisations_organisationprofile
    WHERE organisation_id = ANY(%s::bigint[])
"""


def names(organisations: Iterable[int], *, on: date) -> dict[int, str]:
    """
    Return names by organisation id as of ``on``; one query.

    An organisation that had ended by then keeps its last name, one not yet founded its first
    (a closed unit always has a label: peers P17).
    """
    wanted = set(organisations)
    if not wanted:
        return {}
    # On every page, for the head of the frame: written out, since building it takes longer.
    return nearest_names(ask(_NAMES, [sorted(wanted)]), on)


_SUPERIORS = """
    SELECT child_id, name, profile.valid
    FROM organisations_placement AS placement
    JOIN organisations_organisationprofile AS profile ON organisation_id = parent_id
    WHERE hierarchy_id = %s AND placement.valid @> %s AND child_id = ANY(%s::bigint[])
"""


def superior_names(organisations: Iterable[int], *, on: date) -> dict[int, str]:
    """
    Return the name of each one's direct superior on ``on``, where it has one; one query.

    It tells apart the many schools of one name. Superiors are called as ``names`` calls them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SUPERIORS, [HierarchyId.COMMAND, on, sorted(set(organisations))])
        return nearest_names(cursor.fetchall(), on)


def nearest_names(rows: Iterable[tuple[int, str, Any]], on: date) -> dict[int, str]:
    """Choose for each organisation, of its names with their days, the one nearest to ``on``."""
    best: dict[int, tuple[int, str]] = {}
    for pk, name, valid in rows:
        distance = _distance(valid.lower, valid.upper, on)
        if pk not in best or distance < best[pk][0]:
            best[pk] = (distance, name)
    return {pk: name for pk, (_, name) in best.items()}


def _distance(lower: date | None, upper: date | None, on: date) -> int:
    """Return the days between ``on`` and the span (0 when it holds)."""
    if lower and on < lower:
        return (lower - on).days
    if upper and on >= upper:
        return (on - upper + timedelta(days=1)).days
    return 0


def name_of(organisation: Organisation, *, on: date) -> str:
    return names([organisation.pk], on=on).get(organisation.pk, organisation.code)


def profile_of(organisation: Organisation, *, on: date) -> OrganisationProfile:
    """Return the profile of ``on``, else the nearest one (see ``names``)."""
    rows = list(OrganisationProfile.objects.filter(organisation=organisation))
    return min(rows, key=lambda row: _distance(row.valid.lower, row.valid.upper, on))


def unscoped_superior_ids(
    organisation: int, *, on: date, hierarchy: int = HierarchyId.COMMAND
) -> list[int]:
    """Return the ids above ``organisation`` on ``on``, nearest first."""
    return list(
        Lineage.objects.on(on)
        .filter(hierarchy_id=hierarchy, descendant_id=organisation, depth__gt=0)
        .order_by("depth")
        .values_list("ancestor_id", flat=True)
    )


def unscoped_parent(
    organisation: int, *, on: date, hierarchy: int = HierarchyId.COMMAND
) -> Organisation | None:
    placement = (
        Placement.objects.on(on)
        .filter(hierarchy_id=hierarchy, child_id=organisation)
        .select_related("parent")
        .first()
    )
    return placement.parent if placement else None


def successors(organisation: Organisation) -> QuerySet[Organisation]:
    """Return the organisations that events made of this one (followed by search and statistics)."""
    return _related(organisation, "ORIGINAL", ("RESULTING",))


def predecessors(organisation: Organisation) -> QuerySet[Organisation]:
    return _related(organisation, "RESULTING", ("ORIGINAL",))


def _related(
    organisation: Organisation, own: str, others: tuple[str, ...]
) -> QuerySet[Organisation]:
    events = (
        OrganisationEventUnit.objects.filter(organisation=organisation, role=own)
        .filter(event__state__in=IN_FORCE)
        .values("event_id")
    )
    return (
        Organisation.objects.filter(event_parts__event_id__in=events, event_parts__role__in=others)
        .exclude(pk=organisation.pk)
        .distinct()
    )
