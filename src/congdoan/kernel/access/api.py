"""The front door of access."""

from congdoan.kernel.access.selectors.holdings import Holding, unscoped_delegations
from congdoan.kernel.access.services.actors import (
    OfficeActor,
    SystemActor,
    actor_for,
    system_actor,
)

__all__ = [
    "Holding",
    "OfficeActor",
    "SystemActor",
    "actor_for",
    "system_actor",
    "unscoped_delegations",
]
