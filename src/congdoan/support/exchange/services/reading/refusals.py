"""Why a file cannot be read, each with the way out."""

from congdoan.foundation.refusal import Refusal


class NotASpreadsheet(Refusal):
    """Tệp “{name}” không phải là bảng tính đọc được; hãy mở bằng Excel, lưu lại dạng .xlsx rồi chọn lại."""  # noqa: E501


class SheetIsEmpty(Refusal):
    """Tệp “{name}” không có dòng dữ liệu nào dưới dòng tiêu đề; hãy điền rồi chọn lại."""


class SheetHasMacros(Refusal):
    """Tệp “{name}” chứa macro nên không được nhận; hãy lưu lại thành .xlsx không có macro."""


class SheetHasPassword(Refusal):
    """Tệp “{name}” có mật khẩu; hãy bỏ mật khẩu (Excel: Lưu thành, Công cụ, Tùy chọn) rồi chọn lại."""  # noqa: E501


class SheetTooLong(Refusal):
    """Tệp “{name}” có hơn {most} dòng; hãy chia thành nhiều tệp."""


class SheetTooWide(Refusal):
    """Tệp “{name}” có dữ liệu ở ô {cell}, quá cột thứ {most}; hãy xóa các cột thừa, hoặc chép bảng sang tệp mới."""  # noqa: E501


class FileIsABomb(Refusal):
    """Tệp “{name}” khi giải nén lớn bất thường nên không được mở; hãy chép bảng sang tệp mới rồi chọn lại."""  # noqa: E501


class EncodingUnknown(Refusal):
    """Không đọc được bảng mã của tệp “{name}”; hãy lưu lại dạng “CSV UTF-8” hoặc .xlsx."""


#: The name callers knew before code pages other than Unicode were read.
CsvNotUnicode = EncodingUnknown
