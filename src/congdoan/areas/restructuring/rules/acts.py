"""What a reorganisation did to one unit, and which papers there are."""

from enum import StrEnum


class Act(StrEnum):
    """What became of a unit, in the words of the annex."""

    FOUNDED = "Thành lập mới"
    MERGED = "Sáp nhập vào đơn vị khác"
    CONSOLIDATED = "Hợp nhất"
    DIVIDED = "Chia"
    SEPARATED = "Tách một phần, tiếp tục hoạt động"
    DISSOLVED = "Giải thể"
    ENDED = "Kết thúc hoạt động"
    MOVED = "Chuyển cấp trên"
    RECEIVES = "Tiếp nhận, tiếp tục hoạt động"
    GOES_ALONG = "Đơn vị trực thuộc chuyển theo"
    RENAMED = "Đổi tên"
    LEVELLED = "Nâng cấp, hạ cấp"
    CHANGED = "Đổi thông tin"


#: What the originals of an event underwent, by its kind.
OF_ORIGINALS = {
    "MERGE_INTO": Act.MERGED,
    "CONSOLIDATE": Act.CONSOLIDATED,
    "DIVIDE": Act.DIVIDED,
    "SEPARATE": Act.SEPARATED,
    "DISSOLVE": Act.DISSOLVED,
    "END_OPERATION": Act.ENDED,
    "TRANSFER": Act.MOVED,
    "RENAME": Act.RENAMED,
    "CHANGE_LEVEL": Act.LEVELLED,
    "CHANGE_PROFILE": Act.CHANGED,
}
ENDING = frozenset({Act.MERGED, Act.CONSOLIDATED, Act.DIVIDED, Act.DISSOLVED, Act.ENDED})


class PaperKind(StrEnum):
    """The papers of a change, as their addresses name them."""

    DECISION = "quyet-dinh"
    RECEIVING = "tiep-nhan"
    COMMITTEE = "ban-chap-hanh"
    HANDOVER = "ban-giao"
    REPORT = "phu-luc"
