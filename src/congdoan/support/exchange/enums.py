from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Severity(IntegerChoices):
    """How a row stands; the number is the order of the work queue, worst first."""

    READY = 0, _("Sẵn sàng")
    WARNING = 1, _("Cảnh báo")
    ERROR = 2, _("Phải sửa")


class Plan(TextChoices):
    """What committing a row would do."""

    CREATE = "CREATE", _("Tạo mới")
    UPDATE = "UPDATE", _("Cập nhật")
    SKIP = "SKIP", _("Bỏ qua")
    ASK = "ASK", _("Chờ xác định")
    ERROR = "ERROR", _("Không nhập được")


class RowState(TextChoices):
    WAITING = "WAITING", _("Chờ nhập")
    DONE = "DONE", _("Đã nhập")
    REFUSED = "REFUSED", _("Bị từ chối")
    UNDONE = "UNDONE", _("Đã hoàn tác")


class BatchState(TextChoices):
    """
    ``MAPPING`` waits for a person to say what the columns are.

    ``PLANNING``, ``RUNNING``, ``UNDOING`` are between two checkpoints: taken up again later.
    """

    MAPPING = "MAPPING", _("Chờ chọn cột")
    PLANNING = "PLANNING", _("Đang đọc tệp")
    UNREADABLE = "UNREADABLE", _("Không đọc được")
    PLANNED = "PLANNED", _("Chờ xem lại")
    RUNNING = "RUNNING", _("Đang nhập")
    DONE = "DONE", _("Đã nhập")
    UNDOING = "UNDOING", _("Đang hoàn tác")
    UNDONE = "UNDONE", _("Đã hoàn tác")
    DISCARDED = "DISCARDED", _("Đã hủy")
