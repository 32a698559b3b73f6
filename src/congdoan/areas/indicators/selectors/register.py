"""The register of functions: slices above put in theirs (from ``wiring.py``), nobody imports up."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability
from congdoan.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class Asked:
    """
    Whose figures, of which days (both included).

    ``units`` pairs each organisation asked about with itself and the sections and teams whose
    records count as its own; an answer is by the organisation asked about.
    """

    organisation_ids: tuple[int, ...]
    first: date
    last: date
    #: (organisation asked about, unit whose records count for it).
    units: tuple[tuple[int, int], ...] = ()

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        return self.units or tuple((pk, pk) for pk in self.organisation_ids)

    def rows(self, query: str, **more: Any) -> list[tuple[Any, ...]]:
        """
        Return the rows of a statement.

        It may name ``ids``, ``first``, ``last`` and, for whose records count for whom,
        ``unnest(%(tops)s::bigint[], %(units)s::bigint[]) AS a (top, unit)``.
        """
        given: dict[str, Any] = {
            "ids": list(self.organisation_ids),
            "tops": [top for top, _unit in self.pairs],
            "units": [unit for _top, unit in self.pairs],
            "first": self.first,
            "last": self.last,
            **more,
        }
        with connection.cursor() as cursor:
            cursor.execute(query, given)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def filled(self, found: Mapping[int, int | Decimal]) -> dict[int, Decimal]:
        """Return an answer for everybody asked about: zero for whom nothing was found."""
        return {pk: Decimal(found.get(pk, 0)) for pk in self.organisation_ids}


#: Answers one key; an organisation left out is one about which nothing is known.
Function = Callable[[Asked], Mapping[int, Decimal]]
#: Answers several keys at once.
Functions = Callable[[Asked], Mapping[str, Mapping[int, Decimal]]]


@dataclass(frozen=True)
class Behind:
    """A page that shows the records (or names) behind a figure."""

    title: str
    url: str


@dataclass(frozen=True)
class Opened:
    """Who asks what stands behind a figure of which organisation and days."""

    actor: Actor
    key: str
    organisation: Organisation
    first: date
    last: date


#: Returns None when the records are not the actor's to see.
Names = Callable[[Opened], Behind | None]


@dataclass(frozen=True)
class Registered:
    """How a key is answered, and where what is behind it is seen."""

    functions: Functions
    names: Names | None
    #: Who may see the figure on a page, beside ``indicators.view``; None: everybody who has that.
    needs: Capability | None
    #: False for what is counted of units under one, not of the one: no series over other trees.
    of_units: bool = True


_register: dict[str, Registered] = {}


def register_all(
    keys: Iterable[str],
    functions: Functions,
    *,
    names: Names | None = None,
    needs: Capability | None = None,
    of_units: bool = True,
) -> None:
    """
    Let ``functions`` answer several keys (``CODE`` or ``CODE.FEMALE``) at once.

    :raises ValueError: when a key is answered already
    """
    for key in keys:
        if key in _register:
            message = f"Indicator answered twice: {key}"
            raise ValueError(message)
        _register[key] = Registered(functions, names, needs, of_units)


def register(
    key: str,
    function: Function,
    *,
    names: Names | None = None,
    needs: Capability | None = None,
    of_units: bool = True,
) -> None:
    """
    Let ``function`` answer a key, for many organisations in a constant number of statements.

    :raises ValueError: when the key is answered already
    """
    register_all(
        [key],
        lambda asked: {key: function(asked)},
        names=names,
        needs=needs,
        of_units=of_units,
    )


def registered(key: str) -> Registered | None:
    return _register.get(key)


def registered_keys() -> set[str]:
    return set(_register)
