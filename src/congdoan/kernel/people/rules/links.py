"""The register of tables that point at people: what becomes of their rows at a merge."""

from dataclasses import dataclass

from congdoan.kernel.people.enums import Fate


@dataclass(frozen=True)
class Link:
    fate: Fate
    #: The row says nothing of its own about the person and goes when they are taken away.
    derived: bool = False


_links: dict[tuple[str, str], Link] = {}


def declare_link(model: str, column: str, fate: Fate, *, derived: bool = False) -> None:
    """
    Say what becomes of a table's rows about a person at a merge (from ``wiring.py`` only).

    ``model`` is ``app.Model``, ``column`` the foreign key to people. A table that nobody declares
    fails ``tests/architecture/test_people.py``.
    """
    _links[model, column] = Link(fate, derived)


def links() -> dict[tuple[str, str], Link]:
    return dict(_links)


def is_derived(model: str, column: str) -> bool:
    return _links.get((model, column), Link(Fate.STAYS)).derived
