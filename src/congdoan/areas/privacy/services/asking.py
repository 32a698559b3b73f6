"""Requests about one's own data: raising, acknowledging, answering, in the days the law gives."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from congdoan.areas.members.api import unscoped_belongs, unscoped_last_union
from congdoan.areas.privacy import policies
from congdoan.areas.privacy.enums import RequestKind, RequestSource, RequestState
from congdoan.areas.privacy.models import DataRequest
from congdoan.areas.privacy.rules.refusals import (
    GivenInTheFuture,
    NeedsPurpose,
    NoRecordOfYours,
    RequestClosed,
    RequestWaits,
    StillAMember,
    TooLongAgo,
)
from congdoan.areas.privacy.selectors.asking import USE
from congdoan.areas.privacy.selectors.keeping import unscoped_heir
from congdoan.areas.privacy.selectors.proposals import SCAN
from congdoan.areas.privacy.services.erasing import erase_facts
from congdoan.areas.privacy.services.limiting import carry_out
from congdoan.areas.privacy.services.telling import tell_officers
from congdoan.areas.privacy.services.work import sync_request
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.sealing import seal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person
from congdoan.kernel.periods.api import add_working_days
from congdoan.kernel.rulebook.api import value
from congdoan.support.files.api import store_file
from congdoan.support.notifications.api import notify

_LONGEST_AGO = 366


@dataclass(frozen=True)
class RequestData:
    kind: RequestKind
    text: str
    #: Which use is to stop (objecting, withdrawing a consent).
    purpose: str = ""


@transaction.atomic
def ask_about_data(*, actor: Actor, data: RequestData, on: date, at: datetime) -> DataRequest:
    """
    Use a right over one's own data; the clock starts today.

    :raises NoRecordOfYours: nobody keeps anything of them
    :raises RequestWaits: the same wish is open already
    """
    require_oneself(actor)
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    unit = unscoped_last_union(person.pk, on=on) if person else None
    if person is None or unit is None:
        raise NoRecordOfYours
    made = _open(actor, person, unit, data, RequestSource.SELF, on=on, received=on, at=at)
    tell_officers(
        actor=actor,
        organisation=made.keeper_id,
        kind="privacy.asked",
        key=f"privacy.asked.{made.pk}",
        context={
            "name": person.full_name,
            "kind": made.get_kind_display(),
            "due": f"{made.due:%d/%m/%Y}",
        },
        url=reverse("privacy:request", args=[made.pk]),
        on=on,
        at=at,
    )
    return made


@transaction.atomic
def record_request(
    *,
    actor: Actor,
    organisation: Organisation,
    person: Person,
    data: RequestData,
    received_on: date,
    upload: Any,
    on: date,
    at: datetime,
) -> DataRequest:
    """
    Write down a request that came on paper; the clock runs from the day it came.

    :raises GivenInTheFuture, TooLongAgo: a day nobody can mean
    :raises RequestWaits: the same wish of the same person is open already
    """
    actor.require(policies.RECEIVE, on=organisation)
    last = unscoped_last_union(person.pk, on=on)
    if last is None or organisation not in (last, unscoped_heir(last, on=on)):
        raise NotFound
    if received_on > on:
        raise GivenInTheFuture
    if (on - received_on).days > _LONGEST_AGO:
        raise TooLongAgo
    scan = None
    if upload is not None:
        scan = store_file(
            actor=actor, organisation=organisation, upload=upload, purpose=SCAN, at=at
        )
    return _open(
        actor, person, last, data, RequestSource.PAPER, on=on, received=received_on, at=at,
        scan=scan,
    )  # fmt: skip


def _open(
    actor: Actor,
    person: Person,
    unit: Organisation,
    data: RequestData,
    source: RequestSource,
    *,
    on: date,
    received: date,
    at: datetime,
    scan: Any = None,
) -> DataRequest:
    if data.kind in {RequestKind.OBJECT, RequestKind.WITHDRAW} and not data.purpose:
        raise NeedsPurpose
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    waiting = DataRequest.objects.filter(
        person=person,
        kind=data.kind,
        purpose=data.purpose,
        state__in=[RequestState.RECEIVED, RequestState.ACKNOWLEDGED],
    )
    if waiting.exists():
        raise RequestWaits
    keeper = unscoped_heir(unit, on=on)
    days = {
        name: int(value(f"privacy.clock.{name}", on=on, for_=keeper.pk))
        for name in ("acknowledge", data.kind.lower())
    }
    made = DataRequest.objects.create(
        person=person,
        organisation=unit,
        keeper=keeper,
        kind=data.kind,
        purpose=data.purpose,
        source=source,
        sealed_text=seal(data.text, use=USE),
        received_on=received,
        acknowledge_due=add_working_days(received, days["acknowledge"]),
        due=add_working_days(received, days[data.kind.lower()]),
        scan=scan,
        recorded_at=at,
    )
    sync_request(actor=actor, request=made, on=on, at=at)
    _log(actor, made, "requested", {"kind": made.kind, "source": made.source})
    return made


def _locked_open(request: DataRequest) -> DataRequest:
    rows = DataRequest.objects.select_for_update(of=("self",))
    found = rows.select_related("person", "organisation", "keeper").get(pk=request.pk)
    if not found.is_open:
        raise RequestClosed
    return found


@transaction.atomic
def acknowledge_request(*, actor: Actor, request: DataRequest, on: date, at: datetime) -> None:
    """
    Tell the person that their request has come and until when it is answered. Twice is once.

    :raises RequestClosed: answered or withdrawn meanwhile
    """
    actor.require(policies.RECEIVE, on=request.keeper)
    request = _locked_open(request)
    if request.state == RequestState.ACKNOWLEDGED:
        return
    request.state, request.acknowledged_on = RequestState.ACKNOWLEDGED, on
    request.acknowledged_by_name = actor.name[:120]
    request.save(update_fields=["state", "acknowledged_on", "acknowledged_by_name"])
    sync_request(actor=actor, request=request, on=on, at=at)
    _tell_person(actor, request, f"{request.due:%d/%m/%Y}", at=at)
    _log(actor, request, "acknowledged", {})


@transaction.atomic
def answer_request(
    *,
    actor: Actor,
    request: DataRequest,
    outcome: RequestState,
    answer: str,
    erase: bool,
    on: date,
    at: datetime,
) -> DataRequest:
    """
    Answer with the reason; ``erase`` carries a wish for deletion out at once.

    A granted restriction, objection or withdrawal takes effect with the answer.

    :raises RequestClosed: another officer was faster, or it was withdrawn
    :raises StillAMember: whose record cannot go while they belong somewhere
    :raises StillInOffice: who can still be reached by their office
    """
    actor.require(policies.ANSWER, on=request.keeper)
    request = _locked_open(request)
    if erase and request.kind == RequestKind.DELETE and outcome != RequestState.REFUSED:
        if unscoped_belongs(request.person_id, on=on):
            raise StillAMember
        request.erased = erase_facts(person=request.person, on=on, at=at)
    if outcome != RequestState.REFUSED:
        carry_out(actor=actor, request=request, at=at)
    if request.state == RequestState.RECEIVED:
        # An answer says that it has come.
        request.acknowledged_on, request.acknowledged_by_name = on, actor.name[:120]
    request.state, request.answer, request.answered_on = outcome, answer, on
    request.answered_by_name = actor.name[:120]
    request.save(
        update_fields=[
            "state", "answer", "answered_on", "answered_by_name", "erased", "acknowledged_on",
            "acknowledged_by_name",
        ]
    )  # fmt: skip
    sync_request(actor=actor, request=request, on=on, at=at)
    _tell_person(actor, request, answer, at=at)
    _log(actor, request, "request_answered", {"outcome": outcome, "erased": request.erased})
    return request


@transaction.atomic
def withdraw_request(*, actor: Actor, request: DataRequest, on: date, at: datetime) -> None:
    """
    Take one's own request back while it is open.

    :raises RequestClosed: answered or withdrawn meanwhile
    """
    require_oneself(actor)
    if request.person_id != actor.person_id:
        raise NotFound
    request = _locked_open(request)
    request.state = RequestState.WITHDRAWN
    request.save(update_fields=["state"])
    sync_request(actor=actor, request=request, on=on, at=at)
    _log(actor, request, "request_withdrawn", {"kind": request.kind})


def _tell_person(actor: Actor, request: DataRequest, text: str, *, at: datetime) -> None:
    notify(
        actor=actor,
        kind="privacy.request_state",
        key=f"privacy.request.{request.pk}.{request.state}",
        at=at,
        people=[request.person_id],
        context={
            "state": request.get_state_display(),
            "kind": request.get_kind_display().capitalize(),
            "text": text,
        },
        url=reverse("privacy:request", args=[request.pk]),
    )


def _log(actor: Actor, request: DataRequest, verb: str, changes: dict[str, Any]) -> None:
    record(
        actor=actor,
        verb=f"privacy.{verb}",
        target=request.person,
        organisation_id=request.keeper_id,
        changes={"request": request.pk, **changes},
    )
