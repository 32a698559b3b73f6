"""Requests that stop something: a record restricted, a use ended; and letting go again."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from congdoan.areas.privacy import policies
from congdoan.areas.privacy.enums import (
    ConsentEnd,
    ConsentMethod,
    RequestKind,
    RequestSource,
)
from congdoan.areas.privacy.models import Consent, DataRequest
from congdoan.areas.privacy.rules.refusals import NothingStopped
from congdoan.areas.privacy.selectors.asking import stops_nothing
from congdoan.areas.privacy.services.telling import tell_officers
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.api import record
from congdoan.kernel.people.api import Use, lift_limit, limit_use, use_ended
from congdoan.kernel.people.models import Person
from congdoan.support.notifications.api import notify

#: What a granted request of a kind stops.
STOPS = (RequestKind.RESTRICT, RequestKind.OBJECT, RequestKind.WITHDRAW)


def carry_out(*, actor: Actor, request: DataRequest, at: datetime) -> None:
    """
    Stop what a granted request names, in the transaction that answers it.

    Restricting leaves nothing but keeping; objecting stops a purpose and ends the yes to it;
    withdrawing ends the yes alone.
    """
    if request.kind not in STOPS or stops_nothing(request):
        return
    # Held to the end, so that nobody uses the consent that ends here.
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=request.person_id)
    if request.kind != RequestKind.WITHDRAW:
        limit_use(
            actor=actor,
            right=policies.ANSWER,
            organisation=request.keeper,
            person=request.person_id,
            purpose=request.purpose,
            at=at,
        )
    if request.purpose:
        _end_consent(actor, request, at)
        use_ended.ask(Use(frozenset([request.person_id]), request.purpose))


def _end_consent(actor: Actor, request: DataRequest, at: datetime) -> None:
    paper = request.source == RequestSource.PAPER
    rows = Consent.objects.filter(
        person_id=request.person_id, purpose=request.purpose, ended_at__isnull=True
    )
    method = ConsentMethod.PAPER if paper else ConsentMethod.APP
    if rows.update(ended_at=at, ended=ConsentEnd.WITHDRAWN, end_method=method):
        record(
            actor=actor,
            verb="privacy.consent_withdrawn",
            target=request.person,
            organisation_id=request.keeper_id,
            changes={"purpose": request.purpose, "method": method},
        )


def allow_again(*, actor: Actor, consent: Consent) -> None:
    """Take a new yes for what it is: the person no longer objects to the purpose."""
    lift_limit(
        actor=actor,
        right=policies.RECEIVE,
        organisation=consent.organisation,
        person=consent.person_id,
        purpose=consent.purpose,
        at=consent.given_at,
        stopped_by=consent.given_at,
    )


@transaction.atomic
def lift_request(
    *, actor: Actor, request: DataRequest, reason: str, on: date, at: datetime
) -> None:
    """
    Allow again what a request stopped: the person whenever they wish, the union for a reason.

    The other side is told.

    :raises NothingStopped: it had been lifted already, or never stood
    """
    lifted = not stops_nothing(request) and lift_limit(
        actor=actor,
        right=policies.ANSWER,
        organisation=request.keeper,
        person=request.person_id,
        purpose=request.purpose,
        at=at,
    )
    if not lifted:
        raise NothingStopped
    record(
        actor=actor,
        verb="privacy.lifted",
        target=request.person,
        organisation_id=request.keeper_id,
        changes={"request": request.pk, "kind": request.kind, "purpose": request.purpose},
        reason=reason,
    )
    told = {"kind": request.get_kind_display().capitalize(), "reason": reason or "—"}
    key, url = (
        f"privacy.lifted.{request.pk}.{at.timestamp():.0f}",
        reverse("privacy:request", args=[request.pk]),
    )
    if actor.person_id == request.person_id:
        tell_officers(
            actor=actor,
            organisation=request.keeper_id,
            kind="privacy.lifted_self",
            key=key,
            context={"name": request.person.full_name, **told},
            url=url,
            on=on,
            at=at,
        )
    else:
        notify(
            actor=actor,
            kind="privacy.lifted",
            key=key,
            at=at,
            people=[request.person_id],
            context=told,
            url=url,
        )
