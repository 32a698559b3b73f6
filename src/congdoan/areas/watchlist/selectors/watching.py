"""Who is near or over a threshold of discipline, with why, and what speaks for them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from congdoan.areas.members.api import (
    RollEntry,
    unscoped_penalties,
    unscoped_roll,
    unscoped_roll_of,
)
from congdoan.areas.watchlist import policies
from congdoan.areas.watchlist.enums import Cause, Degree
from congdoan.areas.watchlist.models import WatchEntry
from congdoan.areas.watchlist.rules.thresholds import absent_percent, degree, months_between
from congdoan.foundation.actor import Actor
from congdoan.foundation.hooks import Hook
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.sealing import unseal
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import Rule, rule

USE = "watchlist.sealed"


@dataclass(frozen=True)
class FactsAsked:
    """What of these causes is known of a union's members in a year, up to a day?"""

    organisation_id: int
    cause: Cause
    year: int
    on: date


@dataclass(frozen=True)
class Fact:
    """One member's figure: months in a row, or percent missed, and how it came about."""

    figure: int
    words: str
    #: With a good reason: shown, never counted.
    excused: bool = False


#: Answered by the slices of dues and of meetings once they keep a ledger of the union: figures by
#: person. Who answers replaces what officers type here; nobody answering: what was typed holds.
facts_known: Hook[FactsAsked, Mapping[int, Fact]] = Hook("watchlist.facts")


def own_unit(actor: Actor) -> Organisation | None:
    """Return the union the actor works for now, if its list is the actor's."""
    unit = Organisation.objects.filter(pk=actor.organisation_id or 0, family=Family.UNION).first()
    return unit if unit is not None and may_open(actor, unit) else None


def may_open(actor: Actor, unit: Organisation) -> bool:
    return actor.may(policies.VIEW, on=unit) or actor.may(policies.KEEP, on=unit)


def get_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when there is no such union, or its list is not the actor's"""
    unit = Organisation.objects.filter(pk=pk, family=Family.UNION).first()
    if unit is None or not may_open(actor, unit):
        raise NotFound
    return unit


def answered_elsewhere(unit: Organisation, cause: Cause, *, year: int, on: date) -> bool:
    """Tell whether a ledger of another slice says it, so that nobody types it."""
    return bool(facts_known.ask(FactsAsked(unit.pk, cause, year, on)))


def facts_of(unit: Organisation, cause: Cause, *, year: int, on: date) -> Mapping[int, Fact]:
    known = facts_known.ask(FactsAsked(unit.pk, cause, year, on))
    return known[0] if known else _typed(unit, cause, year=year, on=on)


def _typed(unit: Organisation, cause: Cause, *, year: int, on: date) -> dict[int, Fact]:
    rows = WatchEntry.objects.filter(organisation=unit, year=year)
    made = {one.person_id: _fact(one, cause, on) for one in rows}
    return {person: fact for person, fact in made.items() if fact is not None}


def _fact(one: WatchEntry, cause: Cause, on: date) -> Fact | None:
    if cause == Cause.UNPAID:
        if one.unpaid_from is None:
            return None
        last = one.unpaid_to or min(on, date(one.year, 12, 31))
        words = f"{one.unpaid_from:%m/%Y} – {f'{one.unpaid_to:%m/%Y}' if one.unpaid_to else '…'}"
        return Fact(months_between(one.unpaid_from, last), words, one.with_reason)
    if not one.held or one.attended is None:
        return None
    share = absent_percent(one.held, one.attended)
    return Fact(share, f"{one.held - one.attended}/{one.held}")


@dataclass(frozen=True)
class Watched:
    """One member at one threshold."""

    entry: RollEntry
    cause: Cause
    degree: Degree | None
    fact: Fact
    rule: Rule
    mitigating: str
    penalties: list[str]

    @property
    def step(self) -> int | None:
        """Return the law's number of the degree."""
        order = [Degree.REPRIMAND, Degree.WARNING, Degree.EXPULSION]
        if self.degree is None:
            return None
        place = order.index(self.degree) if self.degree in order else 0
        return int(self.rule.value[place])

    @property
    def over(self) -> bool:
        return self.degree not in {None, Degree.NEAR}


_RULES = {
    Cause.UNPAID: ("member.rule.unpaid_months", "watchlist.near.months"),
    Cause.ABSENT: ("member.rule.absent_share", "watchlist.near.points"),
}


def watched(
    unit: Organisation, *, year: int, on: date, people: Collection[int] | None = None
) -> list[Watched]:
    """Return who is near or over, the furthest first; those with a good reason at the end."""
    found: list[Watched] = []
    notes = mitigating_of(unit, year=year)
    for cause in Cause:
        key, near_key = _RULES[cause]
        law, near = rule(key, on=on), rule(near_key, on=on)
        facts = facts_of(unit, cause, year=year, on=on)
        if people is not None:
            facts = {person: fact for person, fact in facts.items() if person in people}
        levels = {
            person: degree(fact.figure, law.value, int(near.value))
            for person, fact in facts.items()
        }
        wanted = [person for person, level in levels.items() if level]
        penalties = unscoped_penalties(wanted, on=on)
        for entry in unscoped_roll_of(unit, wanted, on=on):
            fact = facts[entry.person_id]
            level = None if fact.excused else Degree(levels[entry.person_id])
            found.append(
                Watched(
                    entry,
                    cause,
                    level,
                    fact,
                    law,
                    notes.get(entry.person_id, ""),
                    penalties.get(entry.person_id, []),
                )
            )
    order = [Degree.EXPULSION, Degree.WARNING, Degree.REPRIMAND, Degree.NEAR, None]
    return sorted(found, key=lambda one: order.index(one.degree))


def mitigating_of(unit: Organisation, *, year: int) -> dict[int, str]:
    rows = WatchEntry.objects.filter(organisation=unit, year=year).exclude(sealed_mitigating="")
    return {one.person_id: unseal(one.sealed_mitigating, use=USE) for one in rows}


def entries_page(
    unit: Organisation, *, year: int, on: date, first: int, limit: int
) -> list[tuple[RollEntry, WatchEntry | None]]:
    """Return a page of the grid: members in order of names, with what was noted."""
    roll = unscoped_roll(unit, on=on, first=first, limit=limit)
    people = [one.person_id for one in roll]
    rows = WatchEntry.objects.filter(organisation=unit, year=year, person__in=people)
    noted = {one.person_id: one for one in rows}
    return [(one, noted.get(one.person_id)) for one in roll]
