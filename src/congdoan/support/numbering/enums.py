from django.db import models
from django.utils.translation import gettext_lazy as _


class Register(models.TextChoices):
    OUTGOING = "OUTGOING", _("sổ văn bản đi")
    INCOMING = "INCOMING", _("sổ văn bản đến")
    INTERNAL = "INTERNAL", _("sổ văn bản nội bộ")


class NumberState(models.TextChoices):
    TAKEN = "TAKEN", _("đã dùng")
    RESERVED = "RESERVED", _("giữ chỗ")
    RELEASED = "RELEASED", _("bỏ số")
