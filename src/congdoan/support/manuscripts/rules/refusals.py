"""Why a file is not read, each with the way out."""

from congdoan.foundation.refusal import Refusal


class OldWord(Refusal):
    """Tệp “{name}” là bản Word cũ (.doc); hãy mở bằng Word hoặc LibreOffice, chọn Lưu thành .docx rồi chọn lại."""  # noqa: E501


class OtherWriter(Refusal):
    """Tệp “{name}” là văn bản {kind}, chưa đọc được; hãy mở bằng Word hoặc LibreOffice, chọn Lưu thành .docx rồi chọn lại."""  # noqa: E501


class NotWord(Refusal):
    """Tệp “{name}” không phải văn bản Word (.docx); hãy mở bằng Word hoặc LibreOffice, chọn Lưu thành .docx rồi chọn lại."""  # noqa: E501


class WordHasPassword(Refusal):
    """Tệp “{name}” có mật khẩu; hãy mở bằng Word, bỏ mật khẩu, chọn Lưu thành .docx rồi chọn lại."""  # noqa: E501


class WordHasMacros(Refusal):
    """Tệp “{name}” chứa macro nên không được nhận; hãy mở bằng Word, chọn Lưu thành .docx (không có macro) rồi chọn lại."""  # noqa: E501


class WordIsBroken(Refusal):
    """Tệp “{name}” bị hỏng, không đọc hết được; hãy mở bằng Word hoặc LibreOffice, chọn Lưu thành .docx rồi chọn lại."""  # noqa: E501


class WordTooBig(Refusal):
    """Tệp “{name}” quá lớn khi mở ra (giới hạn {limit} MB chữ); hãy bỏ ảnh hoặc chia thành nhiều tệp rồi chọn lại."""  # noqa: E501


class WordTooLong(Refusal):
    """Tệp “{name}” có hơn {most} đoạn, dài hơn một văn bản phối hợp; hãy chia thành nhiều tệp rồi chọn lại."""  # noqa: E501


class WordIsEmpty(Refusal):
    """Tệp “{name}” không có chữ nào; nếu là bản quét, hãy lưu thành PDF và chọn mục bản quét."""
