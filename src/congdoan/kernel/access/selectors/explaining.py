"""Who may do what on an organisation, and why: the same holdings that ``Actor`` reads."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from congdoan.foundation.capabilities import Capability, declared
from congdoan.kernel.access.enums import Reach, Role
from congdoan.kernel.access.models import Grant
from congdoan.kernel.access.selectors.holdings import roles_of_positions, unscoped_delegations
from congdoan.kernel.organisations.api import unscoped_heirs
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation
from congdoan.kernel.people.models import Office, Person


@dataclass(frozen=True)
class Reason:
    """One person's right on an organisation and where it comes from."""

    person: Person
    organisation_id: int
    role: str
    source: str
    position: str
    capabilities: tuple[Capability, ...]
    until: date | None
    decision_no: str


def _held_at(
    role: str, place: "_Place", limit: str, only: frozenset[str] | None
) -> tuple[Capability, ...]:
    """Return the capabilities a role at ``place`` gives on the organisation asked about."""
    order = [Reach.HERE, Reach.CHILDREN, Reach.BELOW, Reach.ALL]
    needed = min(place.depth, 2)
    return tuple(
        capability
        for capability in declared().values()
        for holder, reach in capability.held_by
        if holder == role
        and (capability.inherited or not place.succeeded)
        and (only is None or capability.name in only)
        and min(order.index(Reach(reach)), order.index(Reach(limit))) >= needed
    )


def unscoped_reasons(organisation: Organisation, *, on: date) -> list[Reason]:
    """Return everybody who holds something on ``organisation`` on ``on``; five queries."""
    places = _places(organisation, on)
    return [
        reason
        for reason in (
            *_by_office(places, on),
            *_by_grant(places, on),
            *_by_delegation(places, on),
        )
        if reason.capabilities
    ]


@dataclass(frozen=True)
class _Place:
    """Where a right on the organisation asked about may be held."""

    depth: int
    #: It stands in the place of the organisation, or of one that stood above it.
    succeeded: bool = False


def _places(organisation: Organisation, on: date) -> dict[int, _Place]:
    """Return who stands above the organisation, and who succeeded it or one of those."""
    above = dict(
        Lineage.objects.filter(
            hierarchy_id=HierarchyId.COMMAND, descendant=organisation, reach__contains=on
        ).values_list("ancestor_id", "depth")
    )
    above.setdefault(organisation.pk, 0)
    places = {pk: _Place(depth) for pk, depth in above.items()}
    for pk, succession in unscoped_heirs(above, on=on).items():
        for heir in succession.heirs:
            places.setdefault(heir, _Place(above[pk], succeeded=True))
    return places


def _by_office(places: dict[int, _Place], on: date) -> list[Reason]:
    roles = roles_of_positions()
    offices = Office.objects.on(on).filter(organisation_id__in=places).select_related("person")
    return [
        Reason(
            office.person,
            office.organisation_id,
            roles[office.position],
            "office",
            office.position,
            _held_at(roles[office.position], places[office.organisation_id], Reach.BELOW, None),
            office.valid.upper,
            office.decision_no,
        )
        for office in offices.order_by("organisation_id", "person__sort_key")
        if office.position in roles
    ]


def _by_grant(places: dict[int, _Place], on: date) -> list[Reason]:
    grants = Grant.objects.on(on).filter(organisation_id__in=places).select_related("person")
    return [
        Reason(
            grant.person,
            grant.organisation_id,
            grant.role,
            "grant",
            "",
            _held_at(grant.role, places[grant.organisation_id], grant.reach, None),
            grant.valid.upper,
            grant.decision_no,
        )
        for grant in grants.order_by("organisation_id", "person__sort_key")
    ]


def _by_delegation(places: dict[int, _Place], on: date) -> list[Reason]:
    roles = roles_of_positions()
    delegations = unscoped_delegations(on=on).filter(
        Q(office__organisation_id__in=[pk for pk, place in places.items() if place.depth == 0])
    )
    return [
        Reason(
            delegation.delegate,
            delegation.office.organisation_id,
            roles.get(delegation.office.position, Role.MEMBER),
            "delegation",
            delegation.office.position,
            _held_at(
                roles.get(delegation.office.position, Role.MEMBER),
                places[delegation.office.organisation_id],
                Reach.HERE,
                frozenset(delegation.capabilities),
            ),
            delegation.valid.upper,
            delegation.decision_no,
        )
        for delegation in delegations.select_related("delegate")
    ]


def matrix() -> list[tuple[str, dict[str, str]]]:
    """Return every capability with its reach by role, for the committed snapshot."""
    return [(name, dict(capability.held_by)) for name, capability in declared().items()]
