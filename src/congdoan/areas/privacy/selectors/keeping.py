"""Who answers for papers about somebody's data when the union they were raised at is no more."""

from datetime import date, timedelta

from congdoan.kernel.organisations.api import successors, unscoped_parent
from congdoan.kernel.organisations.models import Organisation

#: Chains of mergers longer than this do not happen; it ends a walk in circles.
_STEPS = 20


def unscoped_heir(organisation: Organisation, *, on: date) -> Organisation:
    """Return who stands for a union on a day: itself, what it became, or the superior it had."""
    waiting, seen = [organisation], {organisation.pk}
    while waiting and len(seen) < _STEPS:
        one = waiting.pop(0)
        if one.exists_on(on):
            return one
        fresh = [row for row in successors(one).order_by("pk") if row.pk not in seen]
        seen.update(row.pk for row in fresh)
        waiting += fresh
    one = organisation
    for _step in range(_STEPS):
        if one.exists_on(on) or one.valid.upper is None:
            return one
        parent = unscoped_parent(one.pk, on=one.valid.upper - timedelta(days=1))
        if parent is None:
            return organisation
        one = parent
    return organisation
