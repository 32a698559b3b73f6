"""Delegations as people see them."""

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Q

from congdoan.foundation.capabilities import Capability, declared, tasks_among
from congdoan.kernel.access import policies
from congdoan.kernel.access.models import Delegation
from congdoan.kernel.access.selectors.holdings import capabilities_of_position
from congdoan.kernel.organisations.api import names
from congdoan.kernel.people.models import Office


@dataclass(frozen=True)
class DelegationRow:
    """One delegation in words."""

    delegation: Delegation
    organisation: str
    labels: list[str]
    active: bool
    mine: bool


def delegations_of(person: int, *, on: date) -> list[DelegationRow]:
    """Return what a person gave and received, newest first."""
    rows = list(
        Delegation.objects.filter(Q(office__person_id=person) | Q(delegate_id=person))
        .select_related("office__person", "delegate", "office")
        .order_by("-valid", "-pk")[:100]
    )
    known = names({row.office.organisation_id for row in rows}, on=on)
    labels = {name: capability.title for name, capability in declared().items()}
    return [
        DelegationRow(
            row,
            known.get(row.office.organisation_id, ""),
            [labels.get(name, name) for name in tasks_among(row.capabilities)],
            _active(row, on),
            row.office.person_id == person,
        )
        for row in rows
    ]


def _active(row: Delegation, on: date) -> bool:
    held = row.office.held_on(on) and row.valid.lower <= on < row.valid.upper
    return held and (row.revoked_on is None or row.revoked_on > on)


def tasks_to_lend(office: Office) -> list[tuple[str, list[Capability]]]:
    """Return the tasks an office may lend, by area; lending itself is never lent on."""
    known = declared()
    held = capabilities_of_position(office.position)
    by_area: dict[str, list[Capability]] = {}
    for name in tasks_among([name for name in held if name != policies.DELEGATE.name]):
        by_area.setdefault(name.split(".")[0], []).append(known[name])
    return [
        (str(area.verbose_name), by_area[area.label])
        for area in reversed(list(apps.get_app_configs()))
        if area.label in by_area
    ]


def own_offices(person: int | None, *, on: date) -> list[Office]:
    return list(Office.objects.on(on).filter(person_id=person or 0).order_by("pk"))
