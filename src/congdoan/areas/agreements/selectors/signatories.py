"""Whose signature usually binds an organisation."""

from datetime import date

from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.rulebook.api import find_entry

#: Whose signature binds a partner, by its kind; a union is bound by its president.
PARTNER_SIGNATORY = {
    "SCHOOL_MANAGEMENT": "PRINCIPAL",
    "EDU_OFFICE_DISTRICT": "OFFICE_HEAD",
    "COMMUNE_PC": "CHAIR",
    "DISTRICT_PC": "CHAIR",
    "PROVINCE_PC": "CHAIR",
    "ASSOCIATION": "ASSOCIATION_CHAIR",
}


def usual_signatory(family: str, kind: str, *, on: date) -> str:
    if family == Family.UNION:
        return "PRESIDENT"
    entry = find_entry("organisation.kind", kind, on=on)
    school = entry is not None and entry.attributes.get("school")
    return PARTNER_SIGNATORY.get(kind) or ("PRINCIPAL" if school else "DIRECTOR")
