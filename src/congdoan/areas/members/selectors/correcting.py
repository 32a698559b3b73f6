"""What a member may ask to have corrected, as text: one shape for old, new and stored values."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from congdoan.areas.members.enums import SealedKind
from congdoan.areas.members.models import Membership, SealedFact
from congdoan.areas.members.selectors.person import record_of
from congdoan.foundation.sealing import unseal
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person

#: The use under which sealed facts lie (``services.records``).
_USE = "members.sealed"
#: What takes effect as the member writes it: only they know it, nobody counts or decides by it.
AT_ONCE = ("phone", "email", "address_current")
OF_PERSON = ("family_middle", "given_name", "gender", "birth_date")
OF_RECORD = (
    "member_no",
    "joined_on",
    "hired_on",
    "birth_place",
    "home_town",
    "nationality",
    "address_permanent",
    "marital_status",
    "education_level",
    "professional_degree",
    "political_theory",
    "foreign_language",
    "it_level",
)
SEALED = (
    SealedKind.CITIZEN_ID,
    SealedKind.ID_ISSUED,
    SealedKind.ETHNICITY,
    SealedKind.RELIGION,
    SealedKind.INSURANCE_NO,
    SealedKind.BANK_ACCOUNT,
    SealedKind.CHILDREN,
)
#: Shown to officers only once they have said what for.
PRIVATE = ("birth_date", "address_permanent", "marital_status", *SEALED)
CORRECTABLE = (*OF_PERSON, *OF_RECORD, *SEALED)


def as_text(value: Any) -> str:
    """Return a value as it is compared and kept: days in ISO form, nothing as nothing."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def unscoped_written(person: int) -> dict[str, str]:
    """Return everything correctable that is written down of a person."""
    found = Person.objects.get(pk=person)
    record = record_of(person)
    sealed = dict(
        SealedFact.objects.filter(person_id=person, kind__in=SEALED).values_list("kind", "sealed")
    )
    return {
        **{name: as_text(getattr(found, name)) for name in OF_PERSON},
        **{name: as_text(getattr(record, name)) for name in OF_RECORD},
        **{str(kind): unseal(sealed.get(kind, ""), use=_USE) for kind in SEALED},
    }


def unscoped_last_union(person: int, *, on: date) -> Organisation | None:
    """Return where a person belongs on a day, else where they belonged last."""
    rows = Membership.objects.filter(person_id=person, valid__startswith__lte=on)
    found = rows.select_related("organisation").order_by("-valid").first()
    return found.organisation if found else None


def unscoped_belongs(person: int, *, on: date) -> bool:
    """Tell whether somebody is a member anywhere on a day, or will be."""
    return (
        Membership.objects.filter(person_id=person, valid__endswith__gt=on).exists()
        or Membership.objects.filter(person_id=person, valid__upper_inf=True).exists()
    )


def unscoped_leavers(
    *, left_by: date, besides: QuerySet[Any], limit: int
) -> list[tuple[int, int, date]]:
    """
    Return who left everywhere by a day and still has private facts: (person, last union, since).

    ``besides`` are people already seen to. One walk over memberships, at night.
    """
    later = Membership.objects.filter(person=OuterRef("person")).filter(
        Q(valid__upper_inf=True) | Q(valid__endswith__gt=left_by)
    )
    facts = SealedFact.objects.filter(person=OuterRef("person"))
    reached = ~Q(person__phone="") | ~Q(person__email="") | Q(person__birth_date__isnull=False)
    rows = (
        Membership.objects.filter(valid__upper_inf=False, valid__endswith__lte=left_by)
        .filter(reached | Exists(facts))
        .exclude(Exists(later))
        .exclude(person__in=besides)
        .order_by("person_id", "-valid")
        .distinct("person_id")
        .values_list("person_id", "organisation_id", "valid")
    )
    return [(person, unit, valid.upper) for person, unit, valid in rows[:limit]]


def unscoped_contact(person: int) -> dict[str, str]:
    """Return how somebody is reached."""
    found = Person.objects.get(pk=person)
    return {
        "phone": found.phone,
        "email": found.email,
        "address_current": record_of(person).address_current,
    }
