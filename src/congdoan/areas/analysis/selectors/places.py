"""Where one stands: a round, a branch, a line, as an address asks for it."""

from collections.abc import Mapping

from congdoan.areas.reporting.api import Place, place_in, visible_round
from congdoan.foundation.actor import Actor
from congdoan.foundation.keys import read_key


def place_asked(actor: Actor, pk: int, query: Mapping[str, str]) -> Place:
    """:raises NotFound: when there is no branch of it whose figures the actor may see"""
    return place_in(
        actor,
        visible_round(actor, pk),
        organisation=read_key(query.get("don-vi", "")) or None,
        line=read_key(query.get("he-thong", "")) or None,
    )
