"""The text in force on a day, and what changed from one day to another."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.enums import AmendmentState
from congdoan.areas.agreements.models import (
    Agreement,
    Amendment,
    AmendmentChange,
    AmendmentQuerySet,
    Version,
)
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
from congdoan.areas.agreements.selectors.comparing import as_lines
from congdoan.areas.agreements.selectors.text import clauses_of, current_version
from congdoan.support.comparison.api import Comparison, Line, compare

_CHANGES = Prefetch(
    "changes", AmendmentChange.objects.select_related("lead_party").order_by("order", "pk")
)


def with_changes(amendments: AmendmentQuerySet) -> list[Amendment]:
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


def lines_in_force(agreement: Agreement, *, on: date) -> list[Line]:
    """Return what is in force on a day to be compared, without what was abolished."""
    lines = consolidated(agreement, on=on)
    return as_lines(line for line in lines if line.item.removed is None)


def redline(agreement: Agreement, *, since: date, until: date) -> Comparison:
    """Return what changed in the text in force from one day to another."""
    return compare(lines_in_force(agreement, on=since), lines_in_force(agreement, on=until))


def addenda_by_line(lines: Sequence[EntryLine]) -> dict[str, str]:
    """Return by line id which addenda changed it, in words, for a redline."""
    with override("vi"):
        return {
            line.item.stable_id.hex: _("Phụ lục số {numbers}").format(
                numbers=", ".join(str(touch.number) for touch in line.item.touches)
            )
            for line in lines
            if line.item.touches
        }
