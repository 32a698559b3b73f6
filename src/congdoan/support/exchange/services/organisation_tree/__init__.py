"""Importing a tree of organisations (or the partners beside it)."""

from congdoan.support.exchange.services.organisation_tree.kind import ORGANISATION_TREE

__all__ = ["ORGANISATION_TREE"]
