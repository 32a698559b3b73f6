"""Why a file is not kept, each with the way out."""

from congdoan.foundation.refusal import NotFound, Refusal


class FileTooLarge(Refusal):
    """Tệp {size} MB vượt giới hạn {limit} MB; hãy giảm độ phân giải khi quét hoặc chia nhỏ tệp."""

    status = 413


class FileIsEmpty(Refusal):
    """Tệp “{name}” không có nội dung; hãy kiểm tra rồi chọn lại tệp."""


class FileTypeRefused(Refusal):
    """Không nhận tệp “{name}”; hãy gửi PDF, DOCX, XLSX, ODT hoặc ảnh JPG, PNG, WebP."""


class ContentIsNotWhatItSays(Refusal):
    """Nội dung tệp “{name}” không đúng với đuôi tên hoặc bị hỏng; hãy mở, lưu lại rồi gửi."""


class HasMacros(Refusal):
    """Tệp “{name}” chứa macro nên không được nhận; hãy lưu lại thành bản không có macro."""


class HasPassword(Refusal):
    """Tệp “{name}” có mật khẩu nên nơi nhận không mở được; hãy mở tệp, bỏ mật khẩu, lưu lại rồi gửi."""  # noqa: E501


class RunsCode(Refusal):
    """Tệp PDF “{name}” chứa mã chạy khi mở (JavaScript) nên không được nhận; hãy mở tệp, in ra PDF (Print to PDF) rồi gửi bản mới đó."""  # noqa: E501


class CarriesFiles(Refusal):
    """Tệp PDF “{name}” mang tệp khác ở bên trong nên không được nhận; hãy gửi riêng các tệp đó, và in tệp này ra PDF (Print to PDF) rồi gửi bản mới."""  # noqa: E501


class CannotLookInside(Refusal):
    """Tệp PDF “{name}” nén nhiều lớp nên không kiểm tra được; hãy mở tệp, in ra PDF (Print to PDF) rồi gửi bản mới đó."""  # noqa: E501


class FetchesTemplate(Refusal):
    """Tệp “{name}” mở ra sẽ tải một mẫu từ máy khác nên không được nhận; hãy mở bằng Word, vào Tùy chọn, Phần bổ trợ, Mẫu để bỏ mẫu đó, lưu lại rồi gửi."""  # noqa: E501


class UploadGone(NotFound):
    """Phần đã tải của tệp này không còn (đã dùng, hoặc để quá hai ngày); hãy chọn lại tệp để tải từ đầu."""  # noqa: E501


class UploadUnfinished(Refusal):
    """Tệp “{name}” mới tải được {done} trong {size} MB; hãy chọn lại đúng tệp đó để tải tiếp."""


class PartTooLarge(Refusal):
    """Phần gửi lên lớn hơn cỡ đã hẹn; hãy tải lại trang rồi chọn lại tệp."""

    status = 413


class PartOutOfPlace(Refusal):
    """Phần gửi lên không nối tiếp phần đã có; máy sẽ tự tải tiếp từ chỗ đúng."""
