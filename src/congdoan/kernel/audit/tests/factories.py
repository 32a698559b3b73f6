from dataclasses import dataclass
from datetime import date

from congdoan.kernel.accounts.models import User


@dataclass(frozen=True)
class Writer:
    """As much of an actor as the trail reads."""

    user_id: int | None = None
    name: str = "Trần Thị Lan"
    acting_for: str = ""
    person_id: int | None = None
    organisation_id: int | None = None
    today: date = date(2026, 3, 2)
    as_of: date = date(2026, 3, 2)


def make_user(username: str = "lan") -> User:
    user = User(username=username, display_name=username.title())
    user.set_unusable_password()
    user.save()
    return user
