"""Who can be asked; filled by ``wiring.py`` of each slice that has something to find."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from congdoan.foundation.actor import Actor

Text = str | Promise


@dataclass(frozen=True)
class Hit:
    """One result: a link, one line below it, a word on its state, what stands in its place now."""

    title: str
    url: str
    text: str = ""
    mark: str = ""
    #: (name, address) of each that took over; no address where the person may not open it.
    now: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Provider:
    """
    One kind of thing that can be found.

    ``search`` gets folded text (lower case, no diacritics) and returns at most ``limit`` hits, best
    first, only of what the actor may open. It makes a fixed number of queries.
    """

    code: str
    label: Text
    icon: str
    search: Callable[[Actor, str, int], Sequence[Hit]]
    order: int = 50


_register: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """
    Add a provider.

    :raises ValueError: when the code is taken
    """
    if _register.setdefault(provider.code, provider) != provider:
        message = f"Search provider declared twice: {provider.code}"
        raise ValueError(message)


def address(name: str, pk: int) -> str:
    """Return a page's address; empty where the slice has no such page."""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def providers() -> list[Provider]:
    return sorted(_register.values(), key=lambda provider: (provider.order, provider.code))
