from django.db import models
from django.utils.translation import gettext_lazy as _


class CardEnd(models.TextChoices):
    """Why a card is no longer the person's card; membership that ended is no such reason."""

    LOST = "LOST", _("mất thẻ")
    DAMAGED = "DAMAGED", _("thẻ hỏng")
    CHANGED = "CHANGED", _("đổi họ tên, đơn vị hoặc mã số")
    WITHDRAWN = "WITHDRAWN", _("thu hồi")


#: What an officer may say when somebody asks for another card.
ASKED_FOR = (CardEnd.LOST, CardEnd.DAMAGED)


class CardStanding(models.TextChoices):
    """Where a member stands with their card on a day; always worked out."""

    NONE = "NONE", _("chưa có thẻ")
    CURRENT = "CURRENT", _("đã có thẻ")
    STALE = "STALE", _("cần in lại")


class Layout(models.TextChoices):
    A4 = "A4", _("Giấy A4, 10 thẻ một tờ, có dấu cắt")
    PLASTIC = "PLASTIC", _("Máy in thẻ nhựa, mỗi trang một mặt thẻ")


class Who(models.TextChoices):
    """For whom cards are made ready."""

    CHOSEN = "CHOSEN", _("người đã chọn")
    FILTERED = "FILTERED", _("mọi người theo bộ lọc đang dùng")
    MISSING = "MISSING", _("mọi đoàn viên chưa có thẻ")
    STALE = "STALE", _("mọi thẻ cần in lại")
    EVERYBODY = "EVERYBODY", _("mọi đoàn viên của đơn vị")


class PhotoPart(models.TextChoices):
    """Which part of a tall picture stays when it is cropped."""

    TOP = "TOP", _("phần trên")
    MIDDLE = "MIDDLE", _("phần giữa")
    BOTTOM = "BOTTOM", _("phần dưới")


class Verdict(models.TextChoices):
    """All that the public page says."""

    VALID = "VALID", _("Thẻ còn hiệu lực")
    NOT_VALID = "NOT_VALID", _("Thẻ không còn hiệu lực")
    UNKNOWN = "UNKNOWN", _("Không có thẻ này")
