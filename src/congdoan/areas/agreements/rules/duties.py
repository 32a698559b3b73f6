"""What may be done with a duty in which state, by whom, and which days it covers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
import re

from congdoan.areas.agreements.enums import DutyState, Side
from congdoan.foundation.refusal import Refusal


class DutyAction(StrEnum):
    REQUEST = "request"
    REPORT = "report"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    DISPUTE = "dispute"
    WAIVE = "waive"
    REINSTATE = "reinstate"
    LAPSE = "lapse"
    CARRY = "carry"


_O, _D, _A, _X, _W, _K = (
    DutyState.OPEN,
    DutyState.DONE,
    DutyState.ACCEPTED,
    DutyState.DISPUTED,
    DutyState.WAIVED,
    DutyState.CARRIED,
)

#: (state, action) → the state afterwards; a pair that is missing is refused.
TABLE: dict[tuple[DutyState, DutyAction], DutyState] = {
    (_O, DutyAction.REPORT): _D,
    (_O, DutyAction.WAIVE): _W,
    (_O, DutyAction.LAPSE): _W,
    (_O, DutyAction.CARRY): _K,
    (_D, DutyAction.WITHDRAW): _O,
    (_D, DutyAction.ACCEPT): _A,
    (_D, DutyAction.DISPUTE): _X,
    (_X, DutyAction.REPORT): _D,
    (_X, DutyAction.WAIVE): _W,
    (_X, DutyAction.LAPSE): _W,
    (_X, DutyAction.CARRY): _K,
    (_W, DutyAction.REINSTATE): _O,
}

#: Still owed by whoever bears it.
OWED = (_O, _X)


def allowed(state: str, action: DutyAction) -> bool:
    return (DutyState(state), action) in TABLE


def after(state: str, action: DutyAction) -> DutyState:
    """
    Return the state ``action`` leads to.

    :raises KeyError: for a pair ``allowed`` denies
    """
    return TABLE[DutyState(state), action]


@dataclass(frozen=True)
class Seat:
    """A party as these rules see it."""

    organisation_id: int
    side: str


def facing(parties: Iterable[Seat], doer: int) -> set[int]:
    """
    Return who judges what ``doer`` has done: the parties of the other side, never itself.

    Where nobody sits opposite, all the others do.
    """
    seats = list(parties)
    sides = {seat.side for seat in seats if seat.organisation_id == doer}
    others = {seat.organisation_id for seat in seats} - {doer}
    opposite = {
        seat.organisation_id
        for seat in seats
        if seat.side not in sides and seat.side != Side.JOINT and seat.organisation_id != doer
    }
    return opposite if opposite and Side.JOINT not in sides else others


@dataclass(frozen=True)
class Stretch:
    """The days of one period; ``last`` is the last of them."""

    period_id: int | None
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def owed(periods: Sequence[Stretch], *, first: date, last: date) -> list[Stretch]:
    """
    Return the periods within ``first`` … ``last``, those at the edges cut to it.

    A piece of less than a third of its period asks for nothing, unless there is no other: a year's
    work is not owed for two days of August.
    """
    pieces = [
        (Stretch(one.period_id, max(one.first, first), min(one.last, last)), one)
        for one in periods
        if one.first <= last and one.last >= first
    ]
    whole = [piece for piece, one in pieces if piece.days * 3 >= one.days]
    if whole or not pieces:
        return whole
    return [max((piece for piece, _ in pieces), key=lambda piece: piece.days)]


def up_to_next(stretches: Sequence[Stretch], *, on: date) -> list[Stretch]:
    """Return what has begun by ``on`` and the one after it."""
    begun = [one for one in stretches if one.first <= on]
    return [*begun, *stretches[len(begun) : len(begun) + 1]]


def within(first: date, last: date, days: int) -> date:
    """Return the day ``days`` after ``first``, but not beyond ``last``."""
    return min(last, first + timedelta(days=days))


_LINK = re.compile(r"^(https?://[^\s/]+\S*|/(?!/)\S*)$", re.IGNORECASE)


def is_link(text: str) -> bool:
    """Tell whether a text is an address of the web or a path of this product."""
    return len(text) <= 500 and bool(_LINK.match(text))


class DutyNotThere(Refusal):
    """Nhiệm vụ đang “{state}” nên không {action} được; hãy tải lại trang để xem mới nhất."""


class NotTheBearer(Refusal):
    """Việc này không thuộc trách nhiệm của {name}; chỉ bên phải làm mới báo cáo được."""


class NotTheOtherParty(Refusal):
    """{name} không thể tự xác nhận: chỉ bên kia xác nhận hoặc trả lại kết quả."""


class OwnReport(Refusal):
    """Bạn chính là người đã báo cáo việc này; hãy để người khác của bên kia xác nhận."""


class NotBegunYet(Refusal):
    """Kỳ của việc này từ ngày {day} mới bắt đầu; hãy báo cáo từ ngày đó, hoặc chọn việc kỳ này."""


class DoneOnWrong(Refusal):
    """Ngày làm phải từ ngày {first} đến hôm nay."""


class ResultMissing(Refusal):
    """Hãy ghi kết quả đã làm được để bên kia xác nhận."""


class EvidenceMissing(Refusal):
    """Việc này phải kèm minh chứng; hãy chọn một tệp, một hồ sơ hoặc dán một liên kết."""


class LinkWrong(Refusal):
    """“{link}” chưa phải là liên kết; hãy chép nguyên địa chỉ bắt đầu bằng https:// hoặc /."""


class RecordNotThere(Refusal):
    """Không mở được hồ sơ đã chọn làm minh chứng; hãy chọn hồ sơ khác hoặc đính tệp."""


class WhyNeeded(Refusal):
    """Hãy ghi lý do để bên kia biết cần làm gì tiếp."""


class NotOnRequest(Refusal):
    """Việc này làm theo định kỳ, không cần yêu cầu; hãy xem hạn của kỳ này trong danh sách."""


class NotInForce(Refusal):
    """Văn bản không có hiệu lực vào ngày {day} nên không phát sinh nhiệm vụ."""


class RequestDueWrong(Refusal):
    """Hạn phải từ hôm nay đến hết thời hạn của văn bản ({last})."""


class Outcome(StrEnum):
    """How a duty counts in the progress of an agreement on a day."""

    ON_TIME = "on_time"
    LATE = "late"
    WAITING = "waiting"
    RETURNED = "returned"
    OVERDUE = "overdue"
    UPCOMING = "upcoming"
    WAIVED = "waived"


def outcome(state: str, *, due: date, done_on: date | None, on: date) -> Outcome:
    """
    Return how a duty counts on ``on``; what is late stays late after it was confirmed.

    What went on into the next agreement was not done in this one's time, if that had come.
    """
    if state == DutyState.ACCEPTED:
        return Outcome.ON_TIME if done_on is not None and done_on <= due else Outcome.LATE
    if state in (*OWED, DutyState.CARRIED) and due < on:
        return Outcome.OVERDUE
    return {
        DutyState.DONE: Outcome.WAITING,
        DutyState.DISPUTED: Outcome.RETURNED,
        DutyState.OPEN: Outcome.UPCOMING,
        DutyState.WAIVED: Outcome.WAIVED,
        DutyState.CARRIED: Outcome.WAIVED,
    }[DutyState(state)]
