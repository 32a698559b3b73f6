"""Who holds a party's place from when: one organisation a day, without a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from congdoan.foundation.refusal import Refusal


@dataclass(frozen=True)
class Holding:
    """An organisation holds a place in ``[since, until)``; ``until`` None = still."""

    organisation_id: int
    since: date
    until: date | None = None


def taken_over(
    holdings: Sequence[Holding], *, first: Holding, successor: int, on: date
) -> list[Holding]:
    """
    Return the holdings after ``successor`` took the place over on ``on``.

    ``first`` is who held it from the beginning; it counts while nobody has followed yet.

    :raises TakenOverTooEarly: the one before must have held it for a day at least
    """
    chain = list(holdings) or [first]
    last = chain[-1]
    if on <= last.since:
        raise TakenOverTooEarly(day=f"{last.since:%d/%m/%Y}")
    return [
        *chain[:-1],
        Holding(last.organisation_id, last.since, on),
        Holding(successor, on),
    ]


class TakenOverTooEarly(Refusal):
    """Bên đang giữ vị trí này từ ngày {day}; ngày thay phải sau ngày đó."""


class SuccessorMissing(Refusal):
    """Hãy chọn đơn vị thay."""


class SuccessionSettled(Refusal):
    """Việc này đã được quyết định; hãy tải lại trang để xem kết quả."""


class NotTheSuccessor(Refusal):
    """Chỉ đơn vị được đề nghị thay mới nhận hoặc từ chối."""


class TooFewWouldStay(Refusal):
    """Thôi tham gia thì chỉ còn một bên; hãy chấm dứt văn bản hoặc chọn đơn vị thay."""


class SucceedsItself(Refusal):
    """Đơn vị thay phải khác đơn vị đang giữ vị trí này."""
