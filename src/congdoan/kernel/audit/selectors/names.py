"""Organisations stand above: they are asked for their names."""

from dataclasses import dataclass
from datetime import date

from congdoan.foundation.hooks import Hook


@dataclass(frozen=True)
class NameAsked:
    organisation_id: int
    day: date


naming: Hook[NameAsked, str] = Hook("audit.naming")


def name_of(organisation_id: int, *, on: date) -> str:
    """Return the organisation's name on a day, or its number when nobody knows it."""
    answers = naming.ask(NameAsked(organisation_id, on))
    return answers[0] if answers else f"#{organisation_id}"
