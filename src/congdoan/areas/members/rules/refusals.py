from congdoan.foundation.refusal import ChangedMeanwhile, Refusal


class NotAMemberHere(Refusal):
    """Người này không phải đoàn viên của đơn vị vào ngày {day}; hãy kiểm tra lại đơn vị hoặc ngày."""  # noqa: E501


class RecordRestricted(Refusal):
    """Hồ sơ này đang hạn chế xử lý theo yêu cầu của chính người đó nên chỉ được lưu giữ; muốn làm việc này thì gỡ hạn chế ở yêu cầu của họ trong “Dữ liệu cá nhân” trước."""  # noqa: E501


class MemberElsewhere(Refusal):
    """{name} đang là đoàn viên của {unit}; hãy dùng “Chuyển sinh hoạt” thay cho kết nạp."""


class MemberHereAlready(Refusal):
    """{name} đã là đoàn viên của đơn vị vào ngày này; không cần kết nạp lại."""


class MembershipLater(Refusal):
    """{name} đã được ghi là đoàn viên từ {day}; ngày mới phải cách hẳn khoảng thời gian đó."""


class CitizenIdTaken(Refusal):
    """Số căn cước này đã được ghi cho một người khác; hãy chọn “Người đã có” thay cho ghi người mới."""  # noqa: E501


class NoCareConsent(Refusal):
    """Người này chưa đồng ý “Thăm hỏi, chăm lo, tặng quà” nên chưa ghi thông tin về con; họ đồng ý ở “Dữ liệu của tôi”, hoặc ký giấy rồi công đoàn ghi lại."""  # noqa: E501


class MemberNoTaken(Refusal):
    """Mã số đoàn viên này đã được cấp cho người khác; hãy xem lại mã."""


class RecordChangedMeanwhile(ChangedMeanwhile):
    """Hồ sơ đã được người khác sửa trong lúc bạn đang mở; hãy xem lại bản mới trước khi lưu."""


class InTheFuture(Refusal):
    """Ngày này chưa đến; hãy ghi khi việc đã xảy ra."""


class TooYoung(Refusal):
    """Người gia nhập phải đủ {least} tuổi vào ngày nộp đơn; hãy xem lại ngày sinh."""


class DecidedAlready(Refusal):
    """Đơn này đã được giải quyết; hãy tải lại trang để xem kết quả."""


class DecisionBeforeApplication(Refusal):
    """Ngày quyết định không được trước ngày nhận đơn ({day}); hãy sửa lại ngày."""


class TooFewForFounding(Refusal):
    """Thành lập công đoàn cơ sở cần ít nhất {fewest} người, danh sách mới có {number}; hãy bổ sung."""  # noqa: E501


class RecognisedBySuperior(Refusal):
    """Đoàn viên khi thành lập do công đoàn cấp trên trực tiếp công nhận; đơn vị kết nạp bằng đơn."""  # noqa: E501


class SomethingCameAfter(Refusal):
    """{name} đã có thay đổi sau việc này (chuyển, tạm dừng, thôi hoặc vào nơi khác) nên không hoàn tác được; hãy ghi một việc mới cho đúng."""  # noqa: E501


class NoQueueHere(Refusal):
    """Đơn vị này đã ngừng hoạt động nên không nhận đơn; hãy chọn đơn vị đang hoạt động."""
