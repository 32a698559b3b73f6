"""Deadlines and refusals around the end of a union (domain-rules 1.6)."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from congdoan.foundation.refusal import Refusal


class StepsMissing(Refusal):
    """Chưa lưu trữ được vì còn thiếu: {steps}. Hãy làm xong các bước đó trước."""


class NotOfATransfer(Refusal):
    """Khi chuyển cấp trên chỉ có bước bàn giao; đơn vị vẫn hoạt động nên không dừng thu, khóa sổ hay lưu trữ."""  # noqa: E501


class InTheFuture(Refusal):
    """Ngày {day} chưa tới; hãy ghi khi đã làm xong."""


class NothingChosen(Refusal):
    """Chưa chọn đơn vị nào; hãy đánh dấu các đơn vị trong bảng hoặc chọn “mọi đơn vị đang lọc”."""


class BeforeTheStop(Refusal):
    """Ngày nhận phải từ ngày dừng thu {day}; khoản thu trước ngày đó không phải hoàn."""


class RefundBeforeReceipt(Refusal):
    """Ngày hoàn trả không được trước ngày nhận {day}; hãy sửa ngày."""


class TooManyItems(Refusal):
    """Biên bản có nhiều nhất {most} mục; hãy gộp các mục cùng loại hoặc đính kèm bảng kê."""


MOST_ITEMS = 300


def day_of(
    value: Mapping[str, object], *, start: date, working: Callable[[date, int], date]
) -> date:
    """
    Return the day a rule names: a fixed ``date``, or ``days``/``working_days`` from ``start``.

    :raises ValueError: for a rule of another shape, a fault of the rulebook
    """
    if isinstance(fixed := value.get("date"), str):
        return date.fromisoformat(fixed)
    if isinstance(days := value.get("days"), int):
        return start + timedelta(days=days)
    if isinstance(count := value.get("working_days"), int):
        return working(start, count)
    message = f"No day in {value!r}"
    raise ValueError(message)
