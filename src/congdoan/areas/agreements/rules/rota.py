"""Which reviews an agreement has, and whose turn it is to hold each."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from congdoan.areas.agreements.enums import ReviewKind
from congdoan.foundation.refusal import Refusal

Host = TypeVar("Host")

#: An agreement younger than this at the end of a window has nothing to review yet.
YOUNG = timedelta(days=90)


@dataclass(frozen=True)
class Window:
    """Month and day between which the yearly review is held."""

    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True)
class PlannedReview:
    """A review to be held from ``first`` to ``last``; ``turn`` counts years from the first one."""

    kind: ReviewKind
    year: int
    turn: int
    first: date
    last: date


def host_of(rota: Sequence[Host], turn: int) -> Host:
    """Return whose turn it is; a year that was missed or changed shifts nobody else's."""
    return rota[turn % len(rota)]


def add_months(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def planned_reviews(
    *, first: date, last: date, window: Window, final_months: int
) -> list[PlannedReview]:
    """
    Return the reviews of an agreement that runs from ``first`` to ``last``.

    One each year in the window at the end of the school year, and the final one around ``last``;
    a yearly one whose window meets the final one's is part of it.
    """
    end_from, end_through = add_months(last, -final_months), add_months(last, final_months)
    yearly = []
    for year in range(first.year, last.year + 1):
        begins, ends = date(year, *window.first), date(year, *window.last)
        if ends - first >= YOUNG and begins <= last and ends < end_from:
            yearly.append((year, begins, ends))
    first_year = yearly[0][0] if yearly else last.year
    reviews = [
        PlannedReview(ReviewKind.INTERIM, year, year - first_year, begins, ends)
        for year, begins, ends in yearly
    ]
    turn = reviews[-1].turn + 1 if reviews else 0
    begins = max(end_from, first)
    return [*reviews, PlannedReview(ReviewKind.FINAL, last.year, turn, begins, end_through)]


class ReviewHeld(Refusal):
    """Kết quả đã được chốt; hãy mở lại (ghi lý do) nếu cần sửa."""


class ReviewNotHeld(Refusal):
    """Chưa chốt kết quả nên không có gì để mở lại."""


class HeldOnWrong(Refusal):
    """Ngày tổ chức phải từ ngày {first} đến hôm nay."""


class ResultsMissing(Refusal):
    """Hãy ghi kết quả trước khi chốt."""


class HostNotAParty(Refusal):
    """Bên chủ trì phải là một bên của văn bản."""


class SameHost(Refusal):
    """Bên này đang đến lượt chủ trì; hãy chọn bên khác."""


class HostChangeAsked(Refusal):
    """Đang có một đề nghị đổi bên chủ trì chờ trả lời; hãy trả lời hoặc rút đề nghị đó trước."""


class HostChangeSettled(Refusal):
    """Đề nghị đổi bên chủ trì không còn chờ trả lời; hãy tải lại trang để xem mới nhất."""


class NotAsked(Refusal):
    """Chỉ bên đang đến lượt và bên nhận lượt trả lời đề nghị này."""


class HostReasonNeeded(Refusal):
    """Đổi lượt chủ trì phải ghi lý do để các bên cùng biết."""
