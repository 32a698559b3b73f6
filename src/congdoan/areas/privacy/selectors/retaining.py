from django.db.models import QuerySet

from congdoan.areas.privacy import policies
from congdoan.areas.privacy.enums import RetentionState
from congdoan.areas.privacy.models import RetentionCase
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation


def waiting_cases(unit: Organisation) -> QuerySet[RetentionCase]:
    """Return whose facts are to go or are held at a union, the nearest day first."""
    open_ = [RetentionState.ANNOUNCED, RetentionState.HELD]
    rows = RetentionCase.objects.filter(keeper=unit, state__in=open_)
    return rows.select_related("person").order_by("erase_on", "pk")


def closed_cases(unit: Organisation) -> QuerySet[RetentionCase]:
    rows = RetentionCase.objects.filter(keeper=unit, state=RetentionState.ERASED)
    return rows.select_related("person").order_by("-closed_at", "-pk")


def get_case(actor: Actor, pk: int) -> RetentionCase:
    """:raises NotFound: when there is none, or it is not the actor's to decide"""
    rows = RetentionCase.objects.select_related("person", "organisation", "keeper")
    found = rows.filter(pk=pk).first()
    if found is None or not actor.may(policies.VIEW, on=found.keeper):
        raise NotFound
    return found
