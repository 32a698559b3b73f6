"""
Capabilities: a verb on a noun, owned by the slice that guards it.

Each slice lists its capabilities in ``policies.py``; the name starts with the slice's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext


@dataclass(frozen=True)
class Capability:
    """A right that can be asked for, e.g. ``agreements.sign``."""

    name: str
    label: str
    #: Holding it obliges to a second sign-in factor (signing, personal data).
    sensitive: bool = False
    #: Role code → reach (``HERE``, ``CHILDREN``, ``BELOW``, ``ALL``); see kernel/access.
    held_by: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """Return the label in the reader's language."""
        return gettext(self.label)


_register: dict[str, Capability] = {}


def capability(
    name: str, label: str, *, sensitive: bool = False, held_by: Mapping[str, str] | None = None
) -> Capability:
    """
    Declare a capability and the roles that hold it.

    ``held_by`` maps a role of ``kernel.access.enums.Role`` to its reach: ``HERE`` (the office's own
    organisation), ``CHILDREN`` (and those directly under it), ``BELOW`` (and its whole branch),
    ``ALL``. The committed access matrix shows every change of it.

    :raises ValueError: when the name is taken by another declaration
    """
    made = Capability(name, label, sensitive, tuple(sorted((held_by or {}).items())))
    if _register.setdefault(name, made) != made:
        message = f"Capability declared twice: {name}"
        raise ValueError(message)
    return made


def declared() -> dict[str, Capability]:
    """Return every declared capability by name."""
    return dict(sorted(_register.items()))
