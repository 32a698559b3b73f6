"""Positions in words, from the rulebook of the day."""

from collections.abc import Iterable
from datetime import date

from congdoan.kernel.people.models import Office
from congdoan.kernel.rulebook.api import NoRuleInForce, catalogue, label


def position_label(position: str, day: date) -> str:
    """Return the title of a position on ``day``; an unknown code shows itself."""
    try:
        return label("position", position, day)
    except NoRuleInForce:
        return position


def office_title(office: Office) -> str:
    """Return the title as the decision words it, else the catalogue's."""
    return office.title or position_label(office.position, office.valid.lower)


def position_choices(day: date, *, side: str = "") -> list[tuple[str, str]]:
    """Return the positions in force; ``side`` is UNION or PARTNER (empty: both)."""
    return [
        (entry.code, str(entry.label))
        for entry in catalogue("position", on=day)
        if not side or entry.attributes.get("side") == side
    ]


def in_rank(offices: Iterable[Office], *, on: date) -> list[Office]:
    """Return offices as a list of officers is read: by the catalogue's order, chairs first."""
    rank = {entry.code: n for n, entry in enumerate(catalogue("position", on=on))}
    return sorted(offices, key=lambda office: rank.get(office.position, len(rank)))
