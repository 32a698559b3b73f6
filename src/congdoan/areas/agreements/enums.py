from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """States of an agreement; the rulebook's ``agreement.state`` names the same ones."""

    DRAFT = "DRAFT", _("Dự thảo")
    CONSULTATION = "CONSULTATION", _("Lấy ý kiến")
    NEGOTIATED = "NEGOTIATED", _("Đã thống nhất, chờ ký")
    SIGNED = "SIGNED", _("Đã ký, chờ hiệu lực")
    EFFECTIVE = "EFFECTIVE", _("Đang có hiệu lực")
    EXPIRED = "EXPIRED", _("Hết hiệu lực")
    REVIEWED = "REVIEWED", _("Đã tổng kết")
    SUPERSEDED = "SUPERSEDED", _("Đã được thay thế")
    TERMINATED = "TERMINATED", _("Chấm dứt trước hạn")


class Side(models.TextChoices):
    """Where a party sits; several parties may share a side (S0: one union, twelve federations)."""

    A = "A", _("Bên A")
    B = "B", _("Bên B")
    JOINT = "JOINT", _("Cùng ký (không chia bên)")


class Level(models.TextChoices):
    """The divisions of the text, outermost first."""

    CHAPTER = "CHAPTER", _("Chương")
    ARTICLE = "ARTICLE", _("Điều")
    CLAUSE = "CLAUSE", _("Khoản")
    POINT = "POINT", _("Điểm")


class ClauseAct(models.TextChoices):
    """What somebody did to a clause."""

    ADDED = "ADDED", _("Thêm đoạn")
    WRITTEN = "WRITTEN", _("Sửa câu chữ")
    SETTLED = "SETTLED", _("Đổi phân công")
    MOVED = "MOVED", _("Chuyển chỗ")
    LEVELLED = "LEVELLED", _("Đổi cấp")
    SPLIT = "SPLIT", _("Tách đoạn")
    MERGED = "MERGED", _("Nhập đoạn")
    REMOVED = "REMOVED", _("Xóa đoạn")
    RESTORED = "RESTORED", _("Khôi phục đoạn")


class Bearer(models.TextChoices):
    """Who owes what a clause says; empty = the clause owes nobody anything."""

    NOBODY = "", _("Không giao nhiệm vụ")
    PARTY = "PARTY", _("Bên chủ trì làm, các bên khác phối hợp")
    SIDE_A = "SIDE_A", _("Từng đơn vị bên A")
    SIDE_B = "SIDE_B", _("Từng đơn vị bên B")
    EACH = "EACH", _("Từng bên")
    JOINT = "JOINT", _("Các bên cùng làm")


class Cadence(models.TextChoices):
    """How often what a clause says is due."""

    NONE = "", _("Không định kỳ")
    ONCE = "ONCE", _("Một lần")
    MONTHLY = "MONTHLY", _("Hằng tháng")
    QUARTERLY = "QUARTERLY", _("Hằng quý")
    HALF_YEARLY = "HALF_YEARLY", _("Sáu tháng một lần")
    YEARLY = "YEARLY", _("Hằng năm")
    SCHOOL_YEAR = "SCHOOL_YEAR", _("Mỗi năm học")
    ON_REQUEST = "ON_REQUEST", _("Khi có yêu cầu")


class YearBasis(models.TextChoices):
    """By which year duties are counted and reviews are held."""

    SCHOOL_YEAR = "SCHOOL_YEAR", _("Năm học")
    CALENDAR_YEAR = "CALENDAR_YEAR", _("Năm dương lịch")


class Outcome(models.TextChoices):
    """How a round of consultation ended."""

    FROZEN = "FROZEN", _("thống nhất nội dung")
    WITHDRAWN = "WITHDRAWN", _("đưa về dự thảo")


class DutyState(models.TextChoices):
    """Where a duty of one period stands."""

    OPEN = "OPEN", _("Phải làm")
    DONE = "DONE", _("Đã báo cáo, chờ xác nhận")
    ACCEPTED = "ACCEPTED", _("Đã được xác nhận")
    DISPUTED = "DISPUTED", _("Chưa được xác nhận, cần bổ sung")
    WAIVED = "WAIVED", _("Không phải làm")
    CARRIED = "CARRIED", _("Chuyển sang văn bản sau")


