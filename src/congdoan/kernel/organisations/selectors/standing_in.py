"""Who answers for organisations that are no more."""

from collections.abc import Collection
from datetime import date, timedelta

from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation


def unscoped_stand_ins(organisations: Collection[int], *, on: date) -> dict[int, int]:
    """
    Return who answers for units that no longer exist ``on`` a day: the nearest superior that does.

    As they stood the day before. Two queries, however many units.
    """
    above = (
        Lineage.objects.on(on - timedelta(days=1))
        .filter(hierarchy_id=HierarchyId.COMMAND, descendant__in=list(organisations), depth__gt=0)
        .order_by("descendant", "depth")
        .values_list("descendant_id", "ancestor_id")
    )
    pairs = list(above)
    lasting = set(
        Organisation.objects.on(on)
        .filter(pk__in={ancestor for _unit, ancestor in pairs})
        .values_list("pk", flat=True)
    )
    found: dict[int, int] = {}
    for unit, ancestor in pairs:
        if ancestor in lasting:
            found.setdefault(unit, ancestor)
    return found
