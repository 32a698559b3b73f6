"""Rows of a plan as programs read them: sentences, and what is proposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from congdoan.support.exchange.enums import Plan, RowState, Severity
from congdoan.support.exchange.models import ImportBatch, ImportRow
from congdoan.support.exchange.rules.kinds import find_kind
from congdoan.support.exchange.rules.sealing import Sealer
from congdoan.support.exchange.selectors.rows import said

_WRITES = Q(plan__in=[Plan.CREATE, Plan.UPDATE])
_OPEN = Q(state__in=[RowState.WAITING, RowState.REFUSED])
#: What a caller may ask for → which rows it is.
SHOWN = {
    "problems": _OPEN & (Q(plan__in=[Plan.ERROR, Plan.ASK]) | Q(severity__gte=Severity.WARNING)),
    "errors": _OPEN & Q(plan=Plan.ERROR),
    "asked": _OPEN & Q(plan=Plan.ASK),
    "warnings": _OPEN & _WRITES & Q(severity=Severity.WARNING),
    "done": Q(state=RowState.DONE),
    "all": Q(),
}


@dataclass(frozen=True)
class ToldProblem:
    column: str
    label: str
    severity: str
    text: str
    #: What the cell should hold instead, where that is known.
    suggestion: str | None


@dataclass(frozen=True)
class ToldRow:
    row: ImportRow
    problems: list[ToldProblem]


def shown_rows(batch: ImportBatch, show: str) -> QuerySet[ImportRow]:
    """Return the rows of a batch the caller has checked, in the order of the file."""
    return batch.rows.filter(SHOWN[show]).order_by("n")


def told_rows(batch: ImportBatch, rows: Iterable[ImportRow]) -> list[ToldRow]:
    kind = find_kind(batch.kind)
    columns = kind.columns if kind else ()
    labels = {column.code: column.label for column in columns}
    sealer = Sealer(columns, batch.mapping)
    return [ToldRow(row, [_told(one, labels, sealer) for one in row.problems]) for row in rows]


def _told(problem: dict[str, Any], labels: dict[str, str], sealer: Sealer) -> ToldProblem:
    column = problem["column"]
    return ToldProblem(
        column,
        gettext(labels[column]) if column in labels else "",
        Severity(problem["severity"]).name,
        said(problem),
        sealer.fix_of(problem) if "fix" in problem else None,
    )
