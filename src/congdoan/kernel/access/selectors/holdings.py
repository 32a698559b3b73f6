"""What a person holds on a day: by office, by grant, by delegation."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from django.db.models import Q, QuerySet
import yaml

from congdoan.foundation.capabilities import declared
from congdoan.kernel.access.enums import Reach
from congdoan.kernel.access.models import Delegation, Grant
from congdoan.kernel.people.models import Office


@dataclass(frozen=True)
class Holding:
    """
    One role at one organisation.

    ``limit`` narrows every capability's own reach (a grant HERE of a role that reaches BELOW
    reaches HERE); ``only`` narrows to named capabilities (a delegation).
    """

    role: str
    organisation_id: int | None
    limit: str
    only: frozenset[str] | None = None
    source: str = "office"
    source_id: int | None = None

    def narrowed(self, reach: str) -> str:
        order = [Reach.HERE, Reach.CHILDREN, Reach.BELOW, Reach.ALL]
        return min(Reach(reach), Reach(self.limit), key=order.index)


@cache
def roles_of_positions() -> dict[str, str]:
    """Return the role each position carries (``data/positions.yaml``)."""
    text = files("congdoan.kernel.access").joinpath("data/positions.yaml").read_text("utf-8")
    roles: dict[str, str] = yaml.safe_load(text)
    return roles


def capabilities_of_position(position: str) -> dict[str, str]:
    """Return what an office carries: capability name → reach."""
    role = roles_of_positions().get(position)
    return {
        capability.name: reach
        for capability in declared().values()
        for holder, reach in capability.held_by
        if holder == role
    }


def unscoped_holdings(person_id: int, *, on: date) -> list[Holding]:
    """Return everything a person holds on ``on``; three queries."""
    roles = roles_of_positions()
    held = [
        Holding(roles[office.position], office.organisation_id, Reach.BELOW, source_id=office.pk)
        for office in Office.objects.on(on).filter(person_id=person_id).order_by("pk")
        if office.position in roles
    ]
    held += [
        Holding(grant.role, grant.organisation_id, grant.reach, None, "grant", grant.pk)
        for grant in Grant.objects.on(on).filter(person_id=person_id).order_by("pk")
    ]
    held += [
        Holding(
            roles[delegation.office.position],
            delegation.office.organisation_id,
            Reach.HERE,
            frozenset(delegation.capabilities),
            "delegation",
            delegation.pk,
        )
        for delegation in unscoped_delegations(on=on).filter(delegate_id=person_id)
        if delegation.office.position in roles
    ]
    return held


def unscoped_delegations(*, on: date) -> QuerySet[Delegation]:
    """Return the delegations in force on ``on``: not revoked, and their office still held."""
    return (
        Delegation.objects.on(on)
        .filter(Q(revoked_on__isnull=True) | Q(revoked_on__gt=on), office__valid__contains=on)
        .select_related("office", "office__person")
        .order_by("pk")
    )
