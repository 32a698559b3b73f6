"""How quickly the parties read what they send each other, and what is refused."""

from collections.abc import Iterable
from statistics import median

from congdoan.foundation.refusal import Refusal


def typical(days: Iterable[int]) -> float | None:
    """Return the median number of days until something was read; None when nothing was."""
    given = list(days)
    return float(median(given)) if given else None


class NothingSent(Refusal):
    """Hãy ghi nội dung, chọn một tệp hoặc dán một liên kết để gửi."""


class NobodyToSendTo(Refusal):
    """Hãy chọn ít nhất một bên nhận."""


class SentOnWrong(Refusal):
    """Ngày gửi phải từ ngày {first} đến hôm nay."""


class ReadBeforeSent(Refusal):
    """Ngày đọc phải từ ngày gửi ({day}) đến hôm nay."""


class NotSentTo(Refusal):
    """Văn bản này không gửi cho {name}."""


class AlreadyRead(Refusal):
    """Đã có bên đọc nên không thu hồi được; hãy gửi một thông tin đính chính."""


class NotTheSender(Refusal):
    """Chỉ bên đã gửi mới thu hồi được."""
