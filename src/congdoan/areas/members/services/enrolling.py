"""
People, memberships and records written by the thousand: what imports and demonstrations go through.

Like the writers, it authorises nothing and writes no audit row: the act that calls it does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.areas.members.models import MemberRecord, MemberWork, Pause, SealedFact
from congdoan.areas.members.rules import identity
from congdoan.areas.members.services.records import USE, RecordData, settled, token_of
from congdoan.areas.members.services.writing import NewMembership, begin_memberships
from congdoan.foundation.sealing import seal
from congdoan.foundation.valid_time import span
from congdoan.kernel.people.api import PersonData
from congdoan.kernel.people.models import Person

_AT_ONCE = 2000


@dataclass(frozen=True)
class Stay:
    """Days at one union."""

    organisation_id: int
    valid: DateRange
    category: str = "TEACHER"
    begin_reason: str = "KNOWN"


@dataclass(frozen=True)
class NewMember:
    """Somebody with everything that is known of them; ``person_id`` when they are known already."""

    facts: PersonData
    stays: Sequence[Stay] = ()
    record: RecordData = field(default_factory=RecordData)
    job_title: str = ""
    department: str = ""
    #: SealedKind → value, not encrypted yet.
    sealed: Mapping[str, str] = field(default_factory=dict)
    #: Pauses: (days, reason).
    pauses: Sequence[tuple[DateRange, str]] = ()
    person_id: int | None = None


@transaction.atomic
def enrol_members(news: Sequence[NewMember]) -> list[int]:
    """
    Write people with their memberships and records, all or none; return the people's ids in order.

    :raises OutsideTheUnitsLife: when a unit does not exist on all of its members' days
    :raises NotACitizenId: a citizen's number without its shape
    """
    fresh = [(place, _person(new)) for place, new in enumerate(news) if new.person_id is None]
    made = Person.objects.bulk_create([person for _, person in fresh], batch_size=_AT_ONCE)
    ids = [new.person_id or 0 for new in news]
    for (place, _), person in zip(fresh, made, strict=True):
        ids[place] = person.pk
    pairs = list(zip(ids, news, strict=True))
    begin_memberships(
        [
            NewMembership(
                pk,
                stay.organisation_id,
                stay.valid,
                stay.category,
                new.facts.gender,
                new.facts.birth_date.year if new.facts.birth_date else None,
                stay.begin_reason,
            )
            for pk, new in pairs
            for stay in new.stays
        ]
    )
    MemberRecord.objects.bulk_create(
        (_record(pk, new) for pk, new in pairs), batch_size=_AT_ONCE, ignore_conflicts=True
    )
    _write_parts(pairs)
    return ids


def _write_parts(pairs: Sequence[tuple[int, NewMember]]) -> None:
    MemberWork.objects.bulk_create(
        (
            MemberWork(
                person_id=pk,
                valid=span(_first_day(new), None),
                job_title=new.job_title,
                department=new.department,
            )
            for pk, new in pairs
            if new.stays and (new.job_title or new.department)
        ),
        batch_size=_AT_ONCE,
        ignore_conflicts=True,
    )
    SealedFact.objects.bulk_create(
        (
            SealedFact(
                person_id=pk, kind=kind, sealed=seal(value, use=USE), token=token_of(kind, value)
            )
            for pk, new in pairs
            for kind, typed in new.sealed.items()
            if (value := settled(kind, typed))
        ),
        batch_size=_AT_ONCE,
    )
    Pause.objects.bulk_create(
        Pause(person_id=pk, valid=valid, reason=reason)
        for pk, new in pairs
        for valid, reason in new.pauses
    )


def _first_day(new: NewMember) -> date:
    first: date = min(stay.valid.lower for stay in new.stays)
    return first


def _person(new: NewMember) -> Person:
    person = Person(**asdict(new.facts))
    person.settle_keys()
    return person


def _record(pk: int, new: NewMember) -> MemberRecord:
    values = asdict(new.record)
    if values["joined_on"] is None and new.stays:
        values["joined_on"] = _first_day(new)
    digits = identity.search_digits(new.facts.phone, new.record.member_no)
    return MemberRecord(person_id=pk, digits=digits, **values)
