"""
What happens to accounts, told upward.

The audit trail stands above accounts and answers ``happened``; offices and rights stand above too
and answer the two questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from congdoan.foundation.actor import Actor
from congdoan.foundation.hooks import Hook, Veto
from congdoan.kernel.accounts.models import User


@dataclass(frozen=True)
class AccountEvent:
    """One act on ``user``'s account; ``verb`` without the slice's name, e.g. ``signed_in``."""

    verb: str
    user: User
    actor: Actor
    organisation_id: int | None = None
    changes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Reissue:
    """A new activation code is about to be given for an account that exists."""

    actor: Actor
    user: User
    organisation_id: int


happened: Hook[AccountEvent, None] = Hook("accounts.happened")
#: Payload: the user's id. True obliges to a second factor (signing, personal data).
needs_second_factor: Hook[int, bool] = Hook("accounts.needs_second_factor")
#: Veto when the user also serves where the actor has no say: a new code is a way into the account.
reissuing: Hook[Reissue, Veto] = Hook("accounts.reissuing")
