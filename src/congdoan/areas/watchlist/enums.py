from django.db import models
from django.utils.translation import gettext_lazy as _


class Cause(models.TextChoices):
    """What the law counts (Decision 5130/QĐ-TLĐ); the rows of the rulebook say from when."""

    UNPAID = "UNPAID", _("không đóng đoàn phí")
    ABSENT = "ABSENT", _("vắng sinh hoạt")


class Degree(models.TextChoices):
    """How far somebody is, by the law's own three steps; a penalty is never given by this."""

    NEAR = "NEAR", _("sắp đến ngưỡng")
    REPRIMAND = "REPRIMAND", _("ngưỡng xem xét khiển trách")
    WARNING = "WARNING", _("ngưỡng xem xét cảnh cáo")
    EXPULSION = "EXPULSION", _("ngưỡng xem xét khai trừ")
