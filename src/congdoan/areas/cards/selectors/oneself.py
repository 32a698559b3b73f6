from dataclasses import dataclass
from datetime import date

from congdoan.areas.cards.models import Card
from congdoan.areas.cards.selectors.holding import cards_of, open_card
from congdoan.areas.cards.selectors.photos import unscoped_agreed_to_photo, unscoped_photos
from congdoan.areas.members.api import current_membership
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.people.models import Person


def own_person(actor: Actor) -> Person:
    """:raises NotFound: no person stands behind the account"""
    found = Person.objects.filter(pk=actor.person_id or 0).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class OwnCard:
    """One's own card today, and whether one is a member at all."""

    card: Card | None
    before: list[Card]
    is_member: bool
    #: There is a portrait, and its person agrees to it; whether they agree at all.
    has_photo: bool = False
    agreed: bool = False

    @property
    def valid(self) -> bool:
        return self.card is not None and self.is_member


def own_card(actor: Actor, *, on: date) -> OwnCard:
    person = actor.person_id or 0
    card = open_card(person)
    before = [one for one in cards_of(person) if card is None or one.pk != card.pk]
    return OwnCard(
        card,
        before,
        current_membership(person, on=on) is not None,
        has_photo=bool(unscoped_photos([person])),
        agreed=bool(unscoped_agreed_to_photo([person])),
    )