class Evidence(models.TextChoices):
    """What a report that a duty is done must come with."""

    OPTIONAL = "OPTIONAL", _("Kết quả bằng lời, kèm tệp, liên kết hoặc hồ sơ nếu có")
    REQUIRED = "REQUIRED", _("Phải kèm tệp, liên kết hoặc hồ sơ trên hệ thống")


class ReviewKind(models.TextChoices):
    INTERIM = "INTERIM", _("Sơ kết")
    FINAL = "FINAL", _("Tổng kết")


class ReviewState(models.TextChoices):
    PLANNED = "PLANNED", _("Chưa tổ chức")
    HELD = "HELD", _("Đã tổ chức")


class TurnState(models.TextChoices):
    """Where the proposal stands to let another party host one review."""

    ASKED = "ASKED", _("Chờ trả lời")
    AGREED = "AGREED", _("Đã thống nhất")
    REFUSED = "REFUSED", _("Không thống nhất")
    WITHDRAWN = "WITHDRAWN", _("Đã rút")


class Spread(models.TextChoices):
    """How far down a duty is handed."""

    DIRECT = "DIRECT", _("Các đơn vị trực thuộc")
    BRANCH = "BRANCH", _("Cả nhánh (mọi cấp bên dưới)")


class Exchanged(models.TextChoices):
    """What the parties send each other (S2: "mối liên hệ hai chiều")."""

    SUPERIOR = "SUPERIOR", _("Văn bản của cấp trên")
    OWN = "OWN", _("Văn bản của đơn vị")
    STATUS = "STATUS", _("Tình hình thực hiện nội dung phối hợp")
    FIGURES = "FIGURES", _("Số liệu thống kê")
    URGENT = "URGENT", _("Vấn đề đột xuất")


class ExportState(models.TextChoices):
    WAITING = "WAITING", _("Đang đóng gói")
    READY = "READY", _("Đã xong")


class ProposalState(models.TextChoices):
    """What the conference concluded about a proposed change of the text."""

    PENDING = "PENDING", _("Chờ hội nghị kết luận")
    AGREED = "AGREED", _("Thống nhất đề nghị sửa đổi")
    REJECTED = "REJECTED", _("Không thống nhất")


class Scope(models.TextChoices):
    """Which units a superior asks."""

    DIRECT = "DIRECT", _("Các đơn vị trực thuộc")
    BRANCH = "BRANCH", _("Cả nhánh (mọi cấp bên dưới)")
    GROUPING = "GROUPING", _("Một cụm, khối")


class Standing(models.TextChoices):
    """How far a unit has come with the agreement it was asked to sign."""

    NONE = "NONE", _("Chưa bắt đầu")
    DRAFTING = "DRAFTING", _("Đang soạn, lấy ý kiến")
    SIGNING = "SIGNING", _("Chờ ký")
    IN_FORCE = "IN_FORCE", _("Đã ký")
    OVER = "OVER", _("Đã ký, nay hết hiệu lực")


class Source(models.TextChoices):
    """What an agreement that exists elsewhere comes as."""

    WORD = "WORD", _("Tệp Word (.docx)")
    SCAN = "SCAN", _("Bản quét, PDF")


class ImportState(models.TextChoices):
    OPEN = "OPEN", _("Đang xem lại")
    DONE = "DONE", _("Đã đưa vào sổ")
    DISCARDED = "DISCARDED", _("Đã bỏ")


class Piece(models.TextChoices):
    """What a line of an imported file was there."""

    TEXT = "TEXT", _("Đoạn văn")
    TABLE = "TABLE", _("Bảng")
    TEXTBOX = "TEXTBOX", _("Khung chữ")
    FOOTNOTE = "FOOTNOTE", _("Chú thích cuối trang")
    ENDNOTE = "ENDNOTE", _("Chú thích cuối văn bản")
    COMMENT = "COMMENT", _("Nhận xét")
    INSERTED = "INSERTED", _("Chữ được thêm khi theo dõi sửa đổi")
    DELETED = "DELETED", _("Chữ bị xóa khi theo dõi sửa đổi")
    HIDDEN = "HIDDEN", _("Chữ ẩn")
    PICTURE = "PICTURE", _("Hình ảnh")
    EQUATION = "EQUATION", _("Công thức")
    OBJECT = "OBJECT", _("Tệp nhúng")
    HEADER = "HEADER", _("Đầu trang")
    FOOTER = "FOOTER", _("Chân trang")


