"""Writing a member's record: daily facts, dated work, sealed facts."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from congdoan.areas.members import policies
from congdoan.areas.members.enums import SealedKind
from congdoan.areas.members.models import MemberRecord, MemberWork, SealedFact
from congdoan.areas.members.rules import identity
from congdoan.areas.members.rules.refusals import (
    CitizenIdTaken,
    InTheFuture,
    MemberNoTaken,
    NoCareConsent,
    RecordChangedMeanwhile,
)
from congdoan.areas.members.selectors.belonging import require_member
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.sealing import seal, token, tokens, unseal
from congdoan.foundation.valid_time import span
from congdoan.kernel.audit.api import SEEN, record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import PersonData, RowsGone, Use, rows_gone, unscoped_may_use
from congdoan.kernel.people.models import Person
from congdoan.support.exchange.api import clear_cells

USE = "members.sealed"
#: The majority, in the rulebook's catalogue of ethnic groups.
KINH = "01"

#: Sealed, but no more than basic data by law: whoever keeps the record writes it.
BASIC = {SealedKind.CITIZEN_ID, SealedKind.ID_ISSUED}
#: Children are kept for visits and gifts, by their parent's leave (``privacy.purpose``).
CARE = "CARE"
_CHILDREN = gettext_noop("con (họ tên, năm sinh)")


class BornInTheFuture(Refusal):
    """Ngày sinh chưa đến hoặc quá xa; hãy xem lại năm sinh."""


@dataclass(frozen=True)
class RecordData:
    """The record as typed; the person's own facts stand in ``PersonData``."""

    member_no: str = ""
    card_type: str = ""
    joined_on: date | None = None
    hired_on: date | None = None
    birth_place: str = ""
    home_town: str = ""
    nationality: str = ""
    address_permanent: str = ""
    address_current: str = ""
    marital_status: str = ""
    education_level: str = ""
    professional_degree: str = ""
    political_theory: str = ""
    foreign_language: str = ""
    it_level: str = ""


@dataclass(frozen=True)
class WorkData:
    """What somebody works as, from ``since`` on."""

    since: date
    job_title: str = ""
    department: str = ""
    teacher_grade: str = ""
    contract_type: str = ""


@transaction.atomic
def write_record(
    *,
    actor: Actor,
    organisation: Organisation,
    person: Person,
    facts: PersonData,
    data: RecordData,
    revision: int,
    on: date,
) -> MemberRecord:
    """
    Correct who a member is and what is kept of them; the audit row names fields, not values.

    :raises RecordChangedMeanwhile: when somebody saved since ``revision``
    :raises MemberNoTaken: when the number is somebody else's
    :raises BornInTheFuture: a birthday nobody can have
    """
    actor.require(policies.MANAGE, on=organisation)
    require_member(organisation, person.pk)
    refuse_birthday(facts.birth_date, on=on)
    kept = _locked_record(person)
    if kept.revision != revision:
        raise RecordChangedMeanwhile
    if data.member_no and (
        MemberRecord.objects.filter(member_no=data.member_no).exclude(person=person).exists()
    ):
        raise MemberNoTaken
    touched = [*_set(person, asdict(facts)), *_set(kept, asdict(data))]
    person.settle_keys()
    kept.digits = identity.search_digits(person.phone, kept.member_no)
    kept.revision += 1
    person.save(update_fields=[*asdict(facts), "sort_key", "folded"])
    kept.save(update_fields=[*asdict(data), "digits", "revision"])
    if touched:
        record(
            actor=actor,
            verb="members.recorded",
            target=person,
            organisation_id=organisation.pk,
            changes={"fields": touched},
        )
    return kept


def refuse_birthday(day: date | None, *, on: date) -> None:
    """:raises BornInTheFuture: nobody working is older than 110 or unborn"""
    if day is not None and not on.year - 110 <= day.year <= on.year:
        raise BornInTheFuture
    if day is not None and day > on:
        raise BornInTheFuture


def _locked_record(person: Person) -> MemberRecord:
    MemberRecord.objects.get_or_create(person=person)
    return MemberRecord.objects.select_for_update().get(person=person)


def _set(row: Person | MemberRecord, values: Mapping[str, object]) -> list[str]:
    touched = [name for name, value in values.items() if getattr(row, name) != value]
    for name in touched:
        setattr(row, name, values[name])
    return touched


@transaction.atomic
def set_work(
    *, actor: Actor, organisation: Organisation, person: Person, data: WorkData, on: date
) -> MemberWork:
    """
    Write what a member works as from a day on; what was before ends there.

    :raises InTheFuture: work is written down once it has begun
    """
    actor.require(policies.MANAGE, on=organisation)
    require_member(organisation, person.pk)
    if data.since > on:
        raise InTheFuture
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    made = write_work(person.pk, data)
    record(
        actor=actor,
        verb="members.work_set",
        target=person,
        organisation_id=organisation.pk,
        changes={"from": data.since.isoformat()},
    )
    return made


def write_work(person: int, data: WorkData) -> MemberWork:
    """Put a piece of work into a person's line; what began later stays, and ends this one."""
    rows = MemberWork.objects.filter(person_id=person)
    later = rows.filter(valid__startswith__gt=data.since).order_by("valid").first()
    until = later.valid.lower if later else None
    rows.filter(valid__startswith=data.since).delete()
    before = rows.filter(valid__contains=data.since).first()
    if before is not None:
        before.valid = span(before.valid.lower, data.since)
        before.save(update_fields=["valid"])
    values = {field.name: getattr(data, field.name) for field in fields(data)}
    values.pop("since")
    return MemberWork.objects.create(person_id=person, valid=span(data.since, until), **values)


