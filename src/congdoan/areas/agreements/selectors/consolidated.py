"""The text in force on a day, and what changed from one day to another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from congdoan.areas.agreements.enums import AmendmentState
from congdoan.areas.agreements.models import Agreement, Amendment, AmendmentChange, Version
from congdoan.areas.agreements.rules.consolidating import (
    Addendum,
    Change,
    Entry,
    EntryLine,
    amend,
    consolidate,
    outlined,
    wording_of,
)
from congdoan.areas.agreements.selectors.text import clauses_of, current_version

_CHANGES = Prefetch(
    "changes", AmendmentChange.objects.select_related("lead_party").order_by("order", "pk")
)


def with_changes(amendments: "Iterable[Amendment] | Any") -> list[Amendment]:
    """Return amendments with their changes; two queries."""
    return list(amendments.prefetch_related(_CHANGES))


def in_force_on(agreement: Agreement, day: date | None) -> list[Amendment]:
    """Return the signed addenda that change the text on ``day`` (None: all of them)."""
    rows = agreement.amendments.agreed()
    return with_changes(rows if day is None else rows.filter(effective_on__lte=day))


def as_addendum(amendment: Amendment) -> Addendum:
    return Addendum(
        amendment.pk,
        amendment.number,
        amendment.effective_on,
        [as_change(change) for change in amendment.changes.all()],
    )


def as_change(change: AmendmentChange) -> Change:
    return Change(
        kind=change.kind,
        clause=change.clause,
        wording=wording_of(change),
        anchor=change.anchor,
        number=None if change.ordinal is None else (change.ordinal, change.suffix),
        lead_party=change.lead_party,
    )


def consolidated(agreement: Agreement, *, on: date) -> list[EntryLine]:
    """
    Return the text in force on ``on``: the signed text with the addenda of that day.

    Three queries, whatever the number of clauses and addenda.
    """
    return outlined(_entries(current_version(agreement), in_force_on(agreement, on)))


def _entries(version: Version, amendments: Sequence[Amendment]) -> list[Entry]:
    return consolidate(clauses_of(version), map(as_addendum, amendments))


def text_before(amendment: Amendment) -> list[EntryLine]:
    """
    Return the text an addendum changes: with all that are frozen or signed before it.

    One that waits for signatures counts: its numbers are taken.
    """
    others = amendment.agreement.amendments.exclude(pk=amendment.pk)
    before = Q(state__in=[AmendmentState.SIGNED, AmendmentState.EFFECTIVE, AmendmentState.FROZEN])
    if amendment.number is not None:
        before &= Q(number__lt=amendment.number)
    rows = with_changes(others.filter(before).order_by("effective_on", "number", "pk"))
    return outlined(_entries(current_version(amendment.agreement), rows))


def text_with(amendment: Amendment) -> list[EntryLine]:
    """Return the text as it would read with the changes of ``amendment``."""
    entries = [line.item for line in text_before(amendment)]
    (kept,) = with_changes(Amendment.objects.filter(pk=amendment.pk))
    return outlined(amend(entries, as_addendum(kept)))


def turning_days(agreement: Agreement) -> list[date]:
    """Return the days the text changed: its first, and the first of each addendum."""
    first = agreement.effective_on or agreement.first_day
    days = agreement.amendments.agreed().values_list("effective_on", flat=True)
    return sorted({first, *(day for day in days if day is not None)})


@dataclass(frozen=True)
class Difference:
    """One clause on two days; ``kind`` says what became of it."""

    kind: str
    line: EntryLine
    old: EntryLine | None = None
    new: EntryLine | None = None


def differences(old: Sequence[EntryLine], new: Sequence[EntryLine]) -> list[Difference]:
    """Return every line of the newer text with what became of it, in the order of the text."""
    before: Mapping[Any, EntryLine] = {line.item.stable_id: line for line in old}
    return list(_differences(before, new))


def _differences(before: Mapping[Any, EntryLine], new: Sequence[EntryLine]) -> Iterator[Difference]:
    for line in new:
        was = before.get(line.item.stable_id)
        if was is None:
            yield Difference("added", line, None, line)
        elif line.item.removed and not was.item.removed:
            yield Difference("removed", line, was, None)
        elif line.item.wording != was.item.wording:
            yield Difference("changed", line, was, line)
        else:
            yield Difference("same", line, was, line)
