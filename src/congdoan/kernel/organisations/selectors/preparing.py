"""Worksheets of reorganisations, and what their pages show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationProfile,
    Placement,
    Reorganisation,
)
from congdoan.kernel.organisations.selectors import names

#: A list of worksheets is looked through, not searched.
LISTED = 100


@dataclass(frozen=True)
class Row:
    """A worksheet in the list."""

    reorganisation: Reorganisation
    superior: str


@dataclass(frozen=True)
class Unit:
    """An organisation of a worksheet."""

    pk: int
    code: str
    name: str


def visible_reorganisation(actor: Actor, pk: int) -> Reorganisation:
    """:raises NotFound: when the actor may not decide on that branch"""
    found = _visible(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def reorganisation_rows(actor: Actor) -> list[Row]:
    """Return the newest worksheets of the branches the actor decides on; two queries."""
    rows = list(_visible(actor)[:LISTED])
    called = names([row.superior_id for row in rows], on=actor.today)
    return [Row(row, called.get(row.superior_id, "")) for row in rows]


def _visible(actor: Actor) -> QuerySet[Reorganisation]:
    within = actor.within(policies.CHANGE, "superior_id")
    return Reorganisation.objects.filter(within).select_related("superior", "event", "made_by")


def units(organisations: Sequence[int], reorganisation: Reorganisation) -> list[Unit]:
    """Return organisations with their names on the day, in the order given."""
    codes = dict(Organisation.objects.filter(pk__in=organisations).values_list("pk", "code"))
    called = names(organisations, on=reorganisation.on)
    return [Unit(pk, codes[pk], called.get(pk, codes[pk])) for pk in organisations if pk in codes]


def subordinates(originals: Sequence[int], reorganisation: Reorganisation) -> list[tuple[int, str]]:
    """Return whom the originals have directly below them on the day, by name."""
    children = (
        Placement.objects.on(reorganisation.on)
        .filter(parent_id__in=originals)
        .exclude(child_id__in=originals)
        .values("child_id")
    )
    profiles = OrganisationProfile.objects.on(reorganisation.on).filter(
        organisation_id__in=children
    )
    return list(profiles.order_by("sort_key").values_list("organisation_id", "name"))
