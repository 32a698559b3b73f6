"""How far a unit is by the state of its agreement."""

from congdoan.areas.agreements.enums import Standing, State
from congdoan.foundation.refusal import Refusal

_BY_STATE = {
    State.DRAFT: Standing.DRAFTING,
    State.CONSULTATION: Standing.DRAFTING,
    State.NEGOTIATED: Standing.SIGNING,
    State.SIGNED: Standing.IN_FORCE,
    State.EFFECTIVE: Standing.IN_FORCE,
    State.EXPIRED: Standing.OVER,
    State.REVIEWED: Standing.OVER,
    State.SUPERSEDED: Standing.OVER,
    State.TERMINATED: Standing.OVER,
}

#: Where a unit has several agreements, the first of these counts.
RANKED = (
    State.EFFECTIVE,
    State.SIGNED,
    State.NEGOTIATED,
    State.CONSULTATION,
    State.DRAFT,
    State.EXPIRED,
    State.REVIEWED,
    State.SUPERSEDED,
    State.TERMINATED,
)


def standing(state: str | None) -> Standing:
    return _BY_STATE[State(state)] if state else Standing.NONE


def states_of(wanted: str) -> list[State]:
    """Return the states of an agreement that mean ``wanted``."""
    return [state for state, one in _BY_STATE.items() if one == wanted]


def is_settled(one: str) -> bool:
    """Tell whether nothing more is asked of a unit."""
    return one == Standing.IN_FORCE


class DeadlineBeforeAsking(Refusal):
    """Hạn ký phải từ ngày yêu cầu ({day}) trở đi."""


class GroupingMissing(Refusal):
    """Hãy chọn cụm, khối cần triển khai."""


class NobodyAsked(Refusal):
    """Không có đơn vị nào trong phạm vi này; hãy chọn cấp, loại hình hoặc phạm vi khác."""


class CascadeClosed(Refusal):
    """Đợt triển khai đã kết thúc ngày {day}; hãy lập đợt mới nếu cần."""


class RemindedToday(Refusal):
    """Hôm nay đã đôn đốc lúc {time}; hãy chờ sang ngày mai."""


class NobodyToRemind(Refusal):
    """Mọi đơn vị trong phạm vi đã ký; không còn ai để đôn đốc."""


class UnitNotAsked(Refusal):
    """{name} không nằm trong phạm vi của đợt triển khai này."""


class NoCounterpart(Refusal):
    """Chưa ghi chuyên môn đồng cấp của {name}; nhờ cấp trên ghi ở trang đơn vị rồi soạn lại."""


class ChooseCounterpart(Refusal):
    """{name} có nhiều bên chuyên môn đồng cấp; hãy chọn bên sẽ ký."""
