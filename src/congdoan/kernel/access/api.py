"""The front door of access."""

from congdoan.kernel.access.policies import DELEGATE, EXPLAIN, GRANT, SUPPORT
from congdoan.kernel.access.selectors.explaining import Reason, unscoped_reasons
from congdoan.kernel.access.selectors.holdings import (
    Holding,
    capabilities_of_position,
    unscoped_delegations,
    unscoped_holdings,
)
from congdoan.kernel.access.services.actors import (
    OfficeActor,
    SystemActor,
    actor_for,
    system_actor,
)
from congdoan.kernel.access.services.delegating import (
    DelegatesToSelf,
    DelegationOutlivesOffice,
    NothingDelegated,
    NotInOffice,
    delegate,
    revoke_delegation,
)
from congdoan.kernel.access.services.granting import (
    GrantedAlready,
    NeedsDocument,
    end_grant,
    grant_role,
)
from congdoan.kernel.access.services.supporting import (
    SESSION_KEY,
    NeedsReason,
    end_support,
    running_support,
    start_support,
)

__all__ = [
    "DELEGATE",
    "EXPLAIN",
    "GRANT",
    "SESSION_KEY",
    "SUPPORT",
    "DelegatesToSelf",
    "DelegationOutlivesOffice",
    "GrantedAlready",
    "Holding",
    "NeedsDocument",
    "NeedsReason",
    "NotInOffice",
    "NothingDelegated",
    "OfficeActor",
    "Reason",
    "SystemActor",
    "actor_for",
    "capabilities_of_position",
    "delegate",
    "end_grant",
    "end_support",
    "grant_role",
    "revoke_delegation",
    "running_support",
    "start_support",
    "system_actor",
    "unscoped_delegations",
    "unscoped_holdings",
    "unscoped_reasons",
]
