"""Importing members: lists of thousands, judged and written by set."""

from congdoan.areas.members.services.importing.kind import MEMBERS

__all__ = ["MEMBERS"]
