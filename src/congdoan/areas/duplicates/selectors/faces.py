"""Loading what is compared: people by set, a fixed number of questions."""

from collections.abc import Collection, Iterable
from datetime import date
import re

from congdoan.areas.duplicates.rules.scoring import Face
from congdoan.areas.members.api import unscoped_marks
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation
from congdoan.kernel.people.api import (
    unscoped_common_names,
    unscoped_office_units,
    unscoped_person_facts,
)

_COUNTRY = re.compile(r"^84(?=\d{9})")


def plain_phone(phone: str) -> str:
    """Return a telephone as it is dialled at home, digits only."""
    return _COUNTRY.sub("0", re.sub(r"\D", "", phone))


def load_faces(ids: Collection[int], *, on: date) -> dict[int, Face]:
    """Return what tells people apart; six questions, however many they are."""
    marks, offices = unscoped_marks(ids), unscoped_office_units(ids)
    faces = {}
    for pk, row in unscoped_person_facts(ids).items():
        family_middle, given, gender, born, phone, email, folded = row
        mark = marks[pk]
        faces[pk] = Face(
            f"{family_middle} {given}".strip(),
            folded,
            born,
            mark.birth_year,
            gender,
            plain_phone(phone),
            email.lower(),
            mark.member_no,
            mark.tokens,
            mark.unit_id or offices.get(pk, 0),
        )
    common = unscoped_common_names([face.folded for face in faces.values()])
    unions = _unions({face.unit_id for face in faces.values()})
    superiors = superiors_of(unions, on=on)
    for face in faces.values():
        face.common = face.folded in common
        if face.unit_id not in unions:
            face.unit_id = 0
        above = superiors.get(face.unit_id, {})
        face.superior_id = next((pk for pk, depth in above.items() if depth == 1), 0)
    return faces


def _unions(units: Iterable[int]) -> set[int]:
    rows = Organisation.objects.filter(pk__in=set(units), family=Family.UNION)
    return set(rows.values_list("pk", flat=True))


def superiors_of(units: Collection[int], *, on: date) -> dict[int, dict[int, int]]:
    """Return for each unit who stands above it (itself too) and how many steps."""
    found: dict[int, dict[int, int]] = {}
    rows = Lineage.objects.filter(
        hierarchy_id=HierarchyId.COMMAND, descendant_id__in=units, reach__contains=on
    )
    for unit, above, depth in rows.values_list("descendant_id", "ancestor_id", "depth"):
        found.setdefault(unit, {})[above] = depth
    return found


def lowest_common(one: dict[int, int], other: dict[int, int]) -> int | None:
    """Return the lowest superior two units share; the unit itself where they are one."""
    shared = [(depth + other[pk], pk) for pk, depth in one.items() if pk in other]
    return min(shared)[1] if shared else None
