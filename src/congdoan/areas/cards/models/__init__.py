from congdoan.areas.cards.models.card import Card
from congdoan.areas.cards.models.printing import CardPrint

__all__ = ["Card", "CardPrint"]
