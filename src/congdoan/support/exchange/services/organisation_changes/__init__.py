"""Reorganising a whole branch from one sheet: who moves, who is merged, who ends."""

from congdoan.support.exchange.services.organisation_changes.kind import ORGANISATION_CHANGES

__all__ = ["ORGANISATION_CHANGES"]
