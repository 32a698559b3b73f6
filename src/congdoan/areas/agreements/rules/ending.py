"""Ending an agreement before its time: by whom it must be agreed, and what is refused."""

from datetime import date, timedelta

from congdoan.foundation.refusal import Refusal


def last_day_before(*, signed: date | None, begins: date, in_force: bool) -> date:
    """Return the day after which an agreement may end: it binds a day, or is signed, first."""
    if in_force:
        return begins
    return min(begins, signed or begins) - timedelta(days=1)


class EndsOutside(Refusal):
    """Ngày chấm dứt phải sau ngày {first} và không quá ngày {last} (hết thời hạn)."""


class NoPartyEnded(Refusal):
    """Ngày {day} mọi bên đều đang hoạt động; hãy chọn căn cứ “Các bên cùng thống nhất”."""


class PartyGone(Refusal):
    """{name} không còn hoạt động nên không trả lời được; hãy chọn căn cứ “Một bên đã kết thúc hoạt động”."""  # noqa: E501


class EndingAsked(Refusal):
    """Đã có đề nghị chấm dứt đang chờ trả lời; hãy trả lời đề nghị đó, hoặc chờ bên đề nghị rút."""


class EndingSettled(Refusal):
    """Đề nghị này đang ở bước “{state}” nên không {action} được; hãy tải lại trang để xem mới nhất."""  # noqa: E501


class EndingAnswered(Refusal):
    """Đơn vị đã trả lời đề nghị này; nếu đổi ý, hãy trao đổi với bên đề nghị."""
