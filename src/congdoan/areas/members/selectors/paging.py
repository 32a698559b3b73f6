"""
Pages of the register, whatever the size of the branch.

A short branch is listed whole and put in order. A long one walks the index of names
(``membership_by_name``) and keeps who belongs to it: fifty are found after some thousand steps.
Where names are searched, the walk leaps from one fitting name to the next.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Subquery

from congdoan.areas.members.models import Membership
from congdoan.areas.members.selectors.searching import Search
from congdoan.foundation.counting import COUNT_CAP, LongList
from congdoan.foundation.keyset import KeysFirst
from congdoan.kernel.people.api import unscoped_name_keys

#: Up to so many, reading all members of a branch is faster than walking the country for fifty.
SHORT = 8_000
#: The same once filters leave fewer of those the walk passes.
SHORT_NARROWED = 30_000
#: From so many, whoever the walk meets mostly belongs: each is asked for by itself.
WIDE = 250_000
#: Counted to the end only where that is cheap: a narrowed long list says "200+".
NARROWED_CAP = 200

_Piece = tuple[str, Sequence[Any]]


class _Among(Func):
    """``organisation in (…)`` that PostgreSQL does not turn into a join: a walk keeps its order."""

    template = "(%(expressions)s) IS TRUE"
    arg_joiner = " IN "
    output_field = BooleanField()
    conditional = True


def breadth(size: int | None) -> int | None:
    """Return one size for all that are asked in the same way."""
    return SHORT + 1 if size is not None and SHORT < size <= WIDE else None


def walked_narrowed(size: int) -> bool:
    """Tell whether a branch of so many members is walked also when the list is narrowed."""
    return size > SHORT_NARROWED


def in_branch(units: QuerySet[Any, Any], *, size: int | None) -> Q | Func:
    """Return what keeps the members of ``units`` (ids), told how many those are."""
    if breadth(size) is None:
        return Q(organisation_id__in=units)
    return _Among(F("organisation_id"), Subquery(units))


class RegisterKeys(KeysFirst):
    """
    Chooses the keys of one page of memberships; ``size``: how many the branch has.

    ``written`` gives the statement of ``rows`` as they are, where it is known already.
    """

    def __init__(
        self,
        rows: QuerySet[Membership],
        names: Sequence[str],
        *,
        downward: bool,
        load: Callable[[Sequence[Any]], Iterable[Any]],
        search: Search,
        size: int,
        narrowed: bool,
        written: Callable[[tuple[str, ...]], _Piece] | None = None,
    ) -> None:
        short = SHORT_NARROWED if narrowed and not search.words else SHORT
        self.walks = size > short and not search.few and names[:1] == ("sort_key",)
        self.words = search.words if self.walks else ()
        self._search, self._also = search, search.aliases() if self.words else []
        given = rows
        if search.nothing or not self.walks:
            rows = search.named(rows)
        self._written = written if rows is given else None
        cap = NARROWED_CAP if self.walks and narrowed else COUNT_CAP
        super().__init__(rows, names, downward=downward, load=load, cap=cap)
        self._all: _Piece = (self._sql, list(self._values))
        if self.walks:
            self._long = LongList(self._sql, [*self._values, *self.words], cap)
            if not narrowed and self.counted is None:
                self.counted = min(size, cap + 1)
        elif self._sql:
            self._sql += " OFFSET 0"  # all of it first, then its order

    def count(self) -> int:
        if self.counted is not None or not self.walks or self._long.known:
            return super().count()
        found, most = 0, self.cap + 1
        with connection.cursor() as cursor:
            for sql, values in self._pieces(None, falling=False) if self._sql else ():
                # In order, since then the planner walks: asked without, it guesses worse ways.
                columns = ", ".join(self._columns)
                limited = (
                    f"SELECT count(*) FROM (SELECT 1 FROM ({sql}) AS listed ({columns})"  # noqa: S608
                    f" ORDER BY {columns} LIMIT {most - found}) AS found"
                )
                cursor.execute(limited, values)
                found += cursor.fetchone()[0]
                if found >= most:
                    break
        if self._also and found < most:
            found += self._aliased.count()
        return self._learn(found)

    def chosen(self, count: int, place: list[Any] | None, *, falling: bool) -> list[Any]:
        """Return the keys beyond ``place``, for a list that finds it had better walk."""
        return self._chosen(count, place, falling=falling)

    def _chosen(self, count: int, place: list[Any] | None, *, falling: bool) -> list[Any]:
        if not self.walks:
            return super()._chosen(count, place, falling=falling)
        keys: list[Any] = []
        for sql, values in self._pieces(place, falling=falling):
            self._sql, self._values = sql, list(values)
            keys += self._keys(count - len(keys), place, falling=falling)
            if len(keys) >= count:
                break
        return self._with_aliases(keys, count, place, falling=falling) if self._also else keys

    def _with_aliases(
        self, keys: list[Any], count: int, place: list[Any] | None, *, falling: bool
    ) -> list[Any]:
        """Put those in their place whose other name fits: they stand where their own name does."""
        sql, values = self._compiled(self._aliased)
        self._sql, self._values = sql, list(values)
        keys += self._keys(count, place, falling=falling)
        order = [f"-{name}" if falling else name for name in self.names]
        rows = Membership.objects.filter(pk__in=keys).order_by(*order)
        return list(rows.values_list("pk", flat=True)[:count])

    @property
    def _aliased(self) -> QuerySet[Membership]:
        return self.rows.filter(person_id__in=self._also).exclude(self._search.bears())

    def _pieces(self, place: list[Any] | None, *, falling: bool) -> Iterator[_Piece]:
        """Yield statements of the list in order: of some fitting names each, or one of all."""
        if not self.words:
            yield self._all
            return
        sql, values = self._all
        # One index answers it, in order; written around it, since the ORM writes slowly.
        fitting = (
            f"SELECT * FROM ({sql}) AS listed ({', '.join(self._columns)})"  # noqa: S608 - the ORM's
            f" WHERE {self._columns[0]} = ANY(%s::text[])"
        )
        since = place[0] if place else ""
        for keys in unscoped_name_keys(self.words, since=since, downward=falling):
            yield fitting, [*values, list(keys)]

    def _compiled(self, rows: QuerySet[Any]) -> _Piece:
        if self._written and rows is self.rows:
            return self._written(tuple(self.names))
        return super()._compiled(rows)

    def _field(self, name: str) -> Any:
        """Look where the columns are, not into the rows: they need not be made for that."""
        own = {"pk": "id", "sort_key": "sort_key"}.get(name)
        return Membership._meta.get_field(own) if own else super()._field(name)
