"""The front door of people."""

from congdoan.kernel.people.policies import CHANGE, VIEW
from congdoan.kernel.people.selectors import (
    unscoped_holders,
    unscoped_offices_of,
    unscoped_person_of_user,
    visible_offices,
    visible_people,
)
from congdoan.kernel.people.selectors.words import office_title
from congdoan.kernel.people.services.accounts import invite_person
from congdoan.kernel.people.services.offices import (
    EndsAfterOrganisation,
    OfficeChange,
    OfficeData,
    OfficeTwice,
    UnknownPosition,
    appoint,
    end_office,
    offices_changed,
    seat,
)
from congdoan.kernel.people.services.persons import PersonData, change_person, register_person
from congdoan.kernel.people.services.seating import NewSeat, seat_many

__all__ = [
    "CHANGE",
    "VIEW",
    "EndsAfterOrganisation",
    "NewSeat",
    "OfficeChange",
    "OfficeData",
    "OfficeTwice",
    "PersonData",
    "UnknownPosition",
    "appoint",
    "change_person",
    "end_office",
    "invite_person",
    "office_title",
    "offices_changed",
    "register_person",
    "seat",
    "seat_many",
    "unscoped_holders",
    "unscoped_offices_of",
    "unscoped_person_of_user",
    "visible_offices",
    "visible_people",
]
