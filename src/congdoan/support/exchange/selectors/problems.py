"""What is wrong with a plan, by type: how many rows, and how many one click would put right."""

from dataclasses import dataclass
import hashlib
import json
import re
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.rules.kinds import ERROR, WARNING, ImportKind

# "9 - severity" is how the index import_row_queue has it: of a million rows only the bad are read.
_TYPES = """
SELECT p ->> 'column', p ->> 'text', max((p ->> 'severity')::int), count(*), count(p ->> 'fix')
FROM exchange_importrow, jsonb_array_elements(problems) p
WHERE batch_id = %s AND state IN ('WAITING', 'REFUSED') AND 9 - severity < 9
  AND (p ->> 'severity')::int > 0
GROUP BY 1, 2 ORDER BY 3 DESC, 4 DESC, 1, 2
"""
_PLACE = re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class ProblemType:
    """One kind of problem of one column."""

    column: str
    #: The column as people know it; empty when the whole row is meant.
    label: str
    text: str
    severity: int
    rows: int
    fixable: int

    @property
    def code(self) -> str:
        """Return what stands for the type in an address."""
        return hashlib.sha256(f"{self.column}:{self.text}".encode()).hexdigest()[:12]

    @property
    def sentence(self) -> str:
        """Return the sentence without one row's words."""
        return _PLACE.sub("…", gettext(self.text))

    @property
    def is_error(self) -> bool:
        return self.severity >= ERROR

    @property
    def is_warning(self) -> bool:
        return self.severity == WARNING


def problem_types(batch: ImportBatch, kind: ImportKind | None) -> list[ProblemType]:
    """Return the types of a batch the caller has checked, worst and most frequent first."""
    labels = {column.code: column.label for column in kind.columns} if kind else {}
    with connection.cursor() as cursor:
        cursor.execute(_TYPES, [batch.pk])
        return [
            ProblemType(column, gettext(labels[column]) if column in labels else "", *rest)
            for column, *rest in cursor.fetchall()
        ]


def problem_type(batch: ImportBatch, kind: ImportKind | None, code: str) -> ProblemType | None:
    return next((one for one in problem_types(batch, kind) if one.code == code), None)


def having(problem: ProblemType) -> dict[str, Any]:
    """Return the condition on rows that have a problem of this type."""
    return {"problems__contains": [{"column": problem.column, "text": problem.text}]}


# Values nobody knows, with what they may mean (``values.near``): each asked of people once.
_UNKNOWN = """
SELECT p ->> 'column', p #>> '{values,into}', p #>> '{values,of}', p #> '{values,near}', count(*)
FROM exchange_importrow, jsonb_array_elements(problems) p
WHERE batch_id = %s AND state IN ('WAITING', 'REFUSED') AND 9 - severity < 9
  AND p #> '{values,near}' IS NOT NULL
GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 3 LIMIT 20
"""


@dataclass(frozen=True)
class Unknown:
    """One value nobody knows, what it may mean, and how many rows hold it."""

    column: str
    label: str
    #: The column that is written over.
    into: str
    value: str
    #: (text, what people call it), the likeliest first.
    near: list[tuple[str, str]]
    rows: int


def unknown_values(batch: ImportBatch, kind: ImportKind | None) -> list[Unknown]:
    """Return the most frequent unknown values of a batch the caller has checked."""
    labels = {column.code: column.label for column in kind.columns} if kind else {}
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN, [batch.pk])
        return [
            Unknown(
                column,
                gettext(labels[column]) if column in labels else "",
                into,
                value,
                [(text, name) for text, name in json.loads(near)],
                rows,
            )
            for column, into, value, near, rows in cursor.fetchall()
        ]
