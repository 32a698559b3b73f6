"""The catalogue as the rulebook has it on a day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import get_language

from congdoan.areas.indicators.enums import Breakdown, Kind, RollUp, Source
from congdoan.areas.indicators.rules import Formula
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.rulebook import api as rulebook

SUBJECT = "indicator"


@dataclass(frozen=True)
class Indicator:
    """One indicator as it stands on a day; ``rule`` is the row with the text it rests on."""

    code: str
    label_vi: str
    label_en: str
    unit_vi: str
    unit_en: str
    kind: Kind
    rollup: RollUp
    source: Source
    formula: Formula
    #: An average is weighted by this one when it is rolled up.
    weight: str
    breakdowns: tuple[Breakdown, ...]
    #: The line of the catalogue of the domain; None for parts of a ratio or a sum.
    number: int | None
    #: Forms that have it as a line.
    forms: tuple[str, ...]
    definition_vi: str
    definition_en: str
    rule: rulebook.Rule

    @property
    def label(self) -> str:
        return self.label_en if _english() else self.label_vi

    @property
    def unit(self) -> str:
        return self.unit_en if _english() else self.unit_vi

    @property
    def definition(self) -> str:
        return self.definition_en if _english() else self.definition_vi

    @property
    def numerator(self) -> str:
        return self.formula.numerator

    @property
    def denominator(self) -> str:
        return self.formula.denominator

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Return the code and the keys of its breakdowns into people."""
        people = (Breakdown.FEMALE, Breakdown.TEACHER, Breakdown.ETHNIC)
        return (self.code, *(f"{self.code}.{one}" for one in people if one in self.breakdowns))


def indicators(on: date) -> list[Indicator]:
    """Return all indicators in force on a day, in the order of the book."""
    return [_read(entry) for entry in rulebook.catalogue(SUBJECT, on=on)]


def indicator(code: str, on: date) -> Indicator:
    """:raises NotFound: when the catalogue of the day has no such code"""
    entry = rulebook.find_entry(SUBJECT, code, on=on)
    if entry is None:
        raise NotFound
    return _read(entry)


def find_indicator(code: str, on: date) -> Indicator | None:
    entry = rulebook.find_entry(SUBJECT, code, on=on)
    return _read(entry) if entry else None


def formula_on(code: str, on: date) -> Formula:
    """Return what a code is made of on a day; nothing for one the catalogue does not know."""
    entry = rulebook.find_entry(SUBJECT, code, on=on)
    return _formula(entry) if entry else Formula()


def rollup_on(code: str, on: date) -> RollUp:
    """Return how a code rolls up on a day; a sum for one the catalogue does not know."""
    entry = rulebook.find_entry(SUBJECT, code, on=on)
    return RollUp(entry.attributes["rollup"]) if entry else RollUp.SUM


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


def _formula(entry: rulebook.Entry) -> Formula:
    said = entry.attributes
    return Formula(
        same_as=said.get("same_as", ""),
        numerator=said.get("numerator", ""),
        denominator=said.get("denominator", ""),
        plus=tuple(said.get("plus", ())),
        minus=tuple(said.get("minus", ())),
    )


def _read(entry: rulebook.Entry) -> Indicator:
    said = entry.attributes
    return Indicator(
        code=entry.code,
        label_vi=entry.label_vi,
        label_en=entry.label_en,
        unit_vi=entry.rule.unit,
        unit_en=said["unit_en"],
        kind=Kind(said["kind"]),
        rollup=RollUp(said["rollup"]),
        source=Source(said["source"]),
        formula=_formula(entry),
        weight=said.get("weight", ""),
        breakdowns=tuple(Breakdown(one) for one in said.get("breakdowns", ())),
        number=said.get("line"),
        forms=tuple(said.get("form", ())),
        definition_vi=said["definition"],
        definition_en=said["definition_en"],
        rule=entry.rule,
    )
