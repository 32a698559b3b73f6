from congdoan.foundation.refusal import Refusal


class NoRecordOfYours(Refusal):
    """Bạn chưa có trong sổ đoàn viên nào; hãy hỏi công đoàn nơi bạn làm việc cách gia nhập."""


class NothingChanges(Refusal):
    """Chưa có mục nào khác với nội dung đang ghi; hãy sửa ít nhất một mục rồi gửi."""


class ProposalWaits(Refusal):
    """Bạn đang có một đề nghị chờ duyệt; hãy chờ công đoàn trả lời, hoặc rút đề nghị đó rồi gửi lại."""  # noqa: E501


class ProposalClosed(Refusal):
    """Đề nghị này đã được trả lời hoặc đã rút; hãy tải lại trang để xem kết quả."""


class OwnProposal(Refusal):
    """Đề nghị của chính bạn phải do người khác duyệt; hãy nhờ người khác có quyền trong đơn vị."""


class ChangedSince(Refusal):
    """Mục “{field}” đã được sửa sau khi đoàn viên gửi đề nghị; hãy xem giá trị hiện nay, rồi từ chối mục này kèm lý do hoặc nhờ đoàn viên gửi lại."""  # noqa: E501


class ReasonMissing(Refusal):
    """Từ chối mục “{field}” cần ghi lý do để đoàn viên biết phải làm gì tiếp."""


class NothingDecided(Refusal):
    """Bạn chưa chọn đồng ý hay từ chối mục nào; hãy chọn ít nhất một mục."""


class WordsChanged(Refusal):
    """Nội dung xin đồng ý vừa được thay bằng bản mới; hãy đọc bản mới rồi đồng ý lại."""


class ConsentGone(Refusal):
    """Sự đồng ý này đã được rút hoặc thay bằng bản mới; hãy tải lại trang."""


class GivenInTheFuture(Refusal):
    """Ngày này chưa đến; hãy ghi đúng ngày trên giấy."""


class TooLongAgo(Refusal):
    """Ngày nhận cách đây hơn một năm; hãy kiểm tra lại ngày trên đơn."""


class RequestWaits(Refusal):
    """Đã có một yêu cầu cùng loại đang chờ trả lời; hãy chờ trả lời hoặc rút yêu cầu đó trước."""


class RequestClosed(Refusal):
    """Yêu cầu này đã được trả lời hoặc đã rút; hãy tải lại trang để xem kết quả."""


class StillAMember(Refusal):
    """Người này còn là đoàn viên nên chưa xóa được hồ sơ; hãy trả lời “thực hiện một phần” hoặc “không thực hiện” và nói rõ phải giữ gì, vì sao."""  # noqa: E501


class StillInOffice(Refusal):
    """Người này đang giữ chức vụ nên chưa xóa được cách liên hệ; hãy trả lời khi chức vụ đã thôi."""  # noqa: E501


class NeedsPurpose(Refusal):
    """Hãy chọn mục đích muốn dừng; muốn dừng mọi việc trừ lưu giữ thì gửi yêu cầu hạn chế xử lý."""


class NothingStopped(Refusal):
    """Yêu cầu này không còn hạn chế gì đang có hiệu lực; hãy tải lại trang để xem."""


class NoticedInTheFuture(Refusal):
    """Giờ phát hiện chưa đến, hoặc trước ngày xảy ra; hãy kiểm tra lại ngày giờ."""


class SaidInTheFuture(Refusal):
    """Giờ báo chưa đến, hoặc trước lúc phát hiện sự cố; hãy kiểm tra lại ngày giờ."""


class WhyLate(Refusal):
    """Đã quá hạn báo cơ quan có thẩm quyền; hãy ghi lý do báo muộn."""


class AssessFirst(Refusal):
    """Chưa có đánh giá nên chưa biết phải báo ai; hãy đánh giá sự cố trước."""


class StepsMissing(Refusal):
    """Chưa kết thúc được: còn phải đánh giá, báo cơ quan có thẩm quyền hoặc báo người bị ảnh hưởng."""  # noqa: E501


class BreachClosed(Refusal):
    """Sự cố này đã kết thúc nên không sửa được; có tình tiết mới thì ghi một sự cố mới."""


class FileWaits(Refusal):
    """Tệp bạn yêu cầu đang được lập; bạn có thông báo khi xong."""


class FileGone(Refusal):
    """Tệp này đã hết hạn giữ và được xóa; hãy yêu cầu lập lại."""

    status = 410


class HeldTooLong(Refusal):
    """Mỗi lần chỉ giữ lại lâu nhất {months} tháng; hãy chọn ngày sớm hơn, hết hạn thì giữ tiếp."""


class HeldIntoThePast(Refusal):
    """Ngày giữ đến phải sau hôm nay; hãy chọn ngày khác."""


class ErasedAlready(Refusal):
    """Dữ liệu này đã xóa hoặc không còn trong danh sách sắp xóa; hãy tải lại trang."""