@transaction.atomic
def seal_facts(
    *, actor: Actor, organisation: Organisation, person: Person, values: Mapping[str, str]
) -> list[str]:
    """
    Keep sensitive facts, encrypted; an empty value takes the fact away. Return what changed.

    :raises NotACitizenId: the number has not the shape of one
    :raises NotASalaryRate: what was typed is no rate
    :raises CitizenIdTaken: the number is written down for somebody else
    :raises NoCareConsent: children of who has not agreed to care and gifts
    """
    actor.require(policies.MANAGE, on=organisation)
    if set(values) - BASIC:
        actor.require(policies.RESTRICTED, on=organisation)
    require_member(organisation, person.pk)
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    known = {row.kind: row for row in SealedFact.objects.filter(person=person)}
    touched = []
    for kind, value in values.items():
        wanted = settled(kind, value)
        now = unseal(known[kind].sealed, use=USE) if kind in known else ""
        if wanted != now:
            if wanted and kind == SealedKind.CHILDREN:
                refuse_without_leave(person.pk)
            keep_sealed(person.pk, kind, wanted)
            touched.append(kind)
    if touched:
        record(
            actor=actor,
            verb="members.sealed",
            target=person,
            organisation_id=organisation.pk,
            changes={"fields": touched},
        )
    return touched


def refuse_without_leave(person: int) -> None:
    """:raises NoCareConsent: who has not agreed to care and gifts"""
    if not unscoped_may_use([person], CARE):
        raise NoCareConsent


def end_care(ended: Use) -> int | None:
    """
    Answer ``use_ended``: children are kept no longer than their parent agrees to care.

    Nor are they where copies lie: in the ways back of merges, in plans of imports.
    """
    if ended.purpose != CARE:
        return None
    aliases = Person.objects.filter(merged_into__in=ended.people).values_list("pk", flat=True)
    people = frozenset({*ended.people, *aliases})
    rows = SealedFact.objects.filter(kind=SealedKind.CHILDREN, person__in=people)
    keys = frozenset(rows.values_list("pk", flat=True))
    rows_gone.ask(RowsGone(people, SealedFact._meta.label, keys, ("kind", "CHILDREN"), _CHILDREN))
    clear_cells(kind="doan-vien", column="children", targets=people, facts="CHILDREN")
    return SealedFact.objects.filter(pk__in=keys).delete()[0]


def settled(kind: str, value: str) -> str:
    """Return a sensitive fact as it is kept."""
    value = identity.plain_text(value)
    if value and kind == SealedKind.CITIZEN_ID:
        return identity.citizen_id(value)
    if value and kind == SealedKind.INSURANCE_NO:
        return identity.insurance_no(value)
    if value and kind == SealedKind.SALARY_RATE:
        return identity.salary_rate(value)
    return value


def keep_sealed(person: int, kind: str, value: str) -> None:
    """Write one sealed fact whose right to be written has been checked."""
    if not value:
        SealedFact.objects.filter(person_id=person, kind=kind).delete()
        return
    if kind == SealedKind.CITIZEN_ID:
        same = SealedFact.objects.filter(kind=kind, token__in=tokens_of(kind, value))
        if same.exclude(person_id=person).exists():
            raise CitizenIdTaken
    SealedFact.objects.update_or_create(
        person_id=person,
        kind=kind,
        defaults={"sealed": seal(value, use=USE), "token": token_of(kind, value)},
    )


def token_of(kind: str, value: str) -> str:
    return token(f"{kind}:{token_word(kind, value)}", use=USE)


def tokens_of(kind: str, value: str) -> list[str]:
    return tokens(f"{kind}:{token_word(kind, value)}", use=USE)


def token_word(kind: str, value: str) -> str:
    """Return what equals are found by: of party members the membership, not its days."""
    return "yes" if kind in {SealedKind.PARTY, SealedKind.YOUTH_UNION} else value


@transaction.atomic
def unseal_facts(
    *, actor: Actor, organisation: Organisation, person: Person, purpose: str
) -> dict[str, str]:
    """Return a member's sealed facts for a purpose; that somebody looked is in the log."""
    actor.require(policies.RESTRICTED, on=organisation)
    require_member(organisation, person.pk)
    found = unscoped_facts(person.pk)
    if actor.person_id != person.pk:
        record(
            actor=actor,
            verb=SEEN,
            target=person,
            organisation_id=organisation.pk,
            changes={"fields": ["birth_date", "phone", "email", *found]},
            reason=purpose,
        )
    return found


def read_own_facts(*, actor: Actor) -> dict[str, str]:
    """
    Return the actor's own sealed facts; reading one's own is no look of somebody.

    :raises OnlyThemselves: while an operator works as somebody else
    """
    require_oneself(actor)
    return unscoped_facts(actor.person_id) if actor.person_id else {}


def unscoped_facts(person: int) -> dict[str, str]:
    rows = SealedFact.objects.filter(person_id=person)
    return {row.kind: unseal(row.sealed, use=USE) for row in rows}


def keep_party_days(*, person: int, joined: date | None, official: date | None) -> None:
    """Write since when somebody is in the Party (nothing: not); the caller has authorised."""
    days = "|".join(day.isoformat() for day in (joined, official) if day)
    keep_sealed(person, SealedKind.PARTY, days)


def unscoped_ethnic_count(people: Collection[int]) -> int:
    """Return how many of ``people`` are written down as of an ethnic minority; opens none."""
    rows = SealedFact.objects.filter(person_id__in=people, kind=SealedKind.ETHNICITY)
    return rows.exclude(token__in=tokens_of(SealedKind.ETHNICITY, KINH)).count()
