"""Data-subject requests: one's own, and the register of a union."""

from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from congdoan.areas.privacy import policies
from congdoan.areas.privacy.enums import OPEN_REQUESTS, RequestKind, RequestState
from congdoan.areas.privacy.models import DataRequest
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.sealing import unseal
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Limit
from congdoan.kernel.rulebook.api import NoRuleInForce, label

USE = "privacy.requests"


def own_requests(actor: Actor) -> list[DataRequest]:
    rows = DataRequest.objects.filter(person_id=actor.person_id or 0)
    return list(rows.order_by("-received_on", "-pk")[:50])


def requests_at(unit: Organisation) -> QuerySet[DataRequest]:
    """Return a union's register: what is open first, by its day."""
    rows = DataRequest.objects.filter(keeper=unit).select_related("person")
    waiting = When(state__in=OPEN_REQUESTS, then=Value(0))
    return rows.annotate(
        closed=Case(waiting, default=Value(1), output_field=IntegerField())
    ).order_by("closed", "due", "pk")


def late(rows: QuerySet[DataRequest], *, on: date) -> QuerySet[DataRequest]:
    return rows.filter(
        Q(state__in=OPEN_REQUESTS, due__lt=on)
        | Q(state=RequestState.RECEIVED, acknowledge_due__lt=on)
    )


def get_request(actor: Actor, pk: int) -> DataRequest:
    """:raises NotFound: when there is none, or it is neither one's own nor one's union's"""
    rows = DataRequest.objects.select_related("person", "organisation", "keeper", "scan")
    found = rows.filter(pk=pk).first()
    own = found is not None and found.person_id == (actor.person_id or 0)
    if found is None or not (own or actor.may(policies.VIEW, on=found.keeper)):
        raise NotFound
    return found


def stops_nothing(request: DataRequest) -> bool:
    """An objection of before purposes were named was answered in words: no use can be told."""
    return request.kind == RequestKind.OBJECT and not request.purpose


def is_stopped(request: DataRequest) -> bool:
    """Tell whether what a request stopped is stopped still."""
    if request.kind not in {RequestKind.RESTRICT, RequestKind.OBJECT} or stops_nothing(request):
        return False
    if request.state not in {RequestState.GRANTED, RequestState.PARTLY}:
        return False
    rows = Limit.objects.standing().filter(person_id=request.person_id, purpose=request.purpose)
    return rows.exists()


def purpose_of(request: DataRequest) -> str:
    """Return the purpose a request is about, in the words of the day it came."""
    if not request.purpose:
        return ""
    try:
        return label("privacy.purpose", request.purpose, request.received_on)
    except NoRuleInForce:
        return request.purpose


def words_of(request: DataRequest) -> str:
    """Return what the person wrote (``get_request`` has checked whose it is)."""
    return unseal(request.sealed_text, use=USE)
