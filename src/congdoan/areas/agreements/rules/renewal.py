"""What carrying duties over refuses."""

from congdoan.foundation.refusal import Refusal


class NothingBefore(Refusal):
    """Văn bản này không thay cho văn bản nào nên không có nhiệm vụ chuyển tiếp."""


class TooLateToCarry(Refusal):
    """Văn bản đã hết hiệu lực nên không nhận nhiệm vụ chuyển tiếp nữa."""


class CarriedDueWrong(Refusal):
    """Hạn mới phải trong thời hạn của văn bản này, từ ngày {first} đến ngày {last}."""
