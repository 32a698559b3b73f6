"""Agreements for the desk's search."""

from collections.abc import Sequence

from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.selectors.agreements import visible_agreements
from congdoan.foundation.actor import Actor
from congdoan.support.search.api import Hit


def find_agreements(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Return agreements by title, number or party's name, the newest period first."""
    rows = visible_agreements(actor).matching(text).order_by("-valid", "-pk")[:limit]
    return [
        Hit(
            title=f"{row.title} ({row.number})" if row.number else row.title,
            url=f"/phoi-hop/{row.pk}/",
            text=row.years,
            mark=str(State(row.state).label),
        )
        for row in rows
    ]
