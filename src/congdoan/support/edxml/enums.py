from django.db import models
from django.utils.translation import gettext_lazy as _


class Business(models.TextChoices):
    """What a package asks of its receiver: QCVN 102:2016, ``BussinessDocType``."""

    NEW = "0", _("văn bản mới")
    REVOKE = "1", _("thu hồi")
    UPDATE = "2", _("cập nhật")
    REPLACE = "3", _("thay thế")


#: Status codes of QCVN 102:2016; what they mean stands in documents (``ReceiverState``).
STATUS_CODES = ("01", "02", "03", "04", "05", "06", "13", "15", "16")


class Verdict(models.TextChoices):
    """What the signature of a package is worth."""

    NONE = "NONE", _("không ký số")
    SOUND = "SOUND", _("chữ ký số đúng")
    UNKNOWN = "UNKNOWN", _("có chữ ký số, chưa có chứng thư để kiểm tra")
    LEGACY = "LEGACY", _("chữ ký số kiểu cũ, không bảo đảm toàn vẹn")
    BROKEN = "BROKEN", _("chữ ký số sai")
