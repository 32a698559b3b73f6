from django.db import models
from django.utils.translation import gettext_lazy as _


class Aim(models.TextChoices):
    """What a campaign is for."""

    FOUND = "FOUND", _("thành lập công đoàn cơ sở")
    GROW = "GROW", _("phát triển đoàn viên ở công đoàn đã có")


class State(models.TextChoices):
    OPEN = "OPEN", _("đang vận động")
    REACHED = "REACHED", _("đã đạt")
    STOPPED = "STOPPED", _("đã dừng")


class ContactKind(models.TextChoices):
    CALL = "CALL", _("gọi điện, nhắn tin, gửi thư")
    VISIT = "VISIT", _("gặp người sử dụng lao động")
    MEETING = "MEETING", _("gặp gỡ, họp với người lao động")
    OTHER = "OTHER", _("việc khác")


class Step(models.TextChoices):
    """How far it has come; worked out from the log, the applications and the founding."""

    NONE = "NONE", _("chưa liên hệ")
    CONTACT = "CONTACT", _("đã liên hệ")
    MEETING = "MEETING", _("đã gặp người lao động")
    APPLICATIONS = "APPLICATIONS", _("có đơn gia nhập")
    REQUEST = "REQUEST", _("đã đề nghị công nhận")
    FOUNDED = "FOUNDED", _("đã thành lập")
    GROWN = "GROWN", _("đủ đoàn viên")
