"""Asking, before a person is written down, whether they are known already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from congdoan.foundation.actor import Actor
from congdoan.foundation.hooks import Hook
from congdoan.foundation.refusal import Refusal


class KnownAlready(Refusal):
    """Có thể đã có trong hệ thống: {people}. Nếu là người ấy, hãy chọn ở ô người đã có hoặc dùng “Chuyển sinh hoạt”; nếu là người khác, hãy đánh dấu “Đây là người khác” rồi ghi lại."""  # noqa: E501


@dataclass(frozen=True)
class Newcomer:
    """Somebody about to be written down for a union, and who writes."""

    actor: Actor
    organisation_id: int
    family_middle: str
    given_name: str
    gender: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    citizen_id: str = ""


@dataclass(frozen=True)
class Likely:
    """Somebody who may be the newcomer: no more of them than is needed to tell."""

    person_id: int
    name: str
    birth_year: int | None
    unit: str
    score: int

    def __str__(self) -> str:
        parts = [self.name, str(self.birth_year or ""), self.unit]
        return ", ".join(part for part in parts if part)


#: A later slice scores; that somebody looked is its to write down.
perhaps_known: Hook[Newcomer, list[Likely]] = Hook("people.perhaps_known")


def known_already(newcomer: Newcomer) -> Sequence[Likely]:
    """Return who may be the newcomer, the likeliest first."""
    found = [one for answer in perhaps_known.ask(newcomer) for one in answer]
    return sorted(found, key=lambda one: (-one.score, one.person_id))[:5]
