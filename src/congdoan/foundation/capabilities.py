"""
Capabilities: a verb on a noun, owned by the slice that guards it.

Each slice lists its capabilities in ``policies.py``; the name starts with the slice's name.
"""

from collections.abc import Collection, Mapping
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
    #: Names of the capabilities without which this one leads nowhere; lent together with it.
    needs: tuple[str, ...] = ()
    #: Whoever holds it at an organisation holds it at those it succeeded, too (kernel/access).
    inherited: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """Return the label in the reader's language."""
        return gettext(self.label)


_register: dict[str, Capability] = {}


def capability(
    name: str,
    label: str,
    *,
    sensitive: bool = False,
    held_by: Mapping[str, str] | None = None,
    needs: tuple[str, ...] = (),
    inherited: bool = False,
) -> Capability:
    """
    Declare a capability and the roles that hold it.

    ``held_by`` maps a role of ``kernel.access.enums.Role`` to its reach: ``HERE`` (the office's own
    organisation), ``CHILDREN`` (and those directly under it), ``BELOW`` (and its whole branch),
    ``ALL``. The committed access matrix shows every change of it.

    ``needs`` names what a person must hold beside it to do the task at all (to comment, one also
    sees the text and speaks in the discussion). Roles list each of them; a delegation lends them
    with the task, so that nobody is lent half of one.

    ``inherited`` is for reading: the successor's officers open what is kept of an organisation that
    was merged, consolidated or divided, with the reach they have at their own.

    :raises ValueError: when the name is taken by another declaration
    """
    made = Capability(
        name, label, sensitive, tuple(sorted((held_by or {}).items())), needs, inherited
    )
    if _register.setdefault(name, made) != made:
        message = f"Capability declared twice: {name}"
        raise ValueError(message)
    return made


def declared() -> dict[str, Capability]:
    """Return every declared capability by name."""
    return dict(sorted(_register.items()))


def with_needs(names: Collection[str]) -> set[str]:
    """Return ``names`` and everything they need, however far that leads."""
    whole: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        whole.add(name)
        if name in _register:
            waiting |= set(_register[name].needs) - whole
    return whole


def tasks_among(names: Collection[str]) -> list[str]:
    """
    Return those of ``names`` that are tasks of people, in the order of the register.

    What only serves a task of another slice that is there too (speaking in a discussion serves
    commenting on an agreement) is a part of that task, not one of its own.
    """
    served = {
        needed
        for name in names
        if name in _register
        for needed in _register[name].needs
        if needed.split(".")[0] != name.split(".")[0]
    }
    return sorted(set(names) - served)
