"""Types of documents, from the rulebook."""

from datetime import date

from congdoan.areas.documents.rules.recognising import TypeWord
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import Entry, NoRuleInForce, catalogue, find_entry, label

SUBJECT = "documents.type"
_REGIME = {Family.UNION.value: "UNION", Family.PARTNER.value: "STATE"}


def types_for(organisation: Organisation, *, on: date) -> list[Entry]:
    """Return the types the organisation writes: unions theirs, partners those of the State."""
    wanted = _REGIME[organisation.family]
    return [one for one in catalogue(SUBJECT, on=on) if one.attributes.get("regime") == wanted]


def type_choices(organisation: Organisation, *, on: date) -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in types_for(organisation, on=on)]


def all_types(*, on: date) -> list[tuple[str, str]]:
    """Return every type once by its name: what comes in may be of either catalogue."""
    names: dict[str, str] = {}
    for one in catalogue(SUBJECT, on=on):
        names.setdefault(one.label, one.code)
    return [(code, name) for name, code in names.items()]


def same_types(code: str, *, on: date) -> tuple[str, ...]:
    """Return every code with the name of ``code``: both catalogues have a "Kế hoạch"."""
    entries = catalogue(SUBJECT, on=on)
    names = {one.label for one in entries if one.code == code}
    return tuple(one.code for one in entries if one.label in names)


def type_words(*, on: date) -> list[TypeWord]:
    """Return the same types by what is printed on paper: the name, the letters of the symbol."""
    found: dict[str, TypeWord] = {}
    for one in catalogue(SUBJECT, on=on):
        letters = str(one.attributes.get("abbreviation", ""))
        found.setdefault(one.label, TypeWord(one.code, one.label, letters))
    return list(found.values())


def type_label(code: str, *, on: date) -> str:
    if not code:
        return ""
    try:
        return label(SUBJECT, code, on)
    except NoRuleInForce:
        return code


def pattern_of(code: str, *, on: date) -> tuple[str, str]:
    """Return pattern and abbreviation of a type on a day."""
    entry = find_entry(SUBJECT, code, on=on)
    if entry is None:
        return "", ""
    return str(entry.attributes.get("pattern", "")), str(entry.attributes.get("abbreviation", ""))


def titled(type_name: str, subject: str) -> str:
    """Return type and subject as one line; people often repeat the type's name in the subject."""
    if subject[: len(type_name)].casefold() == type_name.casefold():
        return f"{type_name}{subject[len(type_name) :]}"
    return f"{type_name} {subject}"
