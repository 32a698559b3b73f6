"""
Moving what an event wrote: the day its rows begin or end, whom they hang under, the name they say.

The event's own way back (``services.ledger``) names its rows: those it created begin with it, those
it changed end with it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.formats import date_format

from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import overlap, span
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile, Placement
from congdoan.kernel.organisations.services.ledger import TABLES, Ledger, read_value

Steps = Iterable[Mapping[str, Any]]


class NeighbourStands(Refusal):
    """Ngày {day} không vừa vì đã có thay đổi khác của cùng đơn vị ở giữa hai ngày; hãy chọn ngày khác, hoặc hoàn tác, đính chính thay đổi đó trước."""  # noqa: E501


def shift_rows(ledger: Ledger, steps: Steps, was: date, now: date) -> None:
    """
    Let the event's rows begin and end on ``now`` instead of ``was``.

    Neighbours that meet on that day are moved the shorter first: at no moment do two hold one day.

    :raises NeighbourStands: when another change stands between the two days, or took a row away
    """
    begin, end = [], []
    for step in steps:
        row = _row(step)
        if step["op"] == "removed":
            lower = read_value(step["row"]["valid"]).lower
            if lower is None or lower < now:
                raise _stands(now)
        elif step["op"] == "created":
            begin += [row] if _begins(row, was, now) else []
        elif "valid" in step["old"]:
            end.append((row, _cut(row, read_value(step["old"]["valid"]).upper, was, now)))
    changes = [(row, span(now, row.valid.upper)) for row in begin]
    changes = [*end, *changes] if now < was else [*changes, *end]
    for row, valid in changes:
        ledger.change(row, valid=valid)


def _row(step: Mapping[str, Any]) -> Any:
    if step["op"] == "removed":
        return None
    return TABLES[step["table"]]._default_manager.filter(pk=step["id"]).first()  # noqa: SLF001


def _begins(row: Any, was: date, now: date) -> bool:
    """Tell whether a row of the event begins with it and can begin on the other day."""
    if row is None or (row.valid.upper is not None and row.valid.upper <= now):
        raise _stands(now)
    if row.valid.lower == was:
        return True
    if row.valid.lower < max(was, now):  # put in the place of a later one, which begins too soon
        raise _stands(now)
    return False


def _cut(row: Any, until: date | None, was: date, now: date) -> Any:
    if row is None or row.valid.upper != was or row.valid.lower >= now:
        raise _stands(now)
    if until is not None and until < now:
        raise _stands(now)
    return span(row.valid.lower, now)


def _stands(day: date) -> NeighbourStands:
    return NeighbourStands(day=date_format(day, "d/m/Y"))


def _created(steps: Steps, model: type[models.Model]) -> list[int]:
    return [
        step["id"] for step in steps if step["op"] == "created" and TABLES[step["table"]] is model
    ]


def retarget_rows(ledger: Ledger, steps: Steps, old: int, new: Organisation) -> None:
    """
    Hang what the event hung under ``old`` under ``new``.

    :raises NeighbourStands: when ``new`` does not exist on all of those days
    """
    rows = Placement.objects.filter(pk__in=_created(steps, Placement), parent_id=old)
    for row in rows.select_related("child"):
        if row.child_id == new.pk or overlap(row.valid, new.valid) != row.valid:
            raise _stands(row.valid.lower)
        ledger.change(row, parent_id=new.pk)


def rename_rows(ledger: Ledger, steps: Steps, name: str, short_name: str) -> None:
    """Say the other name from the event on, until somebody gave the organisation another one."""
    for first in OrganisationProfile.objects.filter(pk__in=_created(steps, OrganisationProfile)):
        wrong = (first.name, first.short_name)
        later = OrganisationProfile.objects.filter(
            organisation_id=first.organisation_id, valid__startswith__gte=first.valid.lower
        )
        for row in later.order_by("valid"):
            if (row.name, row.short_name) != wrong:
                break
            fresh = OrganisationProfile(name=name, short_name=short_name)
            fresh.settle_keys()
            ledger.change(
                row,
                name=fresh.name,
                short_name=fresh.short_name,
                sort_key=fresh.sort_key,
                folded=fresh.folded,
            )
