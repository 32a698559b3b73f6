"""What can be written into a draft: variables with their facts, bases to pick from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from congdoan.foundation.actor import Actor
from congdoan.foundation.hooks import Hook
from congdoan.kernel.organisations.api import profiles_on, superior_names
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import unscoped_holders
from congdoan.kernel.places.api import unit_on
from congdoan.kernel.rulebook.api import catalogue

#: The day of printing: the one fact that changes by itself.
TODAY = "today"


@dataclass(frozen=True)
class Asked:
    """For whose text, of which record, as of which day."""

    organisation_id: int
    type_code: str
    on: date
    owner_type: str = ""
    owner_id: int = 0


@dataclass(frozen=True)
class Fact:
    """One variable: ``name`` as written in braces, what it means, what it is now ("" unknown)."""

    name: str
    label: str
    value: str


#: Answered by any slice that knows facts a text may name ("meeting.day").
variables_asked: Hook[Asked, list[Fact]] = Hook("drafting.variables")
#: Answered by any slice that knows texts a document may rest on ("Căn cứ …").
bases_asked: Hook[Asked, list[str]] = Hook("drafting.bases")


@dataclass(frozen=True)
class ListsAsked:
    """Which lists may ``actor`` put into a text of a unit, as of ``on``?"""

    actor: Actor
    organisation: Organisation
    on: date


@dataclass(frozen=True)
class ListOffered:
    """
    One list: ``code`` begins with the slice ("members.12").

    ``rows`` gives head and rows to whoever asks for them, writes that into the log with the purpose
    given, and refuses a list too long for paper.
    """

    code: str
    name: str
    rows: Callable[[str], list[list[str]]]
    #: What each column is called as a fact of one letter ("name"); "" for none.
    fields: tuple[str, ...] = ()


#: Answered by slices that keep lists of people or things a document may show.
lists_asked: Hook[ListsAsked, list[ListOffered]] = Hook("drafting.lists")


def lists_for(asked: ListsAsked) -> list[ListOffered]:
    """Return every list this person may put into a text of the unit."""
    return [one for answer in lists_asked.ask(asked) for one in answer]


def facts_for(asked: Asked) -> list[Fact]:
    """Return every variable that somebody knows, in the order of registration."""
    return [fact for answer in variables_asked.ask(asked) for fact in answer]


def bases_for(asked: Asked) -> list[str]:
    """Return what the document may rest on, each once."""
    return list(dict.fromkeys(line for answer in bases_asked.ask(asked) for line in answer))


@dataclass(frozen=True)
class Issuer:
    """A union as it issued papers on a day."""

    name: str
    short_name: str
    superior: str
    symbol: str
    place: str
    address: str


def issuer_of(organisation: int, *, on: date) -> Issuer:
    profile = profiles_on(on).filter(organisation_id=organisation).first()
    if profile is None:
        return Issuer("", "", "", "", "", "")
    unit = unit_on(profile.place_code, on) if profile.place_code else None
    return Issuer(
        name=profile.name,
        short_name=profile.short_name or profile.name,
        superior=superior_names([organisation], on=on).get(organisation, ""),
        symbol=profile.doc_symbol,
        # "1 Bảo Lộc" alone says nothing: names with a number keep their kind.
        place=(str(unit) if unit.name[:1].isdigit() else unit.name) if unit else "",
        address=profile.address,
    )


def facts_of_organisation(asked: Asked) -> list[Fact]:
    """Return name, superior, symbol and place of the union, and the day."""
    issuer = issuer_of(asked.organisation_id, on=asked.on)
    return [
        Fact("organisation.name", _("tên đơn vị"), issuer.name),
        Fact("organisation.short_name", _("tên ngắn của đơn vị"), issuer.short_name),
        Fact("organisation.superior", _("công đoàn cấp trên"), issuer.superior),
        Fact("organisation.symbol", _("ký hiệu văn bản"), issuer.symbol),
        Fact("organisation.place", _("địa danh"), issuer.place),
        Fact("organisation.address", _("địa chỉ"), issuer.address),
        Fact(TODAY, _("hôm nay"), f"{asked.on:%d/%m/%Y}"),
        Fact("year", _("năm nay"), f"{asked.on.year}"),
    ]


_OFFICES = {
    "PRESIDENT": "offices.president",
    "VICE_PRESIDENT": "offices.vice_president",
    "INSPECTION_HEAD": "offices.inspection_head",
    "ACCOUNTANT": "offices.accountant",
}


def facts_of_offices(asked: Asked) -> list[Fact]:
    """Return who holds the main offices on the day; the first of several."""
    held: dict[str, str] = {}
    titles: dict[str, str] = {}
    for office in unscoped_holders(
        organisation=asked.organisation_id, positions=list(_OFFICES), on=asked.on
    ):
        held.setdefault(office.position, office.person.full_name)
    for entry in catalogue("position", on=asked.on):
        titles[entry.code] = entry.label
    return [
        Fact(name, titles.get(position, position), held.get(position, ""))
        for position, name in _OFFICES.items()
    ]


def bases_of_law(asked: Asked) -> list[str]:
    """Return the law and the charter in force on the day."""
    return law_on(asked.on)


def law_on(day: date) -> list[str]:
    """Return the bases every union's document names: the law and the charter of the day."""
    return [
        f"Căn cứ {entry.label_vi}"
        for entry in catalogue("decision.basis", on=day)
        if not entry.attributes.get("kinds")
    ]
