"""
Typed hooks: a lower slice asks, higher slices answer, nobody imports upward.

Handlers run in the order of registration, inside the caller's transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Payload = TypeVar("Payload")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Veto:
    """A handler's refusal, with the sentence shown to the person."""

    sentence: str


class Hook(Generic[Payload, Answer]):
    """One question of a lower slice; each handler's non-None answer is collected."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._handlers: dict[str, Callable[[Payload], Answer | None]] = {}

    def on(self, handler: Callable[[Payload], Answer | None]) -> Callable[[Payload], Answer | None]:
        """
        Register a handler (from a slice's ``wiring.py`` only).

        :raises ValueError: when the same handler is registered twice
        """
        key = f"{handler.__module__}.{handler.__qualname__}"
        if key in self._handlers:
            message = f"{key} answers {self.name} twice"
            raise ValueError(message)
        self._handlers[key] = handler
        return handler

    def ask(self, payload: Payload) -> list[Answer]:
        """Return the answers of every handler that had one."""
        answers = [handler(payload) for handler in self._handlers.values()]
        return [answer for answer in answers if answer is not None]

    @property
    def handlers(self) -> tuple[str, ...]:
        return tuple(self._handlers)
