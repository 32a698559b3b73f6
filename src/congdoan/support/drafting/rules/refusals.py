from congdoan.foundation.refusal import ChangedMeanwhile, Refusal


class DraftUnreadable(Refusal):
    """Nội dung gửi lên không đọc được: {problem}; hãy tải lại trang rồi lưu lại."""


class TooManyBlocks(Refusal):
    """Văn bản có {count} khối, nhiều hơn {limit}; hãy chuyển phần dài thành phụ lục riêng."""


class BlockTooLong(Refusal):
    """Khối số {number} dài {length} ký tự, quá {limit}; hãy tách thành nhiều khối."""


class TableUneven(Refusal):
    """Bảng ở khối số {number} có dòng nhiều ô hơn dòng tiêu đề; hãy thêm cột vào dòng đầu tiên."""


class SavedMeanwhile(ChangedMeanwhile):
    """{name} đã lưu bản khác lúc {time} trong khi bạn đang sửa; nội dung của bạn vẫn ở đây: hãy xem bản mới rồi lưu đè hoặc chép phần của mình sang."""  # noqa: E501


class VariablesUnknown(Refusal):
    """Còn chỗ chưa điền được: {names}; hãy thay bằng nội dung cụ thể rồi làm lại."""


class ListGone(Refusal):
    """Danh sách này không còn, hoặc bạn không được xuất danh sách đó; hãy chọn danh sách khác."""


class NothingWritten(Refusal):
    """Văn bản chưa có nội dung; hãy mở trang soạn thảo, viết nội dung rồi trình."""


class FactsChanged(Refusal):
    """Dữ liệu điền vào văn bản (tên đơn vị, chức vụ, danh sách…) đã khác lúc trình nên chữ in ra không còn như bản đã duyệt; hãy trả lại để xem và duyệt lại."""  # noqa: E501


class DraftClosed(Refusal):
    """Văn bản này không còn sửa được; hãy lập bản dự thảo mới nếu cần thay đổi."""


class NothingPasted(Refusal):
    """Không có chữ nào để dán; hãy chép lại nội dung từ Word rồi dán vào ô."""


class PasteTooLong(Refusal):
    """Nội dung dán dài {size} nghìn ký tự, quá {limit} nghìn; hãy dán từng phần."""


class SameWords(Refusal):
    """Nội dung chưa thay đổi so với phiên bản {number}; không cần giữ thêm một phiên bản nữa."""


class NameMissing(Refusal):
    """Hãy ghi tên mẫu để người khác chọn được."""
