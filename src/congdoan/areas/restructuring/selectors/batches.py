"""A whole branch reorganised from one sheet (``exchange``): planned, or carried out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from congdoan.areas.restructuring.rules.acts import OF_ORIGINALS, Act
from congdoan.areas.restructuring.selectors.facts import Change, Dossier
from congdoan.areas.restructuring.selectors.issuing import common_superior, deciding
from congdoan.areas.restructuring.selectors.matters import (
    MattersAsked,
    asked_of,
    unscoped_matters,
)
from congdoan.areas.restructuring.selectors.recorded import by_name, recorded_dossier
from congdoan.areas.restructuring.selectors.sight import Counted, Sight, look
from congdoan.kernel.organisations.api import Decision, PlannedChange
from congdoan.kernel.organisations.enums import EndReason, EventKind, EventState
from congdoan.kernel.organisations.models import Organisation, OrganisationEvent
from congdoan.support.exchange.api import ImportBatch, rows_of
from congdoan.support.exchange.enums import BatchState, Plan, RowState

#: States of a batch whose rows are still a plan; and those with rows that were written.
PLANNED, WRITTEN = (BatchState.PLANNED,), (BatchState.RUNNING, BatchState.DONE)
_KINDS = {"MOVE": EventKind.TRANSFER, "MERGE": EventKind.MERGE_INTO}


def batch_dossier(batch: ImportBatch, *, today: date) -> Dossier | None:
    """Return what the sheet would decide or decided; None when there is nothing to print."""
    if batch.state in PLANNED:
        return _planned(batch, today)
    if batch.state not in WRITTEN:
        return None
    events = _events(batch)
    return recorded_dossier(events) if events else None


def _events(batch: ImportBatch) -> list[OrganisationEvent]:
    rows = rows_of(batch).filter(state=RowState.DONE).values_list("inverse__event", flat=True)
    found = OrganisationEvent.objects.filter(pk__in=set(rows)).exclude(state=EventState.UNDONE)
    return list(found.order_by("pk"))


def _planned(batch: ImportBatch, today: date) -> Dossier | None:
    parsed = list(
        rows_of(batch)
        .filter(plan=Plan.UPDATE)
        .order_by("rank", "n")
        .values_list("parsed", flat=True)
    )
    if not parsed:
        return None
    day = _day(batch.options.get("on")) or today
    codes = {row[column] for row in parsed for column in ("code", "target")} - {""}
    ids = dict(Organisation.objects.filter(code__in=codes).values_list("code", "pk"))
    groups = _groups(parsed, ids)
    changes = tuple(_change_asked(kind, target, units, day) for kind, target, units in groups)
    matters = unscoped_matters(MattersAsked(changes=changes))
    sight = look(ids.values(), day=day, counted=Counted(asked=asked_of(matters)))
    signed_on = _day(batch.options.get("decision_on")) or today
    eve = day - timedelta(days=1)
    said = batch.options.get("decided_by", "")
    about = {pk for _kind, _target, units in groups for pk in units}
    above = {sight.old[pk] for pk in about if pk in sight.old}
    start = common_superior(above - about or above, on=eve) if above else batch.organisation_id
    return Dossier(
        decision=Decision(
            batch.options.get("decision_no", ""), _day(batch.options.get("decision_on")), said
        ),
        signed_on=signed_on,
        on=day,
        issuer=deciding(start, said, on=signed_on, lived_on=eve, also=sight.old.values()),
        changes=tuple(_change(kind, target, units, sight) for kind, target, units in groups),
        is_draft=True,
        matters=matters,
    )


_Group = tuple[EventKind, int | None, list[int]]


def _groups(parsed: Iterable[Mapping[str, Any]], ids: Mapping[str, int]) -> list[_Group]:
    """Put the rows of one kind and one receiver together."""
    groups: dict[tuple[EventKind, int | None], list[int]] = {}
    for row in parsed:
        kind = _KINDS.get(row["act"]) or _ending(row["reason"])
        target = ids.get(row["target"]) if kind in _KINDS.values() else None
        if row["code"] in ids:
            groups.setdefault((kind, target), []).append(ids[row["code"]])
    return [(kind, target, units) for (kind, target), units in groups.items()]


def _ending(reason: str) -> EventKind:
    return EventKind.DISSOLVE if reason == EndReason.DISSOLVED else EventKind.END_OPERATION


def _change_asked(
    kind: EventKind, target: int | None, units: Sequence[int], day: date
) -> PlannedChange:
    results = (target,) if target and kind == EventKind.MERGE_INTO else ()
    return PlannedChange(kind, day, originals=tuple(units), results=results)


def _change(kind: EventKind, target: int | None, units: Sequence[int], sight: Sight) -> Change:
    act = OF_ORIGINALS[kind]
    name = sight.after.get(target, "") if target else ""
    heirs = (name,) if kind == EventKind.MERGE_INTO else ()
    moves = kind == EventKind.TRANSFER
    return Change(
        kind=kind,
        on=sight.day,
        originals=by_name(
            sight.unit(pk, act, heirs=heirs, new=name if moves else "", new_pk=target)
            for pk in units
        ),
        kept=(sight.unit(target, Act.RECEIVES),) if heirs and target else (),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
