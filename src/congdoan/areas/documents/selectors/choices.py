"""What the forms offer: levels, kinds, groupings, colleagues, kept numbers."""

from datetime import date

from congdoan.areas.agreements.api import agreements_of_party
from congdoan.areas.documents.models import Document, ReceiverList
from congdoan.areas.documents.selectors.shelves import shelf_of
from congdoan.areas.documents.selectors.signers import signings
from congdoan.areas.documents.selectors.types import type_choices
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Grouping, Organisation
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.rulebook.api import catalogue
from congdoan.support.drafting.api import DraftTemplate, templates_for
from congdoan.support.numbering.api import unscoped_reserved

Choices = list[tuple[str, str]]


def levels(*, on: date) -> Choices:
    return [(one.code, one.label) for one in catalogue("organisation.level", on=on)]


def kinds(*, on: date) -> Choices:
    return [(one.code, one.label) for one in catalogue("organisation.kind", on=on)]


def groupings(unit: Organisation, *, on: date) -> Choices:
    """Return the groupings the unit leads."""
    rows = Grouping.objects.on(on).filter(superior=unit).order_by("folded")[:200]
    return [(str(one.pk), one.name) for one in rows]


def topics(*, on: date) -> Choices:
    """Return the tasks that documents rule."""
    return [(one.code, str(one.label)) for one in catalogue("documents.topic", on=on)]


def agreements(unit: Organisation, *, on: date) -> Choices:
    """Return the agreements in force that the unit is party to."""
    return [(str(pk), title) for pk, title in agreements_of_party(unit.pk, on=on)]


def saved_lists(unit: Organisation) -> Choices:
    rows = ReceiverList.objects.filter(organisation=unit).order_by("name")
    return [(str(one.pk), one.name) for one in rows]


def colleagues(unit: Organisation, *, on: date) -> Choices:
    """Return who holds an office at the unit, each once."""
    rows = (
        Office.objects.on(on)
        .filter(organisation=unit)
        .select_related("person")
        .order_by("person__sort_key")
    )
    found = {str(one.person_id): one.person.full_name for one in rows}
    return list(found.items())


def sign_choices(unit: Organisation, *, on: date) -> Choices:
    """Return every way somebody signs for the unit today."""
    return [(one.code, one.label) for one in signings(unit.pk, on=on)]


def templates_offered(unit: Organisation, *, on: date) -> dict[int, tuple[str, DraftTemplate]]:
    """Return what a document of the unit may begin from, with how it is called."""
    types = dict(type_choices(unit, on=on))
    return {
        one.pk: (f"{types[one.type_code]} · {one.name}", one)
        for one in templates_for(unit.pk, "", on=on)
        if one.type_code in types
    }


def kept_numbers(document: Document, *, on: date) -> Choices:
    """Return the numbers kept free in the very book the document is numbered in."""
    shelf = shelf_of(document, year=(document.signed_on or on).year)
    return [
        (str(one.pk), f"{one.text} · {one.reason}")
        for one in unscoped_reserved(document.organisation_id)
        if (one.book.register, one.book.series) == (shelf.register, shelf.series)
    ]


def get_person(key: str) -> Person:
    """:raises NotFound: for a key nobody has."""
    found = Person.objects.filter(pk=read_key(key)).first()
    if found is None:
        raise NotFound
    return found
