"""One signer at a time, for a time."""

from datetime import datetime, timedelta

from congdoan.foundation.refusal import Refusal


class FileIsHeld(Refusal):
    """{holder} đang ký tệp này, còn giữ lượt {minutes} phút; hãy quay lại sau, không mất gì cả."""


class LeaseLapsed(Refusal):
    """Đã quá thời gian giữ lượt ký nên chữ ký chưa được ghi; tệp vẫn nguyên, hãy ký lại."""


class FieldIsFilled(Refusal):
    """Ô chữ ký này đã có chữ ký số; không cần ký lại."""


class FileIsClosed(Refusal):
    """Tệp ký số đã khép lại, không nhận thêm chữ ký."""


def minutes_left(*, until: datetime, at: datetime) -> int:
    """Return whole minutes, rounded up: somebody who still holds it never reads "0"."""
    return max(0, -((at - until) // timedelta(minutes=1)))


def refuse_held(*, holder: str, until: datetime, at: datetime) -> None:
    """:raises FileIsHeld: while somebody's time is not up"""
    if at < until:
        raise FileIsHeld(holder=holder, minutes=minutes_left(until=until, at=at))


def refuse_lapsed(*, until: datetime, at: datetime, base: int, count: int) -> None:
    """
    Refuse what was prepared too long ago, or on a revision that is not the last any more.

    :raises LeaseLapsed:
    """
    if at >= until or base != count:
        raise LeaseLapsed
