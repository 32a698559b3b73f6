"""Who may do what on an organisation, and why: the same holdings that ``Actor`` reads."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from congdoan.foundation.capabilities import Capability, declared
from congdoan.kernel.access.enums import Reach, Role
from congdoan.kernel.access.models import Grant
from congdoan.kernel.access.selectors.holdings import roles_of_positions, unscoped_delegations
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
    role: str, depth: int, limit: str, only: frozenset[str] | None
) -> tuple[Capability, ...]:
    """Return the capabilities a role gives on an organisation ``depth`` steps below."""
    order = [Reach.HERE, Reach.CHILDREN, Reach.BELOW, Reach.ALL]
    needed = min(depth, 2)
    return tuple(
        capability
        for capability in declared().values()
        for holder, reach in capability.held_by
        if holder == role
        and (only is None or capability.name in only)
        and min(order.index(Reach(reach)), order.index(Reach(limit))) >= needed
    )


def unscoped_reasons(organisation: Organisation, *, on: date) -> list[Reason]:
    """Return everybody who holds something on ``organisation`` on ``on``; four queries."""
    depths = dict(
        Lineage.objects.filter(
            hierarchy_id=HierarchyId.COMMAND, descendant=organisation, reach__contains=on
        ).values_list("ancestor_id", "depth")
    )
    depths.setdefault(organisation.pk, 0)
    return [
        reason
        for reason in (
            *_by_office(depths, on),
            *_by_grant(depths, on),
            *_by_delegation(depths, on),
        )
        if reason.capabilities
    ]


def _by_office(depths: dict[int, int], on: date) -> list[Reason]:
    roles = roles_of_positions()
    offices = Office.objects.on(on).filter(organisation_id__in=depths).select_related("person")
    return [
        Reason(
            office.person,
            office.organisation_id,
            roles[office.position],
            "office",
            office.position,
            _held_at(roles[office.position], depths[office.organisation_id], Reach.BELOW, None),
            office.valid.upper,
            office.decision_no,
        )
        for office in offices.order_by("organisation_id", "person__sort_key")
        if office.position in roles
    ]


def _by_grant(depths: dict[int, int], on: date) -> list[Reason]:
    grants = Grant.objects.on(on).filter(organisation_id__in=depths).select_related("person")
    return [
        Reason(
            grant.person,
            grant.organisation_id,
            grant.role,
            "grant",
            "",
            _held_at(grant.role, depths[grant.organisation_id], grant.reach, None),
            grant.valid.upper,
            grant.decision_no,
        )
        for grant in grants.order_by("organisation_id", "person__sort_key")
    ]


def _by_delegation(depths: dict[int, int], on: date) -> list[Reason]:
    roles = roles_of_positions()
    delegations = unscoped_delegations(on=on).filter(
        Q(office__organisation_id__in=[pk for pk, depth in depths.items() if depth == 0])
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
                0,
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
