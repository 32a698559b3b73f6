"""What a stranger who scanned a card may know: valid, not valid, no such card."""

from datetime import date

from congdoan.areas.cards.enums import Verdict
from congdoan.areas.cards.models import Card
from congdoan.areas.members.api import current_membership


def verdict_on(token: str, *, on: date) -> Verdict:
    """Return the verdict; the same two questions are asked whatever the token is."""
    card = Card.objects.filter(token=token[:64]).first()
    member = current_membership(card.person_id if card else 0, on=on)
    if card is None:
        return Verdict.UNKNOWN
    return Verdict.VALID if member is not None and card.held_on(on) else Verdict.NOT_VALID
