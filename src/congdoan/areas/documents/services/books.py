"""The books of a unit: numbers kept free or let go, the way of numbering, the end of a year."""

from datetime import date, datetime

from django.db import transaction

from congdoan.areas.documents import policies
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.numbering import api as numbering
from congdoan.support.numbering.api import Number, Shelf


def _record(actor: Actor, verb: str, unit: Organisation, **changes: object) -> None:
    audit.record(
        actor=actor,
        verb=f"documents.{verb}",
        target=unit,
        organisation_id=unit.pk,
        changes=changes,
    )


@transaction.atomic
def reserve(
    *,
    actor: Actor,
    unit: Organisation,
    register: str,
    type_code: str,
    count: int,
    reason: str,
    on: date,
    at: datetime,
) -> list[Number]:
    """Keep the next numbers free; what numbering refuses stands in the form."""
    actor.require(policies.ISSUE, on=unit)
    series = numbering.series_of(unit.pk, register, year=on.year, type_code=type_code)
    made = numbering.reserve_numbers(
        actor=actor,
        shelf=Shelf(unit.pk, register, series),
        count=count,
        reason=reason,
        on=on,
        at=at,
    )
    _record(actor, "reserved", unit, numbers=[one.text for one in made], reason=reason)
    return made


@transaction.atomic
def release(*, actor: Actor, unit: Organisation, number: int, reason: str, at: datetime) -> Number:
    """:raises NotFound: when no such number is kept free here."""
    actor.require(policies.ISSUE, on=unit)
    if not numbering.unscoped_reserved(unit.pk).filter(pk=number).exists():
        raise NotFound
    gone = numbering.release_number(actor=actor, number=number, reason=reason, at=at)
    _record(actor, "released", unit, number=gone.text, reason=reason)
    return gone


@transaction.atomic
def choose_series(
    *, actor: Actor, unit: Organisation, register: str, from_year: int, by_type: bool
) -> None:
    actor.require(policies.ISSUE, on=unit)
    numbering.choose_series(
        organisation=unit.pk, register=register, from_year=from_year, by_type=by_type
    )
    _record(actor, "series_chosen", unit, register=register, year=from_year, by_type=by_type)


@transaction.atomic
def close_year(*, actor: Actor, unit: Organisation, year: int, at: datetime) -> int:
    actor.require(policies.ISSUE, on=unit)
    closed = numbering.close_books(actor=actor, organisation=unit.pk, year=year, at=at)
    _record(actor, "year_closed", unit, year=year, books=closed)
    return closed
