"""
Which records of the platform may stand as evidence.

A slice that keeps records registers its kind from ``wiring.py``: what it offers to whoever reports,
and how its records are called and opened by whoever looks. A record somebody may not open is
shown by the name it had when it was attached.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from congdoan.foundation.actor import Actor


@dataclass(frozen=True)
class Record:
    """One record as evidence: its id within its kind, its name, its page."""

    pk: int
    name: str
    url: str


@dataclass(frozen=True)
class RecordKind:
    """
    One kind of record; ``code`` is "slice.noun".

    ``offer(actor, agreement_id)`` returns what fits best first, a handful; ``find(actor, ids)``
    those of ``ids`` the actor may open.
    """

    code: str
    label: object
    offer: Callable[[Actor, int], Sequence[Record]]
    find: Callable[[Actor, Collection[int]], Mapping[int, Record]]


_register: dict[str, RecordKind] = {}


def register(kind: RecordKind) -> None:
    """
    Put a kind on the list; from ``wiring.py`` only.

    :raises ValueError: when its code is taken
    """
    if _register.setdefault(kind.code, kind) is not kind:
        message = f"Kind of record declared twice: {kind.code}"
        raise ValueError(message)


def kinds() -> list[RecordKind]:
    return list(_register.values())


def kind_of(code: str) -> RecordKind | None:
    return _register.get(code)
