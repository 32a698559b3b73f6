from congdoan.foundation.refusal import Refusal


class DecidedAlready(Refusal):
    """Cặp này vừa được người khác giải quyết; hãy tải lại trang để xem kết quả."""


class OwnRecord(Refusal):
    """Một trong hai hồ sơ là của chính bạn; hãy nhờ người khác ở đơn vị hoặc cấp trên xem xét."""


class OutsideYourBranch(Refusal):
    """Một trong hai người nay thuộc đơn vị ngoài phạm vi của bạn; hãy nhờ cấp trên chung của hai đơn vị."""  # noqa: E501


class GainsOffice(Refusal):
    """Gộp thì tài khoản của {name} có thêm chức vụ {post} mà bạn không có quyền bổ nhiệm; hãy nhờ cấp có quyền kết thúc chức vụ đó hoặc xem xét cặp này."""  # noqa: E501


class PartedAlready(Refusal):
    """Hai hồ sơ này đã được tách lại; hãy tải lại trang."""


class MergedOn(Refusal):
    """Hồ sơ giữ lại đã được gộp tiếp vào một hồ sơ khác; hãy tách lần gộp sau trước."""
