"""Why a package is not taken: each a sentence for the clerk, sent back to the sender as well."""

from congdoan.foundation.refusal import Refusal


class PackageRefused(Refusal):
    """Gói tin edXML không đọc được; hãy đề nghị nơi gửi lập lại gói."""

    status = 422


class NotXml(PackageRefused):
    """Tệp không phải XML đúng cú pháp; hãy đề nghị nơi gửi lập lại gói."""


class NotEdxml(PackageRefused):
    """Tệp XML này không phải gói tin edXML theo QCVN 102:2016; hãy kiểm tra lại tệp."""


class HasEntities(PackageRefused):
    """Gói tin khai báo DOCTYPE hoặc thực thể XML nên bị từ chối vì lý do an toàn; hãy đề nghị nơi gửi bỏ phần đó."""  # noqa: E501


class TooDeep(PackageRefused):
    """Gói tin có cấu trúc lồng quá sâu hoặc quá nhiều phần tử; hãy đề nghị nơi gửi lập lại gói."""


class PackageTooLarge(PackageRefused):
    """Gói tin vượt {limit} MB nên không nhận; hãy đề nghị nơi gửi chia nhỏ hoặc giảm độ phân giải tệp quét."""  # noqa: E501

    status = 413


class TextTooLong(PackageRefused):
    """Mục {part} của gói tin dài quá mức cho phép; hãy đề nghị nơi gửi lập lại gói."""


class AttachmentTooLarge(PackageRefused):
    """Tệp đính kèm trong gói tin vượt {limit} MB nên không nhận; hãy đề nghị nơi gửi giảm dung lượng tệp."""  # noqa: E501

    status = 413


class AttachmentInflates(PackageRefused):
    """Tệp nén trong gói tin bung ra vượt {limit} MB nên bị từ chối (bom nén); hãy đề nghị nơi gửi gửi tệp không nén."""  # noqa: E501

    status = 413


class AttachmentBroken(PackageRefused):
    """Tệp đính kèm “{name}” trong gói tin bị hỏng (mã base64 hoặc tệp nén sai); hãy đề nghị nơi gửi lập lại gói."""  # noqa: E501


class TooManyAttachments(PackageRefused):
    """Gói tin có hơn {most} tệp đính kèm; hãy đề nghị nơi gửi chia thành nhiều gói."""


class PartMissing(PackageRefused):
    """Gói tin thiếu mục bắt buộc {part} của QCVN 102:2016; hãy đề nghị nơi gửi bổ sung."""


class DayUnreadable(PackageRefused):
    """Ngày “{text}” ở mục {part} không đọc được; ngày trong gói tin phải có dạng năm/tháng/ngày."""


class BusinessUnknown(PackageRefused):
    """Mã nghiệp vụ “{code}” không có trong QCVN 102:2016 (chỉ có 0 mới, 1 thu hồi, 2 cập nhật, 3 thay thế); hãy đề nghị nơi gửi sửa."""  # noqa: E501


class StatusUnknown(PackageRefused):
    """Mã trạng thái “{code}” không có trong QCVN 102:2016 (01–06, 13, 15, 16); hãy đề nghị nơi gửi sửa."""  # noqa: E501
