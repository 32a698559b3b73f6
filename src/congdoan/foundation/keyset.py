"""
Pages by key: "the next 50 after this row" instead of OFFSET.

A page costs the same at the start and at the end of 130,000 rows, and rows inserted meanwhile
neither repeat nor vanish. The place is a token of the row's sort values in the address.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
import json
from typing import Any

from django.core.exceptions import EmptyResultSet, FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import BooleanField, F, Field, Func, Model, QuerySet, Value

from congdoan.foundation.counting import COUNT_CAP, LongList, capped_count


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
    """One order over a queryset: ``names`` (never null), the primary key last, one direction."""

    #: Counted no further than this.
    cap = COUNT_CAP

    def __init__(self, rows: QuerySet[Any], names: Sequence[str], *, downward: bool) -> None:
        self.rows = rows
        self.names = [name for name in names if name != "pk"] + ["pk"]
        self.downward = downward

    def count(self) -> int:
        """Return how many rows there are, or one more than the cap for all that are more."""
        return capped_count(self.rows)

    def page(self, size: int, *, after: str = "", before: str = "") -> Page:
        """Return ``size`` rows after or before a token; a token nobody made means the start."""
        start = self._read(after) if after else None
        end = self._read(before) if before and start is None else None
        if end is not None:
            found = self._first(size + 1, end, backward=True)
            more = len(found) > size
            rows = found[:size][::-1]
            return Page(rows, self.token(rows[0]) if more else "", self._last(rows))
        found = self._first(size + 1, start, backward=False)
        more = len(found) > size
        rows = found[:size]
        previous = self.token(rows[0]) if start is not None and rows else ""
        return Page(rows, previous, self._last(rows) if more else "")

    def _first(self, count: int, place: list[Any] | None, *, backward: bool) -> list[Any]:
        """Return the first ``count`` rows beyond ``place``, walking backward or not."""
        falling = self.downward != backward
        ordered = self.rows.order_by(*(f"-{name}" if falling else name for name in self.names))
        if place is None:
            return list(ordered[:count])
        values = [
            Value(value, output_field=self._field(name))
            for name, value in zip(self.names, place, strict=True)
        ]
        compare = _Compare(*map(F, self.names), *values, sign="<" if falling else ">")
        return list(ordered.filter(compare)[:count])

    # --- tokens -----------------------------------------------------------------------------

    def _last(self, rows: list[Any]) -> str:
        return self.token(rows[-1]) if rows else ""

    def token(self, row: Any) -> str:
        """Return the address part that stands for a row."""
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


class KeysFirst(Keyset):
    """
    Chooses a page's keys before reading its rows: for long lists whose order an index holds.

    ``load`` returns the rows of given keys with all that is shown of them: fifty, not those of the
    branch. The ORM writes once which rows there are; keys and number are both asked of that
    statement. A list up to ``cap`` answers both at once: who walks a branch for its order has
    counted it. A longer one is not walked: its order comes from an index.
    """

    def __init__(
        self,
        rows: QuerySet[Any],
        names: Sequence[str],
        *,
        downward: bool,
        load: Callable[[Sequence[Any]], Iterable[Any]],
        cap: int = COUNT_CAP,
    ) -> None:
        super().__init__(rows, names, downward=downward)
        self.load = load
        self.cap = cap
        self._columns = [f"key{place}" for place in range(len(self.names))]
        #: How many rows there are, once that is known (``cap + 1`` for all that are more).
        self.counted: int | None = None
        try:
            sql, values = self._compiled(rows)
        except EmptyResultSet:  # Django knows that nothing can match
            sql, values = "", ()
            self.counted = 0
        self._sql, self._values = sql, list(values)
        self._long = LongList(sql, values, cap)

    def _compiled(self, rows: QuerySet[Any]) -> tuple[str, Sequence[Any]]:
        return rows.order_by().values_list(*self.names).query.sql_with_params()

    def count(self) -> int:
        if self.counted is not None:
            return self.counted
        if self._long.known:
            return self.cap + 1
        with connection.cursor() as cursor:
            sql = f"SELECT count(*) FROM ({self._sql} LIMIT {self.cap + 1}) AS found"  # noqa: S608
            cursor.execute(sql, self._values)
            return self._learn(cursor.fetchone()[0])

    def _learn(self, counted: int) -> int:
        if counted > self.cap:
            self._long.remember()
        self.counted = counted
        return counted

    def _first(self, count: int, place: list[Any] | None, *, backward: bool) -> list[Any]:
        if not self._sql:
            return []
        keys = self._chosen(count, place, falling=self.downward != backward)
        by_key = {row.pk: row for row in self.load(keys)}
        return [by_key[key] for key in keys if key in by_key]

    def _chosen(self, count: int, place: list[Any] | None, *, falling: bool) -> list[Any]:
        keys = self._counted_start(count) if place is None and not self._long.known else None
        return self._keys(count, place, falling=falling) if keys is None else keys

    def _counted_start(self, count: int) -> list[Any] | None:
        """Return the first keys and learn the number; None when there are more than the cap."""
        rows = self._ask("count(*) OVER ()", f"LIMIT {self.cap + 1}", self.downward, count)
        if self._learn(rows[0][1] if rows else 0) > self.cap:
            return None
        return [key for key, _counted in rows]

    def _keys(self, count: int, place: list[Any] | None, *, falling: bool) -> list[Any]:
        if place is None:
            return [key for key, _ in self._ask("NULL", "", falling, count)]
        marks = ", ".join(["%s"] * len(place))
        beyond = f"WHERE ({', '.join(self._columns)}) {'<' if falling else '>'} ({marks})"
        values = [
            self._field(name).get_db_prep_value(value, connection)
            for name, value in zip(self.names, place, strict=True)
        ]
        return [key for key, _ in self._ask("NULL", "", falling, count, beyond, values)]

    def _ask(
        self,
        also: str,
        limit: str,
        falling: bool,  # noqa: FBT001 - a private step
        count: int,
        beyond: str = "",
        values: Sequence[Any] = (),
    ) -> list[tuple[Any, Any]]:
        key, columns = self._columns[-1], ", ".join(self._columns)
        order = ", ".join(f"{column} DESC" if falling else column for column in self._columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {key}, {also} FROM ({self._sql} {limit}) AS found ({columns})"  # noqa: S608
                f" {beyond} ORDER BY {order} LIMIT {count}",
                [*self._values, *values],
            )
            found: list[tuple[Any, Any]] = cursor.fetchall()
            return found


def _storable(value: Any) -> bool:
    """Tell whether a column could hold it: anybody can type a token into the address."""
    if isinstance(value, str):
        return "\0" not in value
    return not isinstance(value, int) or abs(value) < 2**63


def _read(row: Any, name: str) -> Any:
    for step in name.split("__"):
        row = row[step] if isinstance(row, dict) else getattr(row, step)
    return row.pk if isinstance(row, Model) else row
