"""How far the drafting of a branch has come, and what stands in its way."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from congdoan.areas.agreements.enums import Standing, Verdict
from congdoan.areas.agreements.models import Cascade, CascadeRun, CascadeUnit
from congdoan.areas.agreements.rules import cascade as rules
from congdoan.areas.agreements.rules import variables
from congdoan.areas.agreements.rules.sheet import Sheet
from congdoan.areas.agreements.selectors.cascade import covered
from congdoan.areas.agreements.selectors.filling import facts_of
from congdoan.foundation.vietnamese import sort_key

#: Units looked through before a run; a larger branch learns what is missing by its verdicts.
LOOKED_THROUGH = 2_000


@dataclass(frozen=True)
class Lack:
    """A unit that would get no draft as things stand, and why."""

    unit: int
    name: str
    missing: tuple[str, ...]
    partners: int


def last_run(cascade: Cascade) -> CascadeRun | None:
    return cascade.runs.order_by("-pk").first()


def unscoped_runs(cascade: int) -> list[CascadeRun]:
    """Return the runs of a cascade, newest first."""
    return list(CascadeRun.objects.filter(cascade=cascade).order_by("-pk"))


def progress_of(run: CascadeRun) -> "Counter[str]":
    """Return how many of a run's units have which verdict."""
    rows = run.units.order_by().values("verdict").annotate(count=Count("pk"))
    return Counter({row["verdict"]: row["count"] for row in rows})


def run_rows(cascade: Cascade) -> QuerySet[CascadeUnit]:
    """Return every unit of a cascade that has a verdict."""
    judged = CascadeUnit.objects.filter(cascade=cascade).exclude(verdict=Verdict.NONE)
    return judged.select_related("unit")


def unit_row(cascade: Cascade, unit: int) -> CascadeUnit | None:
    return CascadeUnit.objects.filter(cascade=cascade, unit=unit).first()


def waiting_units(cascade: Cascade, *, on: date) -> list[int]:
    """Return the units in scope that have neither draft nor agreement."""
    rows = covered(cascade, on=on).values_list("organisation_id", "best")
    return [unit for unit, best in rows if rules.standing(best) in {Standing.NONE, Standing.OVER}]


def lacking(
    cascade: Cascade, units: Sequence[int], lines: Sheet, run: CascadeRun | None, *, on: date
) -> list[Lack]:
    """
    Return the units whose draft would miss a value or a counterpart, by name.

    The template's own places count only where they are filled unit by unit: one value for all is
    asked for once, not in every line.
    """
    looked = list(units[:LOOKED_THROUGH])
    rows = {
        row.unit_id: row for row in CascadeUnit.objects.filter(cascade=cascade, unit__in=looked)
    }
    chosen = {pk: row.partner_id for pk, row in rows.items() if row.partner_id}
    single = {key for row in rows.values() for key in row.values}
    wanted = [one for one in variables.places(lines) if one.code or one.key in single]
    found = []
    for one in facts_of(cascade, looked, on=on, chosen=chosen).values():
        row = rows.get(one.unit)
        _values, missing = variables.values_by_place(
            wanted, one.known, run.values if run else {}, row.values if row else {}
        )
        if missing or one.partner is None:
            found.append(Lack(one.unit, one.name, tuple(missing), len(one.partners)))
    return sorted(found, key=lambda lack: sort_key(lack.name))
