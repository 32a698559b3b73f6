from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def named(called: Mapping[int, str], pk: int) -> str:
    """Return the name of organisation ``pk``."""
    return called.get(pk, "")
