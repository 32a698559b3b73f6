from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PeriodKind(TextChoices):
    """The ways a union counts its time."""

    CALENDAR_YEAR = "CALENDAR_YEAR", _("Năm dương lịch")
    HALF_YEAR = "HALF_YEAR", _("Nửa năm")
    QUARTER = "QUARTER", _("Quý")
    MONTH = "MONTH", _("Tháng")
    SCHOOL_YEAR = "SCHOOL_YEAR", _("Năm học")
    TERM = "TERM", _("Nhiệm kỳ")
