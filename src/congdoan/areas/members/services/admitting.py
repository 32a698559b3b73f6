"""Deciding on applications: one or many by one decision; a founding's whole list at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congdoan.areas.members import policies
from congdoan.areas.members.enums import (
    ApplicationSource,
    ApplicationState,
    BeginOfMembership,
    DecisionKind,
    SealedKind,
)
from congdoan.areas.members.models import (
    Application,
    MemberDecision,
    MemberRecord,
    Membership,
    Pause,
    SealedFact,
)
from congdoan.areas.members.rules import identity
from congdoan.areas.members.rules.refusals import (
    DecidedAlready,
    DecisionBeforeApplication,
    InTheFuture,
    MemberElsewhere,
    MemberHereAlready,
    MembershipLater,
    RecognisedBySuperior,
    SomethingCameAfter,
    TooFewForFounding,
)
from congdoan.areas.members.services.applying import (
    ApplicationData,
    locked_waiting,
    tell_queue,
    write_application,
)
from congdoan.areas.members.services.records import (
    USE,
    WorkData,
    keep_sealed,
    tokens_of,
    write_work,
)
from congdoan.areas.members.services.writing import (
    NewMembership,
    begin_memberships,
    take_memberships_back,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.sealing import unseal
from congdoan.foundation.valid_time import span
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person
from congdoan.kernel.rulebook.api import value


@dataclass(frozen=True)
class DecisionData:
    """The paper: number, day, the day from which they are members, who signed."""

    number: str
    dated: date
    effective_on: date
    signer_name: str = ""
    signer_title: str = ""


@transaction.atomic
def admit_applicants(
    *,
    actor: Actor,
    organisation: Organisation,
    applications: Sequence[int],
    data: DecisionData,
    on: date,
    at: datetime,
) -> MemberDecision:
    """
    Admit those who applied, all by one decision or none.

    :raises DecidedAlready: when one of them no longer waits (somebody was faster)
    :raises DecisionBeforeApplication: a decision older than an application
    :raises MemberElsewhere: who belongs to another union goes there by transfer
    :raises MemberHereAlready: who belongs here already
    """
    actor.require(policies.MANAGE, on=organisation)
    found = locked_waiting(list(applications))
    if any(one.organisation_id != organisation.pk for one in found):
        raise DecidedAlready
    made = _decide(organisation, organisation, DecisionKind.ADMIT, data, found, on=on)
    tell_queue(actor, organisation, on=on, at=at)
    record(
        actor=actor,
        verb="members.admitted",
        target=made,
        organisation_id=organisation.pk,
        changes={"members": len(found), "from": data.effective_on.isoformat()},
        reason=data.number,
    )
    return made


@transaction.atomic
def recognise_members(
    *,
    actor: Actor,
    issuer: Organisation,
    organisation: Organisation,
    people: Sequence[ApplicationData],
    data: DecisionData,
    on: date,
) -> MemberDecision:
    """
    Recognise the members of a union that is founded, by the superior's decision.

    :raises RecognisedBySuperior: nobody recognises their own union's members
    :raises TooFewForFounding: fewer than the Charter asks for, with those who belong already
    """
    actor.require(policies.RECOGNISE, on=organisation)
    if issuer.pk == organisation.pk:
        raise RecognisedBySuperior
    fewest = int(value("member.rule.founding_members", on=data.dated))
    there = Membership.objects.on(data.effective_on).filter(organisation=organisation).count()
    if len(people) + there < fewest:
        raise TooFewForFounding(fewest=fewest, number=len(people))
    found = [
        write_application(
            organisation, one, source=ApplicationSource.FOUNDING, received_on=data.dated
        )
        for one in people
    ]
    made = _decide(organisation, issuer, DecisionKind.RECOGNISE, data, found, on=on)
    record(
        actor=actor,
        verb="members.recognised",
        target=made,
        organisation_id=organisation.pk,
        changes={"members": len(found), "from": data.effective_on.isoformat()},
        reason=data.number,
    )
    return made


def _decide(
    organisation: Organisation,
    issuer: Organisation,
    kind: DecisionKind,
    data: DecisionData,
    found: Sequence[Application],
    *,
    on: date,
) -> MemberDecision:
    if data.dated > on or data.effective_on > on:
        raise InTheFuture
    newest = max(one.received_on for one in found)
    if data.dated < newest:
        raise DecisionBeforeApplication(day=f"{newest:%d/%m/%Y}")
    made = MemberDecision.objects.create(
        organisation=organisation,
        issuer=issuer,
        kind=kind,
        number=data.number,
        dated=data.dated,
        effective_on=data.effective_on,
        signer_name=data.signer_name,
        signer_title=data.signer_title,
    )
    people = [_person_of(one) for one in found]
    news = [
        _membership(person, one, organisation, kind, data.effective_on)
        for person, one in zip(people, found, strict=True)
    ]
    begun = begin_memberships(news)
    for one, person, membership in zip(found, people, begun, strict=True):
        one.person, one.membership, one.decision = person, membership, made
        one.state = ApplicationState.ADMITTED
        one.save(update_fields=["person", "membership", "decision", "state"])
        _write_down(one, person, data.effective_on)
    return made


def _person_of(one: Application) -> Person:
    """Return who applied: chosen by the officer, found by the citizen's number, else a new row."""
    person = one.person
    number = unseal(one.sealed_citizen_id, use=USE)
    if person is None and number:
        same = SealedFact.objects.filter(
            kind=SealedKind.CITIZEN_ID, token__in=tokens_of(SealedKind.CITIZEN_ID, number)
        )
        known = same.select_related("person").first()
        person = known.person if known else None
    if person is not None:
        return Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    names = ("family_middle", "given_name", "gender", "birth_date", "phone", "email")
    person = Person(**{name: getattr(one, name) for name in names})
    person.settle_keys()
    person.save(force_insert=True)
    return person


