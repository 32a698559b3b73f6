"""The front door of the watch list."""

from congdoan.areas.watchlist.enums import Cause
from congdoan.areas.watchlist.selectors.watching import Fact, FactsAsked, facts_known
from congdoan.areas.watchlist.services.noting import Noted, note_year

__all__ = ["Cause", "Fact", "FactsAsked", "Noted", "facts_known", "note_year"]
