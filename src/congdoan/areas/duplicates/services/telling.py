"""Telling the officers of both units that a record of theirs was merged, or parted again."""

from collections.abc import Iterable
from datetime import date, datetime

from congdoan.areas.duplicates.models import Merge
from congdoan.foundation.actor import Actor
from congdoan.kernel.people.models import Office
from congdoan.support.notifications.api import notify

TOLD = ("PRESIDENT", "VICE_PRESIDENT", "SPECIALIST")


def tell_units(
    *, actor: Actor, merge: Merge, units: Iterable[int], what: str, on: date, at: datetime
) -> None:
    """Tell them the name, and no more of the other unit."""
    offices = Office.objects.on(on).filter(organisation_id__in=set(units), position__in=TOLD)
    notify(
        actor=actor,
        kind=f"duplicates.{what}",
        key=f"duplicates.{merge.pk}.{what}",
        at=at,
        people=set(offices.values_list("person_id", flat=True)),
        context={"by": actor.name, "name": merge.survivor.full_name},
    )
