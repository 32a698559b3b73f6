from congdoan.foundation.refusal import Refusal


class BookClosed(Refusal):
    """Sổ năm {year} đã khóa nên không lấy thêm số được; hãy ghi văn bản vào sổ năm nay."""


class BookNotOpenYet(Refusal):
    """Chưa thể lấy số cho ngày {day} vì ngày đó chưa đến; hãy ghi ngày hôm nay."""


class NumbersRunAhead(Refusal):
    """Sổ đã có số {number} ngày {day}, nên văn bản ngày sớm hơn phải vào sổ muộn bằng số có chữ (ví dụ {number}a); hãy chọn “vào sổ muộn” hoặc ghi ngày khác."""  # noqa: E501


class NotLate(Refusal):
    """Ngày {day} không sớm hơn số cuối của sổ; hãy lấy số tiếp theo như thường lệ."""


class NothingBefore(Refusal):
    """Sổ chưa có số nào tính đến ngày {day} để ghi kèm; hãy ghi ngày của số đầu tiên trong sổ."""


class SuffixesUsedUp(Refusal):
    """Số {number} đã có đủ 26 văn bản vào sổ muộn; hãy ghi ngày khác để kèm vào số khác."""


class NeedsReason(Refusal):
    """Hãy ghi lý do: giữ số, bỏ số và vào sổ muộn đều phải có lý do trong sổ."""


class TooManyAtOnce(Refusal):
    """Mỗi lần giữ được từ 1 đến {most} số; hãy giữ ít hơn."""


class NotReserved(Refusal):
    """Số {number} không còn đang giữ chỗ; hãy tải lại trang để xem số đó đã dùng vào việc gì."""


class YearNotOver(Refusal):
    """Năm {year} chưa hết nên chưa khóa sổ được; hãy khóa sau ngày 31/12."""


class ReservedRemain(Refusal):
    """Còn {count} số giữ chỗ chưa dùng trong sổ năm {year}; hãy dùng hoặc bỏ các số đó rồi khóa sổ."""  # noqa: E501


class NumbersTakenAlready(Refusal):
    """Sổ năm {year} đã có số nên không đổi cách đánh số giữa năm; hãy chọn áp dụng từ năm sau."""
