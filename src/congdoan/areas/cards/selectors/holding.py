"""Who of a union has a card, who lacks one, whose must be printed anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When

from congdoan.areas.cards import policies
from congdoan.areas.cards.enums import CardStanding
from congdoan.areas.cards.models import Card
from congdoan.areas.members.api import (
    countable_unit,
    current_membership,
    may_read_names,
    refuse_restricted,
    unscoped_named_members,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import restricted_people


def visible_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when there is no such union, or its cards are not the actor's to see"""
    unit = countable_unit(actor, pk)
    if not actor.may(policies.VIEW, on=unit):
        raise NotFound
    return unit


def unscoped_holding(unit: Organisation, *, on: date) -> QuerySet:  # type: ignore[type-arg]
    """
    Return the union's own memberships of a day with the card of that day and its ``standing``.

    What is printed is compared with what holds on the day: name, union, member's number.
    """
    lasting = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    cards = Card.objects.filter(lasting, person=OuterRef("person"), issued_on__lte=on)
    shown = {
        "card": "pk",
        "card_name": "printed_name",
        "card_unit": "organisation_id",
        "card_unit_name": "printed_unit",
        "card_number": "number",
    }
    rows = unscoped_named_members(unit, on=on).annotate(
        **{name: Subquery(cards.values(field)[:1]) for name, field in shown.items()}
    )
    stale = (
        ~Q(card_name=F("full_name"))
        | ~Q(card_unit=unit.pk)
        | ~Q(card_unit_name=name_of(unit, on=on))
        | (~Q(member_no="") & ~Q(card_number=F("member_no")))
    )
    standing = Case(
        When(card__isnull=True, then=Value(CardStanding.NONE.value)),
        When(stale, then=Value(CardStanding.STALE.value)),
        default=Value(CardStanding.CURRENT.value),
    )
    return rows.annotate(standing=standing)


@dataclass(frozen=True)
class Totals:
    members: int
    current: int
    stale: int
    missing: int

    @property
    def with_card(self) -> int:
        return self.current + self.stale


def unscoped_totals(unit: Organisation, *, on: date) -> Totals:
    rows = unscoped_holding(unit, on=on).order_by().values("standing").annotate(n=Count("pk"))
    found = {row["standing"]: row["n"] for row in rows}
    current, stale, missing = (
        found.get(one, 0) for one in (CardStanding.CURRENT, CardStanding.STALE, CardStanding.NONE)
    )
    return Totals(current + stale + missing, current, stale, missing)


def cards_of(person: int) -> list[Card]:
    """Return every card a person was given, the newest first."""
    return list(Card.objects.filter(person_id=person).order_by("-issue", "-pk"))


def open_card(person: int) -> Card | None:
    return Card.objects.filter(person_id=person, ended_on__isnull=True).first()


def keeper_of(card: Card, *, on: date) -> Organisation:
    """Return the union that looks after a card: where the person belongs, else the one on it."""
    membership = current_membership(card.person_id, on=on)
    return membership.organisation if membership else card.organisation


def get_card(actor: Actor, pk: int, *, at: datetime) -> tuple[Card, Organisation]:
    """
    Return a card and the union that looks after it.

    :raises NotFound: when there is none, or whose it is is not the actor's to know
    :raises RecordRestricted: when nothing but keeping is allowed with the person's data
    """
    card = Card.objects.select_related("person", "organisation").filter(pk=pk).first()
    if card is None:
        raise NotFound
    keeper = keeper_of(card, on=actor.today)
    seen = actor.may(policies.VIEW, on=keeper)
    if not seen or not may_read_names(actor, keeper, below=False, at=at):
        raise NotFound
    refuse_restricted(card.person_id)
    return card, keeper


def unscoped_cards(cards: Iterable[int]) -> list[Card]:
    """Return open cards in the order of their numbers in ``cards``; ended ones are left out."""
    wanted = list(cards)
    open_ones = Card.objects.filter(ended_on__isnull=True)
    found = open_ones.exclude(person__in=restricted_people()).in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def standing_of(person: int, unit: Organisation, *, on: date) -> CardStanding | None:
    """Return where a member of the union stands with their card; None: no member there today."""
    rows = unscoped_holding(unit, on=on).filter(person_id=person)
    found = rows.values_list("standing", flat=True).first()
    return CardStanding(found) if found else None