class Fate(models.TextChoices):
    """What becomes of a line of an imported file that is no clause."""

    OPEN = "OPEN", _("chưa quyết định")
    LEFT = "LEFT", _("để ngoài")


class AmendmentState(models.TextChoices):
    """States of an addendum (phụ lục) that changes an agreement in force."""

    DRAFT = "DRAFT", _("Đang soạn")
    CONSENT = "CONSENT", _("Chờ các bên đồng ý")
    FROZEN = "FROZEN", _("Đã chốt, chờ ký")
    SIGNED = "SIGNED", _("Đã ký, chờ hiệu lực")
    EFFECTIVE = "EFFECTIVE", _("Đang có hiệu lực")
    WITHDRAWN = "WITHDRAWN", _("Đã rút")


class ChangeKind(models.TextChoices):
    """What an addendum does to one clause."""

    CHANGE = "CHANGE", _("Sửa đổi, bổ sung")
    ADD = "ADD", _("Thêm mới")
    REMOVE = "REMOVE", _("Bãi bỏ")


class Consent(models.TextChoices):
    """What a party says to the proposed changes."""

    AGREE = "AGREE", _("Đồng ý")
    REFUSE = "REFUSE", _("Không đồng ý")


class Effect(models.TextChoices):
    """What becomes of the open duties of an obligation an addendum touches."""

    CARRY = "CARRY", _("Tiếp tục theo nội dung mới")
    KEEP = "KEEP", _("Làm xong theo nội dung cũ")
    END = "END", _("Thôi, không phải làm nữa")


class SuccessionState(models.TextChoices):
    """Where the question stands who takes a party's place."""

    ASKED = "ASKED", _("Chờ quyết định")
    AGREED = "AGREED", _("Đã thống nhất, chờ đến ngày")
    DONE = "DONE", _("Đã thay bên")
    LEFT = "LEFT", _("Bên này thôi tham gia")
    CLOSED = "CLOSED", _("Không còn phải quyết định")


class EndGround(models.TextChoices):
    """Why an agreement may end before its time."""

    ALL_AGREE = "ALL_AGREE", _("Các bên cùng thống nhất chấm dứt")
    PARTY_ENDED = "PARTY_ENDED", _("Một bên đã kết thúc hoạt động")


class EndingState(models.TextChoices):
    """Where the proposal stands to end an agreement before its time."""

    ASKED = "ASKED", _("Chờ các bên trả lời")
    AGREED = "AGREED", _("Các bên đã thống nhất, chờ đến ngày")
    DONE = "DONE", _("Đã chấm dứt")
    REFUSED = "REFUSED", _("Có bên không đồng ý")
    WITHDRAWN = "WITHDRAWN", _("Đã rút")
    CLOSED = "CLOSED", _("Không còn hiệu lực")


class RunState(models.TextChoices):
    """How far the drafting of a whole branch has come."""

    RUNNING = "RUNNING", _("Đang lập")
    DONE = "DONE", _("Đã xong")
    STOPPED = "STOPPED", _("Đã dừng")


class Verdict(models.TextChoices):
    """What became of one unit when drafts were made for a branch."""

    NONE = "", _("Chưa lập")
    WAITING = "WAITING", _("Chờ lập")
    MADE = "MADE", _("Đã lập dự thảo")
    STANDS = "STANDS", _("Đã có văn bản từ trước")
    REFUSED = "REFUSED", _("Chưa lập được")


class Deviation(models.TextChoices):
    """How a unit's draft differs from the template at one place."""

    REWORDED = "REWORDED", _("Sửa chữ")
    SETTLED = "SETTLED", _("Đổi phân công")
    REMOVED = "REMOVED", _("Bỏ")
    ADDED = "ADDED", _("Thêm mới")


class ReturnState(models.TextChoices):
    """What became of a Word file that came back."""

    OPEN = "OPEN", _("Đang xem lại")
    TAKEN = "TAKEN", _("Đã nhận")
