"""For whom cards are made ready: the chosen, the filtered, all without, all to print anew."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from congdoan.areas.cards.enums import CardStanding, Who
from congdoan.areas.cards.selectors.holding import unscoped_holding
from congdoan.kernel.organisations.models import Organisation


def unscoped_people(rows: QuerySet) -> list[int]:  # type: ignore[type-arg]
    """Return the people of rows of ``unscoped_holding``, by name."""
    return list(rows.order_by("person__sort_key", "pk").values_list("person_id", flat=True))


def unscoped_ways(unit: Organisation, *, chosen: Sequence[int], on: date) -> dict[Who, QuerySet]:  # type: ignore[type-arg]
    """Return the rows behind each way of saying for whom (the filtered are the view's)."""
    rows = unscoped_holding(unit, on=on)
    return {
        Who.CHOSEN: rows.filter(person_id__in=chosen),
        Who.MISSING: rows.filter(standing=CardStanding.NONE),
        Who.STALE: rows.filter(standing=CardStanding.STALE),
        Who.EVERYBODY: rows,
    }
