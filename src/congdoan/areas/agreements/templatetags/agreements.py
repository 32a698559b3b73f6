from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def named(called: Mapping[int, str], pk: int) -> str:
    """Return the name of organisation ``pk``."""
    return called.get(pk, "")


@register.filter
def at(found: Mapping[int, Any] | str, pk: int) -> Any:
    """Return what belongs to ``pk``; nothing on pages that have no such list."""
    return found.get(pk) if isinstance(found, Mapping) else None
