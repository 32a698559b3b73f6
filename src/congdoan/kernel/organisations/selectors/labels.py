"""Levels, kinds and funding classes in words, from the rulebook of the day."""

from datetime import date

from congdoan.kernel.rulebook.api import NoRuleInForce, catalogue, label

LEVEL, KIND, FUNDING = "organisation.level", "organisation.kind", "organisation.funding_class"


def level_label(code: str, day: date) -> str:
    return _label(LEVEL, code, day)


def kind_label(code: str, day: date) -> str:
    return _label(KIND, code, day)


def funding_label(code: str, day: date) -> str:
    return _label(FUNDING, code, day)


def _label(subject: str, code: str, day: date) -> str:
    """A class that ended keeps the label it had on ``day``; an unknown code shows itself."""
    if not code:
        return ""
    try:
        return label(subject, code, day)
    except NoRuleInForce:
        return code


def level_choices(day: date) -> list[tuple[str, str]]:
    return [(entry.code, str(entry.label)) for entry in catalogue(LEVEL, on=day)]


def kind_choices(day: date) -> list[tuple[str, str]]:
    return [(entry.code, str(entry.label)) for entry in catalogue(KIND, on=day)]


def funding_choices(day: date) -> list[tuple[str, str]]:
    return [(entry.code, str(entry.label)) for entry in catalogue(FUNDING, on=day)]
