from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from congdoan.areas.indicators.api import Kind as Measure
from congdoan.areas.indicators.api import RollUp

__all__ = [
    "AskState",
    "CheckKind",
    "Measure",
    "ReportKind",
    "ReportState",
    "RollUp",
    "RoundState",
    "SectionKind",
    "Severity",
    "StepKind",
]


class SectionKind(TextChoices):
    TABLE = "TABLE", _("bảng số liệu")
    NARRATIVE = "NARRATIVE", _("phần lời")


class CheckKind(TextChoices):
    EQUATION = "EQUATION", _("cân đối giữa các dòng")
    RANGE = "RANGE", _("trong khoảng")
    CONTINUITY = "CONTINUITY", _("nối với kỳ trước")
    OUTLIER = "OUTLIER", _("chênh nhiều so với kỳ trước")


class Severity(TextChoices):
    HARD = "HARD", _("phải sửa mới nộp được")
    SOFT = "SOFT", _("nộp được khi có giải trình")


class ReportKind(TextChoices):
    """Kinds of reports (domain rules 5.1)."""

    MONTHLY = "MONTHLY", _("báo cáo tháng")
    QUARTERLY = "QUARTERLY", _("báo cáo quý")
    SEMI_ANNUAL = "SEMI_ANNUAL", _("báo cáo 6 tháng đầu năm")
    ANNUAL = "ANNUAL", _("báo cáo năm")
    SCHOOL_SEM1 = "SCHOOL_SEM1", _("sơ kết học kỳ I")
    SCHOOL_YEAR = "SCHOOL_YEAR", _("tổng kết năm học")
    THEMATIC = "THEMATIC", _("báo cáo chuyên đề")
    AD_HOC = "AD_HOC", _("báo cáo đột xuất")
    TERM = "TERM", _("báo cáo nhiệm kỳ")


class RoundState(TextChoices):
    OPEN = "OPEN", _("đang nhận báo cáo")
    LOCKED = "LOCKED", _("đã khóa")


class ReportState(TextChoices):
    DRAFT = "DRAFT", _("đang soạn")
    SUBMITTED = "SUBMITTED", _("chờ cấp trên nhận")
    RETURNED = "RETURNED", _("trả lại để sửa")
    ACCEPTED = "ACCEPTED", _("cấp trên đã nhận")

    @property
    def is_with_author(self) -> bool:
        """Tell whether who owes the report may write in it."""
        return self in {ReportState.DRAFT, ReportState.RETURNED}


class StepKind(TextChoices):
    """What happened to a report: a row of its story, on the line it happened on."""

    SUBMITTED = "SUBMITTED", _("đã nộp")
    RETURNED = "RETURNED", _("đã trả lại")
    ACCEPTED = "ACCEPTED", _("đã nhận")
    REOPENED = "REOPENED", _("đã mở lại")
    EXTENDED = "EXTENDED", _("đã gia hạn")
    ASKED = "ASKED", _("đã xin thêm thời gian")
    REFUSED = "REFUSED", _("không gia hạn")


class AskState(TextChoices):
    """What became of asking for more time."""

    WAITING = "WAITING", _("chờ trả lời")
    GRANTED = "GRANTED", _("đã gia hạn")
    REFUSED = "REFUSED", _("không gia hạn")
    PASSED = "PASSED", _("không cần nữa")
