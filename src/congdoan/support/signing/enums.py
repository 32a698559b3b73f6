from django.db import models
from django.utils.translation import gettext_lazy as _


class PacketState(models.TextChoices):
    OPEN = "OPEN", _("đang lấy chữ ký")
    COMPLETE = "COMPLETE", _("đã ký đủ")
    VOID = "VOID", _("đã hủy")
    EXPIRED = "EXPIRED", _("đã quá hạn ký")
    RETURNED = "RETURNED", _("bị trả lại")


class SlotState(models.TextChoices):
    WAITING = "WAITING", _("chờ ký")
    SIGNED = "SIGNED", _("đã ký")
    DECLINED = "DECLINED", _("từ chối ký")
    #: The others of the group were enough.
    NOT_NEEDED = "NOT_NEEDED", _("không cần ký nữa")
    EXPIRED = "EXPIRED", _("quá hạn ký")


class Following(models.TextChoices):
    """How somebody goes along with a packet without signing."""

    OBSERVER = "OBSERVER", _("theo dõi")
    COPY = "COPY", _("nhận bản hoàn chỉnh")


class Method(models.TextChoices):
    PAPER = "PAPER", _("ký trên giấy")
    CERTIFICATE = "CERT", _("ký số bằng chứng thư số")
    CLICK = "CLICK", _("ký trên hệ thống (không phải chữ ký số)")


class ScanState(models.TextChoices):
    """Whether a scan is the frozen text."""

    READING = "READING", _("đang đọc")
    MATCHED = "MATCHED", _("khớp văn bản đã chốt")
    DOUBTFUL = "DOUBTFUL", _("cần người xem")
    MISMATCHED = "MISMATCHED", _("chưa khớp")
    CONFIRMED = "CONFIRMED", _("khớp, đã có người xem")


class MandateKind(models.TextChoices):
    OFFICE = "OFFICE", _("chức vụ đang giữ")
    DELEGATION = "DELEGATION", _("được ủy quyền")
