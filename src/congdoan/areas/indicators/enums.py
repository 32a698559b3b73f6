from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a figure says of a period."""

    STOCK = "STOCK", _("số có đến ngày cuối kỳ")
    FLOW = "FLOW", _("số phát sinh trong kỳ")
    RATIO = "RATIO", _("tỷ lệ")
    AVERAGE = "AVERAGE", _("bình quân")


class RollUp(models.TextChoices):
    """How the figures of several organisations become one."""

    SUM = "SUM", _("cộng")
    RATIO = "RATIO", _("tính lại từ tổng của tử số và mẫu số")
    WEIGHTED = "WEIGHTED", _("bình quân theo trọng số")
    DISTINCT = "DISTINCT", _("đếm không trùng")
    LATEST = "LATEST", _("lấy số mới nhất")


class Source(models.TextChoices):
    """Where a figure comes from."""

    AUTO = "AUTO", _("tính từ dữ liệu có trên hệ thống")
    MANUAL = "MANUAL", _("đơn vị nhập khi báo cáo")


class Breakdown(models.TextChoices):
    """Into what a figure can be broken down; the last two by the units it was summed from."""

    FEMALE = "FEMALE", _("nữ")
    ETHNIC = "ETHNIC", _("người dân tộc thiểu số")
    TEACHER = "TEACHER", _("nhà giáo")
    SECTOR = "SECTOR", _("công lập, ngoài công lập")
    LEVEL = "LEVEL", _("cấp học")
