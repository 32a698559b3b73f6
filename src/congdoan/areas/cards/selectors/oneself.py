from dataclasses import dataclass
from datetime import date

from congdoan.areas.cards.models import Card
from congdoan.areas.cards.selectors.holding import cards_of, open_card
from congdoan.areas.members.api import current_membership
from congdoan.foundation.actor import Actor


@dataclass(frozen=True)
class OwnCard:
    """One's own card today, and whether one is a member at all."""

    card: Card | None
    before: list[Card]
    is_member: bool

    @property
    def valid(self) -> bool:
        return self.card is not None and self.is_member


def own_card(actor: Actor, *, on: date) -> OwnCard:
    person = actor.person_id or 0
    card = open_card(person)
    before = [one for one in cards_of(person) if card is None or one.pk != card.pk]
    return OwnCard(card, before, current_membership(person, on=on) is not None)
