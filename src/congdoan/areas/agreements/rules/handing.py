"""What is refused when a duty is handed down or a unit reports its part."""

from congdoan.foundation.refusal import Refusal


class NotYours(Refusal):
    """{name} không phải là bên chịu trách nhiệm việc này nên không giao cho cấp dưới được."""


class HandedAlready(Refusal):
    """Việc này đã giao cấp dưới từ ngày {day}; hãy thôi giao trước nếu muốn đổi phạm vi."""


class NobodyBelow(Refusal):
    """Không có đơn vị nào thuộc phạm vi này; hãy chọn phạm vi hoặc cấp khác."""


class NotHanded(Refusal):
    """{name} không thuộc phạm vi được giao việc này."""


class NoLongerHanded(Refusal):
    """Việc này đã thôi giao cấp dưới từ ngày {day}; không cần báo cáo nữa."""
