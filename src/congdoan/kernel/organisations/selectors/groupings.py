"""Groupings and counterparts an actor may look at."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.vietnamese import sort_key
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import (
    Counterpart,
    Grouping,
    GroupingMember,
    Organisation,
)
from congdoan.kernel.organisations.selectors import names


@dataclass(frozen=True)
class GroupingRow:
    grouping: Grouping
    superior: str
    members: int


@dataclass(frozen=True)
class MemberRow:
    member: GroupingMember
    name: str


def grouping_rows(actor: Actor) -> list[GroupingRow]:
    """Return the groupings of the actor's branches on the day; three queries."""
    found = list(
        Grouping.objects.on(actor.as_of)
        .filter(superior__in=actor.reach(policies.VIEW))
        .order_by("kind", "folded")[:500]
    )
    counts = Counter(
        GroupingMember.objects.on(actor.as_of)
        .filter(grouping__in=found)
        .values_list("grouping_id", flat=True)
    )
    known = names({row.superior_id for row in found}, on=actor.as_of)
    return [GroupingRow(row, known[row.superior_id], counts[row.pk]) for row in found]


def visible_grouping(actor: Actor, pk: int) -> Grouping:
    """:raises NotFound: when there is none within the actor's view."""
    grouping = Grouping.objects.select_related("superior").filter(pk=pk).first()
    if grouping is None or not actor.may(policies.VIEW, on=grouping.superior):
        raise NotFound
    return grouping


def members_of(grouping: Grouping, day: date) -> list[MemberRow]:
    rows = list(GroupingMember.objects.on(day).filter(grouping=grouping))
    known = names([row.organisation_id for row in rows], on=day)
    found = [MemberRow(row, known[row.organisation_id]) for row in rows]
    return sorted(found, key=lambda row: sort_key(row.name))


def visible_counterpart(actor: Actor, organisation: int, other: int) -> Counterpart:
    """:raises NotFound: when the two are not linked today or are out of view."""
    links = Counterpart.objects.on(actor.today).select_related("union")
    link = links.filter(union_id=organisation, partner_id=other).first()
    if link is None or not actor.may(policies.VIEW, on=link.union):
        raise NotFound
    return link


def known_partner(pk: int) -> Organisation:
    """
    Return a partner by id; partners may be linked by any union, nobody of the unions is above them.

    :raises NotFound: when there is no such partner
    """
    partner = Organisation.objects.filter(pk=pk, family=Family.PARTNER).first()
    if partner is None:
        raise NotFound
    return partner
