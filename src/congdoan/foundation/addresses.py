"""Addresses a page asks for many times over: worked out once, then remembered."""

from collections.abc import Callable
from functools import lru_cache
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


def page_of(url_name: str, key: str = "pk") -> Callable[[Any], str]:
    """Return what gives a row's own page, ``key`` naming the row's number (for ``Column.link``)."""

    def link(row: Any) -> str:
        pattern = _reversed(url_name, (_BLANK,), get_script_prefix(), get_urlconf())
        return pattern.replace(str(_BLANK), str(getattr(row, key)))

    return link


@lru_cache(maxsize=512)
def _reversed(url_name: str, arguments: tuple[int, ...], _prefix: str, urlconf: str | None) -> str:
    return reverse(url_name, urlconf=urlconf, args=arguments)
