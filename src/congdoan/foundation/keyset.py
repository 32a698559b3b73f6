"""
Pages by key: "the next 50 after this row" instead of OFFSET.

A page costs the same at the start and at the end of 130,000 rows, and rows inserted meanwhile
neither repeat nor vanish. The place is a token of the row's sort values in the address.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
import json
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BooleanField, F, Field, Func, QuerySet, Value


@dataclass(frozen=True)
class Page:
    """Rows, and the tokens of the neighbouring pages (empty where there is none)."""

    rows: list[Any]
    before: str
    after: str


class _Compare(Func):
    """``(a, b) > (x, y)``: PostgreSQL answers it from one index."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, *expressions: Any, sign: str) -> None:
        super().__init__(*expressions)
        self.sign = sign

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, list[Any]]:
        parts, values = [], []
        for expression in self.source_expressions:
            sql, params = compiler.compile(expression)
            parts.append(sql)
            values.extend(params)
        half = len(parts) // 2
        left, right = ", ".join(parts[:half]), ", ".join(parts[half:])
        return f"(({left}) {self.sign} ({right}))", values


class Keyset:
    """
    One order over a queryset: ``names`` (never null), the primary key last, one direction.

    ``load`` returns the rows of given keys with all that is shown of them. With it a page first
    chooses keys, which an index can hold, and only then reads fifty rows, not those of the branch.
    """

    def __init__(
        self,
        rows: QuerySet[Any],
        names: Sequence[str],
        *,
        downward: bool,
        load: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None,
    ) -> None:
        self.rows = rows
        self.load = load
        self.names = [name for name in names if name != "pk"] + ["pk"]
        self.downward = downward

    def page(self, size: int, *, after: str = "", before: str = "") -> Page:
        """Return ``size`` rows after or before a token; a token nobody made means the start."""
        start = self._read(after) if after else None
        end = self._read(before) if before and start is None else None
        if end is not None:
            found = self._first(self._slice(end, backward=True), size + 1)
            more = len(found) > size
            rows = found[:size][::-1]
            return Page(rows, self._token(rows[0]) if more else "", self._last(rows))
        found = self._first(self._slice(start, backward=False), size + 1)
        more = len(found) > size
        rows = found[:size]
        previous = self._token(rows[0]) if start is not None and rows else ""
        return Page(rows, previous, self._last(rows) if more else "")

    def _first(self, ordered: QuerySet[Any], count: int) -> list[Any]:
        if self.load is None:
            return list(ordered[:count])
        keys = ordered.values("pk")[:count]
        return list(self.load(keys).order_by(*ordered.query.order_by))

    def _slice(self, place: list[Any] | None, *, backward: bool) -> QuerySet[Any]:
        falling = self.downward != backward
        ordered = self.rows.order_by(*(f"-{name}" if falling else name for name in self.names))
        if place is None:
            return ordered
        values = [
            Value(value, output_field=self._field(name))
            for name, value in zip(self.names, place, strict=True)
        ]
        return ordered.filter(
            _Compare(*(F(name) for name in self.names), *values, sign="<" if falling else ">")
        )

    # --- tokens -----------------------------------------------------------------------------

    def _last(self, rows: list[Any]) -> str:
        return self._token(rows[-1]) if rows else ""

    def _token(self, row: Any) -> str:
        text = json.dumps([_read(row, name) for name in self.names], cls=DjangoJSONEncoder)
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _read(self, token: str) -> list[Any] | None:
        try:
            values = json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
            if not isinstance(values, list) or not all(map(_storable, values)):
                return None
            return [
                self._field(name).to_python(value)
                for name, value in zip(self.names, values, strict=True)
            ]
        except (ValueError, TypeError, ValidationError):
            return None

    def _field(self, name: str) -> "Field[Any, Any]":
        annotation = self.rows.query.annotations.get(name)
        if annotation is not None:
            return annotation.output_field
        model: Any = self.rows.model
        field: Field[Any, Any] | None = None
        for step in name.split("__"):
            field = model._meta.pk if step == "pk" else model._meta.get_field(step)
            model = getattr(field, "related_model", None) or model
        if field is None:
            raise FieldDoesNotExist(name)
        return field


def _storable(value: Any) -> bool:
    """Tell whether a column could hold it: anybody can type a token into the address."""
    if isinstance(value, str):
        return "\0" not in value
    return not isinstance(value, int) or abs(value) < 2**63


def _read(row: Any, name: str) -> Any:
    for step in name.split("__"):
        row = row[step] if isinstance(row, dict) else getattr(row, step)
    return row
