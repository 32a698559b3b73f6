"""
Capabilities: a verb on a noun, owned by the slice that guards it.

Each slice lists its capabilities in ``policies.py``; the name starts with the slice's name.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Capability:
    """A right that can be asked for, e.g. ``agreements.sign``."""

    name: str
    label: str
    #: Holding it obliges to a second sign-in factor (signing, personal data).
    sensitive: bool = False

    def __str__(self) -> str:
        return self.name


_register: dict[str, Capability] = {}


def capability(name: str, label: str, *, sensitive: bool = False) -> Capability:
    """
    Declare a capability.

    :raises ValueError: when the name is taken by another declaration
    """
    made = Capability(name, label, sensitive)
    if _register.setdefault(name, made) != made:
        message = f"Capability declared twice: {name}"
        raise ValueError(message)
    return made


def declared() -> dict[str, Capability]:
    """Return every declared capability by name."""
    return dict(sorted(_register.items()))
