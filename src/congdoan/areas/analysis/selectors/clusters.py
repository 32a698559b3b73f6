"""Clusters (cụm, khối) whose units are compared, as they stood on the round's day."""

from datetime import date
from typing import Any

from django.db.models import Q

from congdoan.areas.analysis import policies
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.enums import GroupingKind
from congdoan.kernel.organisations.models import Grouping, GroupingMember

_MOST = 200
#: Service areas hold communes, clubs hold people: neither reports.
_OF_UNIONS = [GroupingKind.CLUSTER, GroupingKind.BLOCK]


def clusters_of(actor: Actor, on: date) -> list[Grouping]:
    """Return the clusters of a day made by whom the actor reaches, or one's own unit is in."""
    within: Any = actor.within(policies.VIEW, "superior_id")
    own = GroupingMember.objects.on(on).filter(organisation_id=actor.organisation_id or 0)
    rows = Grouping.objects.on(on).filter(
        Q(within) | Q(pk__in=own.values("grouping_id")), kind__in=_OF_UNIONS
    )
    return list(rows.order_by("folded", "pk")[:_MOST])


def units_of(cluster: Grouping, on: date) -> list[int]:
    """Return who belonged to a cluster on a day."""
    rows = GroupingMember.objects.on(on).filter(grouping=cluster)
    return list(rows.order_by("organisation_id").values_list("organisation_id", flat=True))
