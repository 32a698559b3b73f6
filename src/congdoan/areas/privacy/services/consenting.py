"""Saying yes to a purpose, and taking it back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from congdoan.areas.members.api import unscoped_last_union
from congdoan.areas.privacy import policies
from congdoan.areas.privacy.enums import ConsentEnd, ConsentMethod
from congdoan.areas.privacy.models import Consent
from congdoan.areas.privacy.rules.refusals import (
    ConsentGone,
    GivenInTheFuture,
    NoRecordOfYours,
    WordsChanged,
)
from congdoan.areas.privacy.selectors.consents import Purpose, get_purpose
from congdoan.areas.privacy.selectors.proposals import SCAN
from congdoan.areas.privacy.services.limiting import allow_again
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import Use, use_ended
from congdoan.kernel.people.models import Person
from congdoan.support.files.api import store_file


@transaction.atomic
def give_consent(*, actor: Actor, code: str, version: str, at: datetime) -> Consent:
    """
    Say yes to one purpose, to the words that were shown; twice is once.

    :raises WordsChanged: the page showed another edition than is in force now
    :raises NoRecordOfYours: who belongs to no union
    """
    require_oneself(actor)
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    unit = unscoped_last_union(person.pk, on=at.date()) if person else None
    if person is None or unit is None:
        raise NoRecordOfYours
    purpose = get_purpose(person.pk, code, on=at.date())
    if purpose.version != version:
        raise WordsChanged
    return _keep(
        actor, person, unit, purpose, method=ConsentMethod.APP, given_at=at, at=at, scan=None
    )


@transaction.atomic
def record_consent(
    *,
    actor: Actor,
    organisation: Organisation,
    person: Person,
    code: str,
    method: ConsentMethod,
    given_at: datetime,
    upload: Any,
    at: datetime,
) -> Consent:
    """
    Write down a yes given on paper or by mail to the union, with what proves it.

    :raises GivenInTheFuture: signed on a day that has not come
    :raises NotAllowed: the app is for the person alone
    """
    actor.require(policies.RECEIVE, on=organisation)
    if unscoped_last_union(person.pk, on=at.date()) != organisation:
        raise NotFound
    if method == ConsentMethod.APP:
        raise NotAllowed
    if given_at > at:
        raise GivenInTheFuture
    purpose = get_purpose(person.pk, code, on=given_at.date())
    scan = store_file(actor=actor, organisation=organisation, upload=upload, purpose=SCAN, at=at)
    return _keep(
        actor, person, organisation, purpose, method=method, given_at=given_at, at=at, scan=scan
    )


def _keep(
    actor: Actor,
    person: Person,
    unit: Organisation,
    purpose: Purpose,
    *,
    method: ConsentMethod,
    given_at: datetime,
    at: datetime,
    scan: Any,
) -> Consent:
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    held = Consent.objects.filter(
        person=person, purpose=purpose.code, ended_at__isnull=True
    ).first()
    if held is not None and held.version == purpose.version:
        return held
    if held is not None:
        held.ended_at, held.ended = at, ConsentEnd.REPLACED
        held.save(update_fields=["ended_at", "ended"])
    made = Consent.objects.create(
        person=person,
        organisation=unit,
        purpose=purpose.code,
        version=purpose.version,
        text=purpose.text,
        method=method,
        given_at=given_at,
        recorded_by_name=actor.name[:120],
        scan=scan,
    )
    record(
        actor=actor,
        verb="privacy.consented",
        target=person,
        organisation_id=unit.pk,
        changes={"purpose": purpose.code, "version": purpose.version, "method": method},
    )
    allow_again(actor=actor, consent=made)
    return made


@transaction.atomic
def withdraw_consent(
    *, actor: Actor, consent: Consent, method: ConsentMethod, at: datetime
) -> None:
    """
    Take a yes back: the person themselves, or the union for a letter that says so.

    :raises ConsentGone: it had ended already
    """
    if consent.person_id == actor.person_id:
        require_oneself(actor)
    else:
        actor.require(policies.RECEIVE, on=consent.organisation)
    # The person first, as whoever gives a consent or uses one does.
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=consent.person_id)
    held = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    if held.ended_at is not None:
        raise ConsentGone
    held.ended_at, held.ended, held.end_method = at, ConsentEnd.WITHDRAWN, method
    held.save(update_fields=["ended_at", "ended", "end_method"])
    use_ended.ask(Use(frozenset([held.person_id]), held.purpose))
    record(
        actor=actor,
        verb="privacy.consent_withdrawn",
        target=held.person,
        organisation_id=held.organisation_id,
        changes={"purpose": held.purpose, "version": held.version, "method": method},
    )
