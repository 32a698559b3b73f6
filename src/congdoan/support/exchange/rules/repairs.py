"""What was repaired in a cell, what is proposed, what only a person can tell."""

from dataclasses import dataclass
from typing import Any

FIX, SUGGEST, FLAG = "FIX", "SUGGEST", "FLAG"


def _(text: str) -> str:
    """Mark a message id; it is translated where it is shown."""
    return text


#: Reason → message id; ``{before}`` and ``{after}`` are filled in.
REASONS: dict[str, str] = {
    "tcvn3": _("Chữ của phông TCVN3 (.VnTime) được đổi sang Unicode: “{before}” thành “{after}”."),
    "vni": _("Chữ của phông VNI được đổi sang Unicode: “{before}” thành “{after}”."),
    "maybe_tcvn3": _("“{before}” giống chữ của phông TCVN3 (.VnTime): có lẽ là “{after}”."),
    "maybe_vni": _("“{before}” giống chữ của phông VNI: có lẽ là “{after}”."),
    "nfc": _("Chữ tổ hợp được đổi sang chữ dựng sẵn (Unicode)."),
    "eth": _("Chữ “Ð” của nước ngoài được thay bằng chữ “Đ” của tiếng Việt."),
    "wide": _("Chữ số khổ rộng được đổi sang chữ số thường."),
    "invisible": _("Bỏ ký tự không nhìn thấy trong ô."),
    "spaces": _("Bỏ khoảng trắng thừa."),
    "emoji": _("“{before}” có biểu tượng; nếu bỏ thì còn “{after}”."),
    "capitals": _("“{before}” viết hoa toàn bộ; viết đúng là “{after}”."),
    "lower": _("“{before}” viết thường toàn bộ; viết đúng là “{after}”."),
    "telex": _("“{before}” giống chữ gõ dở; có lẽ là “{after}”."),
    "digits_in_name": _("Tên “{before}” có chữ số."),
    "date_text": _("Ngày “{before}” được ghi lại là {after}."),
    "serial": _("Số ngày của Excel {before} được đổi thành {after}."),
    "serial_1904": _("Số ngày của Excel (lịch 1904) {before} được đổi thành {after}."),
    "short_year": _("Năm hai chữ số: “{before}” được hiểu là {after}."),
    "month_first": _("Cột này ghi tháng trước ngày: “{before}” là ngày {after}."),
    "month_first_only": _("“{before}” chỉ đúng khi đọc tháng trước: có lẽ là {after}."),
    "day_or_month": _("Cột này lẫn hai cách ghi ngày; “{before}” là {after} hay ngược lại?"),
    "no_such_day": _("Ngày “{before}” không có trong lịch."),
    "not_a_day": _("“{before}” không phải là ngày; hãy ghi ngày/tháng/năm."),
    "month_only": _("Chỉ có tháng và năm: {before}."),
    "year_only": _("Chỉ có năm: {before}."),
    "id_marks": _("Bỏ dấu cách và dấu chấm trong số: “{before}” thành “{after}”."),
    "id_lost_zero": _("Số căn cước có 11 chữ số, có lẽ Excel đã bỏ số 0 đầu: “{after}”."),
    "id_old_lost_zero": _("Số chứng minh có 8 chữ số, có lẽ Excel đã bỏ số 0 đầu: “{after}”."),
    "id_rounded": _("Excel đã làm tròn số “{before}”; hãy lấy lại số gốc và ghi dạng văn bản."),
    "id_letters": _("Số “{before}” có chữ cái; số căn cước chỉ có chữ số."),
    "id_length": _("Số “{before}” không đủ 12 chữ số (hoặc 9 chữ số của chứng minh cũ)."),
    "id_province": _("Số “{before}” mang mã tỉnh, thành phố không có."),
    "phone_marks": _("Số điện thoại “{before}” được ghi lại là {after}."),
    "phone_lost_zero": _("Excel đã bỏ số 0 đầu: “{before}” được ghi lại là {after}."),
    "phone_2018": _("Đầu số đã đổi năm 2018: “{before}” nay là {after}."),
    "phone_several": _("Ô có nhiều số điện thoại; lấy số đầu {after}."),
    "phone_wrong": _("“{before}” không phải là số điện thoại ở Việt Nam."),
    "sex_word": _("“{before}” được hiểu là {after}."),
    "sex_by_column": _("Giới tính là {after} vì ghi ở cột {after}."),
    "only_women_ticked": _("Danh sách chỉ đánh dấu nữ: ô trống là nam."),
    "sex_unknown": _("Giới tính “{before}” không rõ; hãy ghi Nam hoặc Nữ."),
    "both_sexes": _("Ghi ở cả cột Nam và cột Nữ: {before}."),
    "thi_in_male": _("Tên có chữ “Thị” mà giới tính là nam; hãy xem lại."),
    "flag_word": _("“{before}” được hiểu là {after}."),
    "flag_unknown": _("“{before}” không rõ là có hay không."),
    "email_marks": _("Thư điện tử “{before}” được ghi lại là {after}."),
    "email_typo": _("Thư điện tử “{before}” có lẽ gõ nhầm; đúng là “{after}”."),
    "email_wrong": _("Thư điện tử “{before}” viết sai."),
    "formula_error": _("Công thức báo lỗi {before}; ô được để trống."),
    "formula": _("Ô này là công thức; chỉ lấy giá trị {before}."),
    "merged": _("Lấy “{after}” từ ô gộp ở trên."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Repair:
    """
    One step on one cell.

    A ``FIX`` is done, a ``SUGGEST`` waits for a click, a ``FLAG`` (before and after are equal) only
    says something. ``reason`` is a key of ``REASONS``.
    """

    column: str
    before: str
    after: str
    reason: str
    level: str = FIX

    def as_json(self) -> dict[str, Any]:
        return {
            "column": self.column,
            "before": self.before,
            "after": self.after,
            "reason": self.reason,
            "level": self.level,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """What a pure repair of one text found: the text after it, why, how sure."""

    after: str
    reason: str
    level: str = FIX
