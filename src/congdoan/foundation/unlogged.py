"""Views whose calls leave no line in the request log: secret ballots."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def unlogged(view: View) -> View:
    """Declare that calls of a view are not written to the request log."""
    view.unlogged = True  # type: ignore[attr-defined]
    return view
