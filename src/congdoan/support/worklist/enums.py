from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WorkState(TextChoices):
    OPEN = "OPEN", _("Đang chờ")
    DONE = "DONE", _("Đã xong")
    CANCELLED = "CANCELLED", _("Không còn phải làm")


class Group(TextChoices):
    """The parts of "Việc của tôi"; the values stand in the address."""

    OVERDUE = "qua-han", _("Quá hạn")
    THIS_WEEK = "tuan-nay", _("Trong 7 ngày tới")
    LATER = "sau", _("Sau đó")
    DONE = "xong", _("Đã xong")
    BELOW = "cap-duoi", _("Cấp dưới để quá hạn")
