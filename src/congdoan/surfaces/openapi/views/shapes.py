"""What goes in and out, as OpenAPI describes it."""

from datetime import datetime

from ninja import Field, Schema


class ColumnOut(Schema):
    code: str
    label: str
    required: bool


class KindOut(Schema):
    code: str
    label: str
    description: str
    columns: list[ColumnOut]


class ProgressOut(Schema):
    done: int
    total: int
    percent: int
    rows_per_second: int
    seconds_left: int | None


class CountsOut(Schema):
    total: int
    ready: int = Field(description="Sẵn sàng nhập")
    warnings: int = Field(description="Nhập được, có điều cần xem")
    errors: int = Field(description="Phải sửa")
    asked: int = Field(description="Chờ người xác định là ai")
    skipped: int = Field(description="Đã có, không đổi gì")
    done: int = Field(description="Đã nhập")
    held_back: int = Field(description="Bị giữ lại vì dữ liệu đổi trong lúc chờ")
    to_do: int = Field(description="Số dòng lệnh nhập sẽ ghi")


class BatchOut(Schema):
    id: int
    kind: str
    organisation: str | None = Field(description="Mã đơn vị")
    state: str = Field(
        description="MAPPING, PLANNING, UNREADABLE, PLANNED, RUNNING, DONE, UNDOING, UNDONE, "
        "DISCARDED"
    )
    file_name: str
    created_at: datetime
    committed_at: datetime | None
    undone_at: datetime | None
    stopped_why: str
    counts: CountsOut
    progress: ProgressOut | None = Field(description="Của bước đang chạy")
    page: str = Field(description="Trang xem lại, cho người")


class BatchesOut(Schema):
    items: list[BatchOut]
    next: str = Field(description="Con trỏ của trang sau; rỗng là hết")


class ProblemOut(Schema):
    column: str
    label: str
    severity: str
    text: str
    suggestion: str | None


class RowOut(Schema):
    n: int = Field(description="Dòng trong tệp, từ 1")
    plan: str
    state: str
    problems: list[ProblemOut]


class RowsOut(Schema):
    items: list[RowOut]
    next: str = Field(description="Con trỏ của trang sau; rỗng là hết")


class UndoIn(Schema):
    reason: str = Field(min_length=1, max_length=500, description="Lý do, ghi vào nhật ký")


class PackageOut(Schema):
    id: int
    direction: str = Field(description="OUT gói đi, IN gói đến")
    kind: str = Field(description="NEW, REVOKE, UPDATE, REPLACE, STATUS")
    state: str = Field(description="READY, SENT; TAKEN, ASKED, APPLIED, KEPT")
    document: str = Field(description="Mã văn bản: mã định danh, ngày, số/ký hiệu")
    peer: str = Field(description="Mã định danh nơi kia")
    status: str = Field(description="Mã trạng thái QCVN 102 của gói STATUS")
    verdict: str = Field(description="NONE, SOUND, UNKNOWN, LEGACY")
    made_at: datetime


class PackagesOut(Schema):
    items: list[PackageOut]
    next: str = Field(description="Con trỏ của trang sau; rỗng là hết")


class FaultOut(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str = Field(description="Một câu cho người đọc, nói cả cách làm tiếp")
    code: str
