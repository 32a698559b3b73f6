from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Look(TextChoices):
    """How a saved view shows what it asks."""

    TABLE = "TABLE", _("bảng")
    CHART = "CHART", _("biểu đồ")
    MAP = "MAP", _("bản đồ")
    FIGURE = "FIGURE", _("một con số")
    PROGRESS = "PROGRESS", _("tiến độ báo cáo")


class Shared(TextChoices):
    """Who finds a saved view; what it shows is always the reader's own to see."""

    OWN = "OWN", _("chỉ mình tôi")
    UNIT = "UNIT", _("người trong đơn vị")
    BELOW = "BELOW", _("đơn vị và các đơn vị cấp dưới")
