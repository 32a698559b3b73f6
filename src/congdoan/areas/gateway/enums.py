from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How packages travel to a peer."""

    FEDERATION = "FEDERATION", _("nối thẳng hai hệ thống (HTTPS có ký)")
    FOLDER = "FOLDER", _("thư mục theo dõi")
    API = "API", _("giao diện lập trình (phần mềm trục lấy)")
    FILE = "FILE", _("tải tệp bằng tay")


class Direction(models.TextChoices):
    OUT = "OUT", _("gói đi")
    IN = "IN", _("gói đến")


class Kind(models.TextChoices):
    NEW = "NEW", _("văn bản mới")
    REVOKE = "REVOKE", _("thu hồi")
    UPDATE = "UPDATE", _("cập nhật")
    REPLACE = "REPLACE", _("thay thế")
    STATUS = "STATUS", _("trạng thái")
    UNKNOWN = "UNKNOWN", _("không đọc được")


class PackageState(models.TextChoices):
    WAITING = "WAITING", _("chờ gửi")
    READY = "READY", _("chờ lấy đi")
    SENT = "SENT", _("đã gửi")
    FAILED = "FAILED", _("không gửi được")
    CANCELLED = "CANCELLED", _("không gửi nữa")
    TAKEN = "TAKEN", _("đã vào sổ")
    ASKED = "ASKED", _("chờ đơn vị trả lời")
    APPLIED = "APPLIED", _("đã thực hiện")
    KEPT = "KEPT", _("đơn vị không đồng ý")
    REFUSED = "REFUSED", _("từ chối")
    OVERTAKEN = "OVERTAKEN", _("không còn phải trả lời")


#: Still to leave.
LEAVING = (PackageState.WAITING, PackageState.READY)
#: What the page counts: it waits for somebody, or went wrong.
COUNTED = (*LEAVING, PackageState.FAILED, PackageState.REFUSED, PackageState.ASKED)
