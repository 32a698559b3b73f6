from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """How a number came here."""

    ENTERED = "ENTERED", _("cán bộ nhập")
    IMPORTED = "IMPORTED", _("nhập từ bảng tính")
    CARRIED = "CARRIED", _("giữ nguyên số lần trước")


class Show(models.TextChoices):
    """Which units a list keeps."""

    LOW = "thap", _("Tỷ lệ thấp")
    UNKNOWN = "chua-co", _("Chưa có số")
    STALE = "cu", _("Số đã cũ")
    OVER = "vuot", _("Đoàn viên nhiều hơn lao động")
