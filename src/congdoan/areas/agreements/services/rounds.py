"""How a text goes round for signatures: who signs where, in which turn, and who follows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from congdoan.areas.agreements.models import Party
from congdoan.areas.agreements.rules.rounds import (
    FollowerIsParty,
    FollowerNotThere,
    Seat,
    refuse_unplanned_groups,
    refuse_unsure_parties,
)
from congdoan.areas.agreements.selectors.agreements import party_names
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person
from congdoan.kernel.rulebook.api import catalogue
from congdoan.support.signing import api as signing


@dataclass(frozen=True)
class PlaceData:
    """
    A place for one signature of a party.

    Empty fields mean the usual: the office the party named, its turn by the side it sits on, the
    packet's own deadline, no group.
    """

    organisation_id: int
    position: str = ""
    turn: int | None = None
    deadline: date | None = None
    group: str = ""


@dataclass(frozen=True)
class FollowerData:
    """Who watches, or gets the signed text: an organisation, or one person of it."""

    organisation_id: int
    kind: str = signing.Following.COPY
    person_id: int | None = None


@dataclass(frozen=True)
class RoundData:
    """What is particular about a round; a party that is not named has one usual place."""

    places: Sequence[PlaceData] = ()
    groups: Sequence[signing.GroupPlan] = ()
    followers: Sequence[FollowerData] = ()


USUAL = RoundData()


@dataclass(frozen=True)
class Plan:
    """A round as signing takes it."""

    slots: list[signing.SlotPlan]
    groups: list[signing.GroupPlan]
    followers: list[signing.FollowerPlan] = field(default_factory=list)


def plan_round(parties: Sequence[Party], data: RoundData, *, ordered: bool, on: date) -> Plan:
    """
    Return the places of all parties, in the order of the text, and who follows the round.

    :raises GroupUnplanned: when a place names a group nobody described
    :raises PartyMightNotSign: an agreement binds only who signs it, so every party surely signs
    :raises FollowerIsParty, FollowerNotThere: who cannot be one
    """
    places = _in_order(parties, data.places)
    called = party_names(parties, on=on)
    seats = [Seat(called[one.organisation_id], one.group) for _party, one in places]
    codes = {group.code: group.needed for group in data.groups}
    refuse_unplanned_groups(seats, codes)
    refuse_unsure_parties(seats, codes)
    sides = sorted({party.side for party in parties})
    slots = [
        signing.SlotPlan(
            organisation=party.organisation,
            positions=who_may_sign(one.position or party.signatory_position, on=on),
            turn=(one.turn or sides.index(party.side) + 1) if ordered else 1,
            deadline=one.deadline,
            group=one.group,
        )
        for party, one in places
    ]
    return Plan(slots, list(data.groups), _followers(parties, data.followers, on=on))


def _in_order(
    parties: Sequence[Party], wanted: Iterable[PlaceData]
) -> list[tuple[Party, PlaceData]]:
    """Return each party with its places; who is not mentioned has one."""
    given: dict[int, list[PlaceData]] = {}
    for place in wanted:
        given.setdefault(place.organisation_id, []).append(place)
    return [
        (party, place)
        for party in parties
        for place in given.get(party.organisation_id, [PlaceData(party.organisation_id)])
    ]


def _followers(
    parties: Sequence[Party], wanted: Sequence[FollowerData], *, on: date
) -> list[signing.FollowerPlan]:
    ids = [one.organisation_id for one in wanted]
    organisations = Organisation.objects.in_bulk(ids)
    people = Person.objects.in_bulk([one.person_id for one in wanted if one.person_id])
    called = names(ids, on=on)
    own = {party.organisation_id for party in parties}
    plans = []
    for one in wanted:
        name = called.get(one.organisation_id, "")
        if one.organisation_id in own and one.person_id is None:
            raise FollowerIsParty(name=name)
        organisation = organisations.get(one.organisation_id)
        if organisation is None or not organisation.exists_on(on):
            raise FollowerNotThere(name=name, day=f"{on:%d/%m/%Y}")
        person = people.get(one.person_id) if one.person_id else None
        plans.append(signing.FollowerPlan(organisation, signing.Following(one.kind), person))
    return plans


def who_may_sign(position: str, *, on: date) -> tuple[str, ...]:
    """Return the office a party named and its deputies, who sign for it (KT.; rulebook)."""
    deputies = (
        entry.code
        for entry in catalogue("position", on=on)
        for way in entry.attributes.get("signs", [])
        if way.get("prefix") == "KT" and way.get("position") == position
    )
    return (position, *deputies)
