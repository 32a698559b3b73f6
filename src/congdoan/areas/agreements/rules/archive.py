"""The shape of the package: what each file is, and the words of its README."""

import re

from congdoan.foundation.refusal import Refusal

#: More than this is packed in the background.
SMALL_BYTES = 20_000_000
SMALL_DUTIES = 1_000
_UNSAFE = re.compile(r"[^\w.\- ()]+", re.UNICODE)


def safe_name(name: str) -> str:
    """Return a file name that every system can unpack."""
    return _UNSAFE.sub("_", name).strip(" .")[:120] or "tep"


def is_small(size: int, duties: int) -> bool:
    return size <= SMALL_BYTES and duties <= SMALL_DUTIES


class AlreadyPacking(Refusal):
    """Gói hồ sơ này đang được đóng; bạn sẽ có thông báo khi xong."""


class PackageGone(Refusal):
    """Gói hồ sơ đã hết hạn lưu (7 ngày); hãy xuất lại."""


README = """\
HỒ SƠ VĂN BẢN PHỐI HỢP
{title}

Gói này lập ngày {day} từ Công Đoàn Số, theo yêu cầu của {organisation}.
Mọi tệp ở định dạng mở, đọc được không cần phần mềm riêng.

manifest.json      danh sách tệp, dung lượng và mã băm SHA-256 của từng tệp
van-ban.json       văn bản, các bên, căn cứ, mọi bản nội dung, các kỳ sơ kết, tổng kết
giay-to/           bản in (PDF) và bản Word của văn bản, biên bản, giấy mời, phiếu chữ ký
bang/              các bảng dữ liệu (CSV, UTF-8, phân cách bằng dấu phẩy)
tep/               bản quét, minh chứng và văn bản trao đổi do các bên tải lên

Kiểm tra một tệp: so kết quả của lệnh "sha256sum TEN-TEP" với manifest.json.

Dữ liệu cá nhân: chỉ có tên và chức vụ của người ký, chủ trì, thư ký. Người góp ý, báo cáo được
ghi theo đơn vị. Tệp trong tep/ do các bên tải lên và có thể chứa dữ liệu cá nhân: chỉ giữ khi cần,
không chuyển cho người không có trách nhiệm.
"""
