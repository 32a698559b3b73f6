"""What a person's calendar may hold besides work: upper slices register their dates."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time

from congdoan.foundation.actor import Actor


@dataclass(frozen=True)
class Event:
    """
    One entry of a calendar; without ``at`` it lasts the whole day.

    ``key`` stays the same while the entry moves; ``url`` is a path of this product.
    """

    key: str
    title: str
    on: date
    at: time | None = None
    place: str = ""
    text: str = ""
    url: str = ""


#: Returns the events the actor may see from a day on.
Source = Callable[[Actor, date], Iterable[Event]]
_register: dict[str, Source] = {}


def declare_source(code: str, source: Source) -> None:
    """
    Add dates of a slice to everybody's calendar; from ``wiring.py`` only.

    :raises ValueError: when the code is taken
    """
    if _register.setdefault(code, source) is not source:
        message = f"Calendar source declared twice: {code}"
        raise ValueError(message)


def sources() -> list[Source]:
    return list(_register.values())
