"""
Elements of Word's XML by their local names.

The "strict" variant of the format has other namespaces than the usual one; the names are the same.
"""

from collections.abc import Iterator
from typing import Any

_OFF = frozenset({"0", "false", "off", "none"})


def named(element: Any) -> str:
    """Return the local name; comments and instructions have none."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    for key, value in element.attrib.items():
        if key.rsplit("}", 1)[-1] == name:
            return str(value)
    return ""


def child(element: Any | None, *path: str) -> Any | None:
    """Return the first element along ``path``, None where a step is missing."""
    for name in path:
        element = next(children(element, name), None)
    return element


def children(element: Any | None, name: str) -> Iterator[Any]:
    if element is not None:
        for part in element:
            if named(part) == name:
                yield part


def within(element: Any, name: str) -> Iterator[Any]:
    """Return every element of that name below, in the order of the file."""
    for part in element.iter():
        if named(part) == name:
            yield part


def is_on(element: Any | None, *path: str) -> bool:
    """Tell whether a switch such as ``<w:b/>`` stands there and is not turned off."""
    found = child(element, *path)
    return found is not None and attribute(found, "val").lower() not in _OFF
