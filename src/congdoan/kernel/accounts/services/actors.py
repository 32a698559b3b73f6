"""Actors for the moments when no rights are in play: somebody at their own account, or nobody."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db.models import Q, QuerySet

from congdoan.foundation.capabilities import Capability
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.accounts.models import User

#: Written into the trail, hence in one language.
NOBODY = "Người chưa đăng nhập"


@dataclass(frozen=True)
class Oneself:
    """Acts on one's own account only; holds no right."""

    user_id: int | None
    name: str
    today: date
    person_id: int | None = None
    organisation_id: int | None = None
    acting_for: str = ""

    @property
    def as_of(self) -> date:
        return self.today

    def reach(self, capability: Capability) -> QuerySet[Any]:
        return User.objects.none()

    def within(self, capability: Capability, key: str, *, few: bool = False) -> Any:
        return Q(pk__in=[])

    def held_at(self, capability: Capability) -> frozenset[int] | None:
        return frozenset()

    def may(self, capability: Capability, *, on: Any) -> bool:
        return False

    def may_somewhere(self, capability: Capability) -> bool:
        return False

    def require(self, capability: Capability, *, on: Any) -> None:
        raise NotAllowed

    def looking_at(self, day: date) -> Self:
        return self


def oneself(user: User, *, on: date) -> Oneself:
    return Oneself(user_id=user.pk, name=user.display_name or user.username, today=on)


def nobody(*, on: date) -> Oneself:
    """Return the actor of what somebody did before signing in."""
    return Oneself(user_id=None, name=NOBODY, today=on)
