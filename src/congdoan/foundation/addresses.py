"""Addresses a page asks for many times over: worked out once, then remembered."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.urls import get_script_prefix, get_urlconf, reverse

#: Stands for a key that no row has.
_BLANK = 987_654_321_987


def address(url_name: str) -> str:
    """
    Return the address of a page without parameters.

    :raises NoReverseMatch: when there is no such page
    """
    return _reversed(url_name, (), get_script_prefix(), get_urlconf())


@dataclass(frozen=True)
class PageOf:
    """Gives a row's own page (for ``Column.link``); ``once`` does for all rows of one request."""

    url_name: str
    key: str

    def __call__(self, row: Any) -> str:
        return self.once()(row)

    def once(self) -> Callable[[Any], str]:
        """Return the same, its pattern looked up now: Django's prefix is asked anew a row else."""
        pattern = _reversed(self.url_name, (_BLANK,), get_script_prefix(), get_urlconf())
        before, after = pattern.split(str(_BLANK))
        key = attrgetter(self.key)
        return lambda row: f"{before}{key(row)}{after}"


def page_of(url_name: str, key: str = "pk") -> PageOf:
    """Return what gives a row's own page, ``key`` naming the row's number (for ``Column.link``)."""
    return PageOf(url_name, key)


@lru_cache(maxsize=512)
def _reversed(url_name: str, arguments: tuple[int, ...], _prefix: str, urlconf: str | None) -> str:
    return reverse(url_name, urlconf=urlconf, args=arguments)
