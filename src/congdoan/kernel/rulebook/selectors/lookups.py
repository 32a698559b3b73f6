from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import get_language

from congdoan.foundation.hooks import Hook
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.rulebook.rules import lookup
from congdoan.kernel.rulebook.rules.lookup import Rule
from congdoan.kernel.rulebook.selectors import snapshot


class NoRuleInForce(Refusal):
    """Không có quy định “{rule}” nào hiệu lực ngày {day}; hãy chọn ngày khác hoặc báo quản trị."""


@dataclass(frozen=True)
class SuperiorsAsked:
    """Who stands above ``organisation_id`` on ``day``?"""

    organisation_id: int
    day: date


#: Answered by ``organisations``: ids of the superiors in the line of command, nearest first.
superiors: Hook[SuperiorsAsked, list[int]] = Hook("rulebook.superiors")


@dataclass(frozen=True)
class NamesAsked:
    """What are these organisations called on ``day``?"""

    organisation_ids: frozenset[int]
    day: date


#: Answered by ``organisations``: name by id.
organisation_names: Hook[NamesAsked, dict[int, str]] = Hook("rulebook.organisation_names")


@dataclass(frozen=True)
class Entry:
    """One line of a catalogue, e.g. a level of organisation."""

    code: str
    label_vi: str
    label_en: str
    attributes: dict[str, Any]
    rule: Rule

    @property
    def label(self) -> str:
        return self.rule.label(get_language() or "vi")


def line_above(organisation_id: int, day: date) -> list[int]:
    """Return the superiors of an organisation, nearest first; nobody answering means none."""
    asked = superiors.ask(SuperiorsAsked(organisation_id, day))
    return asked[0] if asked else []


def names_of(organisation_ids: Iterable[int], day: date) -> dict[int, str]:
    """Return the organisations' names; whoever nobody can name keeps a number."""
    wanted = frozenset(organisation_ids)
    names = {pk: f"#{pk}" for pk in wanted}
    if wanted:
        for answer in organisation_names.ask(NamesAsked(wanted, day)):
            names |= answer
    return names


def find_rule(key: str, *, on: date, for_: int | None = None) -> Rule | None:
    """Return the rule, or None when none is in force on that day."""
    rows = snapshot.current().by_key.get(key, [])
    local = for_ is not None and any(row.organisation_id is not None for row in rows)
    line = [for_, *line_above(for_, on)] if local and for_ is not None else []
    return lookup.in_force(rows, on, line)


def rule(key: str, *, on: date, for_: int | None = None) -> Rule:
    """
    Return the rule with the text it rests on.

    :raises NoRuleInForce: when no row stands on that day
    """
    found = find_rule(key, on=on, for_=for_)
    if found is None:
        rows = snapshot.current().by_key.get(key, [])
        name = rows[0].label(get_language() or "vi") if rows else key
        raise NoRuleInForce(rule=name, day=date_format(on, "SHORT_DATE_FORMAT"))
    return found


def value(key: str, *, on: date, for_: int | None = None) -> Any:
    """
    Return what the law (or the organisation's superior) says on that day.

    :param for_: the organisation it is asked for: its own rule, else its nearest superior's
    :raises NoRuleInForce: when no row stands on that day
    """
    return rule(key, on=on, for_=for_).value


def catalogue(subject: str, *, on: date) -> list[Entry]:
    """Return the entries of a catalogue in force on a day, in the order of the book."""
    rows = snapshot.current().by_subject.get(subject, [])
    return [
        _entry(row) for row in rows if row.code and row.organisation_id is None and row.holds(on)
    ]


def ever(subject: str) -> list[Rule]:
    """Return a subject's rows of all times that hold for everybody, in the order of the book."""
    rows = snapshot.current().by_subject.get(subject, [])
    return [row for row in rows if row.organisation_id is None]


def edition() -> UUID | None:
    """Return the mark of the present book, another one after every change."""
    return snapshot.current().mark


def find_entry(subject: str, code: str, *, on: date) -> Entry | None:
    """Return the entry in force on that day, or None."""
    found = find_rule(f"{subject}.{code}", on=on)
    return _entry(found) if found else None


def label(subject: str, code: str, on: date) -> str:
    """
    Return the name of a catalogue entry, from the row closest to the day if none is in force.

    :raises NoRuleInForce: when the catalogue never knew the code
    """
    key = f"{subject}.{code}"
    found = snapshot.current().nearest(key, on)
    if found is None:
        raise NoRuleInForce(rule=key, day=date_format(on, "SHORT_DATE_FORMAT"))
    return found.label(get_language() or "vi")


def _entry(row: Rule) -> Entry:
    attributes = row.value if isinstance(row.value, dict) else {}
    return Entry(row.code, row.label_vi, row.label_en, attributes, row)
