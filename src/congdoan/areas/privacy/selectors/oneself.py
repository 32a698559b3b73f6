from collections.abc import Mapping
from datetime import date
from typing import Any

from congdoan.areas.members.api import unscoped_contact, unscoped_written
from congdoan.areas.privacy.selectors.proposals import DAYS, value_in_words
from congdoan.foundation.actor import Actor


def own_contact(actor: Actor) -> dict[str, str]:
    """Return how the actor is reached, as it is written down."""
    return unscoped_contact(actor.person_id) if actor.person_id else {}


def own_words(actor: Actor, choices: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return what is written down of the actor, in words."""
    if not actor.person_id:
        return {}
    return {
        name: value_in_words(name, value, choices.get(name, {}), on=actor.today)
        for name, value in unscoped_written(actor.person_id).items()
    }


def own_values(actor: Actor) -> dict[str, Any]:
    """Return what is written down of the actor as a form begins with it."""
    if not actor.person_id:
        return {}
    return {
        name: date.fromisoformat(text) if text and name in DAYS else text
        for name, text in unscoped_written(actor.person_id).items()
    }
