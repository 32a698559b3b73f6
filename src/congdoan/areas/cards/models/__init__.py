from congdoan.areas.cards.models.card import Card
from congdoan.areas.cards.models.photo import CardPhoto
from congdoan.areas.cards.models.printing import CardPrint

__all__ = ["Card", "CardPhoto", "CardPrint"]
