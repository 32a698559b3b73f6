from congdoan.foundation.refusal import Refusal
from congdoan.support.edxml.api import PackageRefused


class PeerUnknown(PackageRefused):
    """Nơi gửi mã “{code}” chưa được nối liên thông với hệ thống này; hãy đề nghị quản trị hai bên nối rồi gửi lại."""  # noqa: E501


class PeerPaused(PackageRefused):
    """Nơi gửi “{name}” đang tạm dừng liên thông; hãy đề nghị quản trị mở lại rồi gửi lại."""


class NotForUs(PackageRefused):
    """Không đơn vị nào ở đây mang mã định danh ghi ở mục nơi nhận; hãy kiểm tra mã rồi gửi lại."""


class SignatureBroken(PackageRefused):
    """Chữ ký số của gói tin sai: nội dung đã bị sửa hoặc không phải của nơi gửi; hãy đề nghị nơi gửi gửi lại bản gốc."""  # noqa: E501


class SignatureNeeded(PackageRefused):
    """Nơi gửi này phải ký số gói tin mà gói không có chữ ký kiểm tra được ({verdict}); hãy đề nghị nơi gửi ký lại."""  # noqa: E501


class DocumentUnknown(PackageRefused):
    """Ở đây không có văn bản “{code}” của nơi gửi mà gói tin nói tới; hãy kiểm tra mã văn bản."""


class NothingToExchange(PackageRefused):
    """Văn bản mới không có tệp nào kèm theo; hãy đề nghị nơi gửi gửi lại kèm toàn văn."""


class UnitWithoutCode(Refusal):
    """Đơn vị chưa có mã định danh nên không gửi liên thông được; hãy báo quản trị hệ thống ghi mã ở trang Liên thông."""  # noqa: E501


class CodeMalformed(Refusal):
    """Mã định danh chỉ gồm chữ không dấu, số, dấu chấm, gạch nối, tối đa 60 ký tự, ví dụ 000.00.01.H68."""  # noqa: E501


class CodeTaken(Refusal):
    """Mã định danh {code} đã của {name}; mỗi mã chỉ của một nơi."""


class CertificateUnreadable(Refusal):
    """Chứng thư không đọc được; hãy dán nguyên văn tệp PEM, từ dòng BEGIN CERTIFICATE đến END CERTIFICATE."""  # noqa: E501


class AddressNeeded(Refusal):
    """Nối thẳng cần địa chỉ https:// của hệ thống bên kia, chỉ gồm tên máy (và cổng); hãy ghi lại địa chỉ."""  # noqa: E501


class CertificatesNeeded(Refusal):
    """Nối thẳng cần cả chứng thư ký của nơi kia và chứng thư HTTPS ghim; hãy lấy chứng thư ký ở trang Liên thông của hệ thống bên kia và hỏi quản trị máy chủ bên đó chứng thư HTTPS."""  # noqa: E501


class PeerInUse(Refusal):
    """Nơi này đã trao đổi gói nên không gỡ được; hãy tạm dừng để giữ lịch sử."""


class NothingToTakeBack(Refusal):
    """Nơi này không còn giữ văn bản, hoặc đã được đề nghị trả lại và chưa trả lời; hãy xem trạng thái nơi nhận."""  # noqa: E501


class SaysWhyBack(Refusal):
    """Hãy ghi lý do; nơi nhận đọc lý do này trước khi trả lời."""


class NotWaitingToGo(Refusal):
    """Gói này đang “{state}” nên không gửi lại được; hãy tải lại trang."""


class BeingCarried(Refusal):
    """Gói này đang được gửi đi; hãy xem lại sau vài phút."""


class PackageNotTaken(PackageRefused):
    """{sentence}"""


class NoContent(Refusal):
    """Gói này không có tệp nội dung để tải; hãy xem lỗi ghi ở trang của gói."""


class Unsigned(Refusal):
    """Yêu cầu không có chữ ký của hệ thống đã nối; hãy kiểm tra chứng thư hai bên."""

    status = 401


class SignatureWrong(Refusal):
    """Chữ ký của yêu cầu sai hoặc thiếu phần bắt buộc; hãy kiểm tra chứng thư hai bên."""

    status = 401


class OutOfTime(Refusal):
    """Yêu cầu ký lúc khác giờ máy này quá {minutes} phút; hãy chỉnh đồng hồ hai máy rồi gửi lại."""

    status = 401


class Replayed(Refusal):
    """Yêu cầu này đã nhận một lần rồi nên bị từ chối (gửi lặp); hệ thống gửi phải ký lại."""

    status = 409


class NotItsOwn(Refusal):
    """Gói tin ghi nơi gửi “{code}” không thuộc hệ thống đã ký yêu cầu; hãy kiểm tra mã định danh."""  # noqa: E501

    status = 403
