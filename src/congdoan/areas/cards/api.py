"""The front door of cards."""

from congdoan.areas.cards.enums import CardEnd, CardStanding, Verdict
from congdoan.areas.cards.models import Card
from congdoan.areas.cards.policies import ISSUE, VIEW
from congdoan.areas.cards.selectors.holding import unscoped_totals
from congdoan.areas.cards.selectors.verifying import verdict_on
from congdoan.areas.cards.services.issuing import make_ready, replace_card, withdraw_card

__all__ = [
    "ISSUE",
    "VIEW",
    "Card",
    "CardEnd",
    "CardStanding",
    "Verdict",
    "make_ready",
    "replace_card",
    "unscoped_totals",
    "verdict_on",
    "withdraw_card",
]
