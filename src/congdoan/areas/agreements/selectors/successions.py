"""Open questions who takes a party's place."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from congdoan.areas.agreements.enums import SuccessionState
from congdoan.areas.agreements.models import Agreement, Succession
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation

OPEN = (SuccessionState.ASKED, SuccessionState.AGREED)


def open_successions(agreement: Agreement) -> "QuerySet[Succession]":
    return (
        Succession.objects.filter(agreement=agreement, state__in=OPEN)
        .select_related("party")
        .order_by("party__order", "pk")
    )


def find_succession(agreement: Agreement, pk: int) -> Succession:
    """:raises NotFound: when the agreement (which the caller may see) has no such question"""
    found = (
        Succession.objects.filter(agreement=agreement, pk=pk)
        .select_related(
            "agreement__drafting", "party__organisation", "leaving", "successor", "keeper"
        )
        .first()
    )
    if found is None:
        raise NotFound
    return found


def find_successor(pk: int) -> Organisation:
    """:raises NotFound: when there is no such organisation"""
    found = Organisation.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def due_successions(*, on: date) -> Iterator[Succession]:
    """Return what was agreed and whose day has come."""
    rows = Succession.objects.filter(state=SuccessionState.AGREED, on__lte=on)
    yield from rows.order_by("on", "pk").iterator()
