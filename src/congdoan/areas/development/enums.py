from django.db import models
from django.utils.translation import gettext_lazy as _


class Indicator(models.TextChoices):
    """What a target counts; ``selectors.progress`` knows how."""

    ADMITTED = "ADMITTED", _("Đoàn viên kết nạp mới")
    NET_GROWTH = "NET_GROWTH", _("Đoàn viên tăng thêm (tăng trừ giảm)")
    NEW_UNIONS = "NEW_UNIONS", _("Công đoàn cơ sở thành lập mới")
    PARTY_INTRO = "PARTY_INTRO", _("Đoàn viên ưu tú giới thiệu cho Đảng")
    DENSITY = "DENSITY", _("Tỷ lệ đoàn viên trên lao động (%)")

    @property
    def is_share(self) -> bool:
        """Tell whether it is a share: no sums, the same figure for all, 100 at most."""
        return self is Indicator.DENSITY


class TargetState(models.TextChoices):
    DRAFT = "DRAFT", _("chưa giao")
    GIVEN = "GIVEN", _("chờ trả lời")
    ACCEPTED = "ACCEPTED", _("đã nhận")
    PROPOSED = "PROPOSED", _("đề nghị mức khác")
    SETTLED = "SETTLED", _("đã chốt")
