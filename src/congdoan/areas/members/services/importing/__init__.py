"""Importing members: lists of thousands, judged and written by set."""

from congdoan.areas.members.services.importing.history import HISTORY
from congdoan.areas.members.services.importing.kind import MEMBERS
from congdoan.areas.members.services.importing.offices import OFFICES

__all__ = ["HISTORY", "MEMBERS", "OFFICES"]
