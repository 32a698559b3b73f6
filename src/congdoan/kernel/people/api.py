"""The front door of people."""

from congdoan.kernel.people.policies import CHANGE, VIEW
from congdoan.kernel.people.selectors import (
    unscoped_holders,
    unscoped_offices_of,
    unscoped_person_of_user,
    visible_offices,
    visible_people,
)
from congdoan.kernel.people.selectors.many import (
    unscoped_people_by_birth,
    unscoped_people_by_email,
    unscoped_people_by_phone,
    unscoped_person_facts,
    unscoped_referred_to,
)
from congdoan.kernel.people.selectors.names import unscoped_name_keys
from congdoan.kernel.people.selectors.words import office_title
from congdoan.kernel.people.services.accounts import invite_person
from congdoan.kernel.people.services.many import (
    PersonRow,
    change_people,
    register_people,
    remove_people,
    require_everywhere,
)
from congdoan.kernel.people.services.names import sweep_names
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
    "PersonRow",
    "UnknownPosition",
    "appoint",
    "change_people",
    "change_person",
    "end_office",
    "invite_person",
    "office_title",
    "offices_changed",
    "register_people",
    "register_person",
    "remove_people",
    "require_everywhere",
    "seat",
    "seat_many",
    "sweep_names",
    "unscoped_holders",
    "unscoped_name_keys",
    "unscoped_offices_of",
    "unscoped_people_by_birth",
    "unscoped_people_by_email",
    "unscoped_people_by_phone",
    "unscoped_person_facts",
    "unscoped_person_of_user",
    "unscoped_referred_to",
    "visible_offices",
    "visible_people",
]