def _membership(
    person: Person, one: Application, organisation: Organisation, kind: DecisionKind, start: date
) -> NewMembership:
    before = Membership.objects.filter(person=person)
    now = before.on(start).select_related("organisation").first()
    if now is not None and now.organisation_id == organisation.pk:
        raise MemberHereAlready(name=person.full_name)
    if now is not None:
        unit = name_of(now.organisation, on=start)
        raise MemberElsewhere(name=person.full_name, unit=unit)
    later = before.filter(valid__startswith__gt=start).order_by("valid").first()
    if later is not None:
        raise MembershipLater(name=person.full_name, day=f"{later.valid.lower:%d/%m/%Y}")
    reason = BeginOfMembership.ADMITTED
    if kind == DecisionKind.RECOGNISE:
        reason = BeginOfMembership.RECOGNISED
    if before.exists():
        reason = BeginOfMembership.READMITTED
    return NewMembership(
        person.pk,
        organisation.pk,
        span(start),
        one.category,
        person.gender or one.gender,
        (person.birth_date or one.birth_date or date.min).year if _born(person, one) else None,
        str(reason),
    )


def _born(person: Person, one: Application) -> bool:
    return bool(person.birth_date or one.birth_date)


def _write_down(one: Application, person: Person, start: date) -> None:
    kept, made = MemberRecord.objects.get_or_create(person=person)
    kept.joined_on = kept.joined_on or start
    kept.digits = identity.search_digits(person.phone, kept.member_no)
    kept.save(update_fields=["joined_on", "digits"])
    number = unseal(one.sealed_citizen_id, use=USE)
    if number:
        keep_sealed(person.pk, SealedKind.CITIZEN_ID, number)
    if one.job_title and made:
        write_work(person.pk, WorkData(start, job_title=one.job_title))


@transaction.atomic
def take_decision_back(
    *, actor: Actor, decision: MemberDecision, reason: str, on: date, at: datetime
) -> None:
    """
    Undo a decision typed by mistake: its memberships go, its applications wait again.

    :raises SomethingCameAfter: when one of its people left, moved or paused since
    """
    right = policies.MANAGE if decision.kind == DecisionKind.ADMIT else policies.RECOGNISE
    actor.require(right, on=decision.organisation)
    decision = MemberDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    found = list(decision.applications.select_related("person", "membership"))
    if not found:
        raise DecidedAlready
    for one in found:
        _refuse_later(one, decision.effective_on)
    take_memberships_back([one.membership_id for one in found if one.membership_id])
    if decision.kind == DecisionKind.RECOGNISE:
        decision.applications.update(state=ApplicationState.WITHDRAWN, decision=None)
    else:
        decision.applications.update(
            state=ApplicationState.WAITING, decision=None, membership=None, person=None
        )
    tell_queue(actor, decision.organisation, on=on, at=at)
    record(
        actor=actor,
        verb="members.decision_taken_back",
        target=decision,
        organisation_id=decision.organisation_id,
        changes={"members": len(found)},
        reason=reason,
    )


def _refuse_later(one: Application, start: date) -> None:
    own = one.membership
    others = Membership.objects.filter(person=one.person, valid__startswith__gt=start)
    paused = Pause.objects.filter(person=one.person, valid__startswith__gte=start)
    if own is None or own.valid.upper or others.exists() or paused.exists():
        raise SomethingCameAfter(name=one.full_name)
