from congdoan.kernel.people.services.offices import (
    EndsAfterOrganisation,
    OfficeTwice,
    appoint,
    end_office,
)
from congdoan.kernel.people.services.persons import change_person, register_person

__all__ = [
    "EndsAfterOrganisation",
    "OfficeTwice",
    "appoint",
    "change_person",
    "end_office",
    "register_person",
]
