from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from congdoan.foundation.valid_time import span
from congdoan.kernel.periods.models import Period
from congdoan.kernel.periods.rules.tiling import Stretch, calendar_stretches, school_years
from congdoan.kernel.rulebook import api as rulebook

FIRST_YEAR = 2013
LAST_YEAR = 2035
_LOCK = 7_301_002


@dataclass(frozen=True)
class Loaded:
    """What a loading did."""

    added: int
    changed: int
    unchanged: int


@transaction.atomic
def load_periods(*, first: int = FIRST_YEAR, last: int = LAST_YEAR) -> Loaded:
    """
    Store the periods that are the same for everybody; safe to run again.

    The school year's boundary is the rule of each year, so a changed rule moves the rows; a period
    is known by its code and never removed, since reports and duties point to it.

    :raises NoRuleInForce: when the rulebook has not been loaded
    """
    wanted = [*calendar_stretches(first, last), *school_years(first, last, school_year_begins)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SET CONSTRAINTS period_one_at_a_time DEFERRED")
    standing = {row.code: row for row in Period.objects.counted()}
    added = changed = 0
    for stretch in wanted:
        row = standing.get(stretch.code)
        if row is None:
            standing[stretch.code] = _add(stretch, standing)
            added += 1
        elif _move(row, stretch):
            changed += 1
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS period_one_at_a_time IMMEDIATE")
    return Loaded(added, changed, len(wanted) - added - changed)


def school_year_begins(year: int) -> date:
    """Return the first day of the school year that opens in ``year``."""
    rule = rulebook.value("period.school_year_begins", on=date(year, 1, 1))
    return date(year, rule["month"], rule["day"])


def _add(stretch: Stretch, standing: dict[str, Period]) -> Period:
    return Period.objects.create(
        kind=stretch.kind,
        code=stretch.code,
        label=stretch.label,
        valid=span(stretch.start, stretch.until),
        parent=standing[stretch.parent] if stretch.parent else None,
    )


def _move(row: Period, stretch: Stretch) -> bool:
    valid = span(stretch.start, stretch.until)
    if (row.valid, row.label) == (valid, stretch.label):
        return False
    row.valid, row.label = valid, stretch.label
    row.save(update_fields=["valid", "label"])
    return True
