"""
The register of letters: every paper the product can print, filled by the slices above.

Each slice's ``letters.py`` declares its papers; its ``wiring.py`` registers them. A letter turns
one subject (whatever object the slice hands over) into the block model; the engines do the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from congdoan.support.rendering.rules.document import OfficialDocument

Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Letter(Generic[Subject]):
    """One kind of paper: ``code`` starts with the owner's name, e.g. ``agreements.agreement``."""

    code: str
    label: str
    build: Callable[[Subject], OfficialDocument]


_register: dict[str, Letter[Any]] = {}


def register(letter: object) -> None:
    """
    Put ``letter`` on the list; from ``wiring.py`` only.

    :raises TypeError: when it is not a ``Letter``
    :raises ValueError: when its code is taken
    """
    if not isinstance(letter, Letter):
        message = f"Not a letter: {letter!r}"
        raise TypeError(message)
    if _register.setdefault(letter.code, letter) != letter:
        message = f"Letter declared twice: {letter.code}"
        raise ValueError(message)


def letter(code: str) -> Letter[Any]:
    """:raises KeyError: when no slice registered ``code``."""
    return _register[code]


def letters() -> list[Letter[Any]]:
    """Return every registered letter in the order of codes."""
    return [_register[code] for code in sorted(_register)]
