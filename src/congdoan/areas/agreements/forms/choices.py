"""Choices that come from the rulebook of a day."""

from datetime import date

from congdoan.kernel.rulebook.api import catalogue


def kinds(on: date) -> list[tuple[str, str]]:
    return [(entry.code, entry.label) for entry in catalogue("agreement.kind", on=on)]


def contents(on: date) -> list[tuple[str, str]]:
    return [(entry.code, entry.label) for entry in catalogue("agreement.content", on=on)]


def levels(on: date) -> list[tuple[str, str]]:
    return [(entry.code, entry.label) for entry in catalogue("organisation.level", on=on)]


def signing_positions(on: date) -> list[tuple[str, str]]:
    """Return the positions that may sign something, in the order of the book."""
    return [
        (entry.code, entry.label)
        for entry in catalogue("position", on=on)
        if entry.attributes.get("signs")
    ]
