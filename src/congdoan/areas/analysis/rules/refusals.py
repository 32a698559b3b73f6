from congdoan.foundation.refusal import Refusal


class OnlyArrangersShare(Refusal):
    """Chỉ lãnh đạo, chuyên viên của đơn vị chia sẻ được; hãy chọn “chỉ mình tôi” rồi nhờ họ đưa lên bảng theo dõi."""  # noqa: E501


class NothingAsked(Refusal):
    """Hãy chọn ít nhất một dòng của biểu mẫu trước khi lưu cách trình bày này."""


class TooManyViews(Refusal):
    """Bạn đã lưu {most} bảng xem; hãy xóa bớt bảng không dùng nữa rồi lưu lại."""


class BoardIsFull(Refusal):
    """Bảng theo dõi đã có {most} ô; hãy bỏ bớt một ô rồi thêm lại."""


class FormHasNoRound(Refusal):
    """Chưa có đợt báo cáo nào để xem; khi cấp trên mở đợt, ba bảng xem có sẵn dùng được ngay."""
