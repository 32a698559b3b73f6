"""What is kept about a person, told by every slice that keeps something."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from congdoan.foundation.hooks import Hook
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.people.selectors.words import office_title


@dataclass(frozen=True)
class AboutPerson:
    """Somebody asks for everything that is kept about them."""

    person: Person
    on: date


@dataclass(frozen=True)
class Kept:
    """One kind of things kept about a person: rows of names and values, for people and programs."""

    code: str
    title: str
    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Forgetting:
    """Private and sensitive facts of a person are to be erased; the name stays."""

    person: Person
    on: date
    at: datetime


#: Asked for an export: each slice answers with what it keeps.
kept_about: Hook[AboutPerson, list[Kept]] = Hook("people.kept_about")
#: Asked when facts must go: each slice erases its own and names the classes (never the values).
forgetting: Hook[Forgetting, list[str]] = Hook("people.forgetting")


def own_kept(asked: AboutPerson) -> list[Kept]:
    """Answer ``kept_about`` for who the person is and what offices they held."""
    person = asked.person
    names = ("family_middle", "given_name", "gender", "birth_date", "phone", "email")
    offices = Office.objects.filter(person=person).select_related("organisation")
    return [
        Kept("person", "Nhân thân", [{name: getattr(person, name) for name in names}]),
        Kept(
            "offices",
            "Chức vụ",
            [
                {
                    "office": office_title(one),
                    "organisation": one.organisation.code,
                    "from": one.valid.lower,
                    "until": one.valid.upper,
                }
                for one in offices.order_by("valid")
            ],
        ),
    ]
