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
from congdoan.kernel.people.selectors.words import office_title, position_choices
from congdoan.kernel.people.services.accounts import invite_person
from congdoan.kernel.people.services.correcting import (
    EndsBeforeItBegan,
    OfficeInUse,
    amend_office,
    withdraw_office,
)
from congdoan.kernel.people.services.many import (
    PersonRow,
    change_people,
    register_people,
    remove_people,
    require_everywhere,
)
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
    "EndsBeforeItBegan",
    "NewSeat",
    "OfficeChange",
    "OfficeData",
    "OfficeInUse",
    "OfficeTwice",
    "PersonData",
    "PersonRow",
    "UnknownPosition",
    "amend_office",
    "appoint",
    "change_people",
    "change_person",
    "end_office",
    "invite_person",
    "office_title",
    "offices_changed",
    "position_choices",
    "register_people",
    "register_person",
    "remove_people",
    "require_everywhere",
    "seat",
    "seat_many",
    "unscoped_holders",
    "unscoped_offices_of",
    "unscoped_people_by_birth",
    "unscoped_people_by_email",
    "unscoped_people_by_phone",
    "unscoped_person_facts",
    "unscoped_person_of_user",
    "unscoped_referred_to",
    "visible_offices",
    "visible_people",
    "withdraw_office",
]
