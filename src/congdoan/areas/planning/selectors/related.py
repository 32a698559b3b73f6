"""
What a unit has to do in a period besides its own plan: ordered by documents, owed by agreements.

Shown, never copied: read from those slices each time, with the rights they ask.
"""

from dataclasses import dataclass
from datetime import date

from congdoan.areas.agreements.api import OwedDuty, duties_owed
from congdoan.areas.documents.api import UnitOrder, orders_at
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import Organisation

#: Of each kind on one page.
MOST = 100


@dataclass(frozen=True)
class Related:
    orders: list[UnitOrder]
    duties: list[OwedDuty]

    def __bool__(self) -> bool:
        return bool(self.orders or self.duties)


def related(actor: Actor, unit: Organisation, *, first: date, last: date) -> Related:
    """Return what is due from ``first`` to ``last`` at a unit, as far as the actor may see it."""
    return Related(
        orders_at(actor, unit, first=first, last=last, most=MOST),
        duties_owed(actor, unit, first=first, last=last, most=MOST),
    )
