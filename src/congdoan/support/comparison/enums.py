from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Mark(StrEnum):
    """What became of a stretch of words."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


class Change(TextChoices):
    """What became of a line."""

    ADDED = "ADDED", _("Thêm mới")
    REMOVED = "REMOVED", _("Bỏ")
    REWORDED = "REWORDED", _("Sửa câu chữ")
    SETTLED = "SETTLED", _("Đổi phân công")
    MOVED = "MOVED", _("Chuyển chỗ")
    SPLIT = "SPLIT", _("Tách")
    MERGED = "MERGED", _("Nhập")
    LEVELLED = "LEVELLED", _("Đổi cấp")
    RENUMBERED = "RENUMBERED", _("Đánh số lại")
