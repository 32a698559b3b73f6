from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """A way to reach a person beside the inbox, which everybody always has."""

    EMAIL = "EMAIL", _("Thư điện tử")


class DeliveryState(TextChoices):
    WAITING = "WAITING", _("Đang chờ gửi")
    SENT = "SENT", _("Đã gửi")
    GIVEN_UP = "GIVEN_UP", _("Không gửi được")
