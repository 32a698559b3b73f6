from congdoan.areas.cards.models import Card
from congdoan.kernel.people.api import Forgetting


def forget_notes(asked: Forgetting) -> list[str]:
    """Answer ``forgetting``: the name and number on a card stay as in the register; notes go."""
    notes = Card.objects.filter(person=asked.person).exclude(note="")
    return ["cards.notes"] if notes.update(note="") else []
