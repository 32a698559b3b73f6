"""The front door of search."""

from congdoan.support.search.selectors.register import Hit, Provider, register

__all__ = ["Hit", "Provider", "register"]
