"""What slices above hold that somebody must decide about when organisations change."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from congdoan.foundation.hooks import Hook
from congdoan.kernel.organisations.api import PlannedChange


@dataclass(frozen=True)
class MattersAsked:
    """Of changes still planned (``changes``), or of events that were written (``events``)."""

    changes: tuple[PlannedChange, ...] = ()
    events: tuple[int, ...] = ()


@dataclass(frozen=True)
class Matter:
    """So many of something, at one organisation, and what becomes of them; in Vietnamese."""

    organisation_id: int
    label: str
    outcome: str
    count: int


#: Answered by the slices above, for papers: in numbers only, for who prints them need not be
#: somebody who may read them.
matters: Hook[MattersAsked, list[Matter]] = Hook("restructuring.matters")


def unscoped_matters(asked: MattersAsked) -> tuple[Matter, ...]:
    return tuple(one for answer in matters.ask(asked) for one in answer if one.count)


def asked_of(found: Iterable[Matter]) -> Counter[int]:
    """Return how many each organisation has."""
    counts: Counter[int] = Counter()
    for one in found:
        counts[one.organisation_id] += one.count
    return counts


def summed(found: Iterable[Matter]) -> list[tuple[str, str, int]]:
    """Return what there is in all: label, outcome, number."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in found:
        counts[one.label, one.outcome] += one.count
    return [(label, outcome, count) for (label, outcome), count in counts.items()]
