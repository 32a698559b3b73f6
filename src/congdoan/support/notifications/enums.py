from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """A way to reach a person beside the inbox, which everybody always has."""

    EMAIL = "EMAIL", _("Thư điện tử")
    PUSH = "PUSH", _("Thông báo trên thiết bị")
    TELEGRAM = "TELEGRAM", _("Telegram")
    ZALO_BOT = "ZALO_BOT", _("Zalo Bot")
    ZALO_OA = "ZALO_OA", _("Zalo OA")
    ZBS = "ZBS", _("Tin mẫu Zalo (ZBS)")

    @property
    def rings(self) -> bool:
        """Tell whether it makes a phone ring, so that it waits for the end of the quiet hours."""
        return self is not Channel.EMAIL

    @property
    def paid(self) -> bool:
        """Tell whether each message costs money; nobody gets it without having chosen it."""
        return self is Channel.ZBS


class DeliveryState(TextChoices):
    WAITING = "WAITING", _("Đang chờ gửi")
    SENDING = "SENDING", _("Đang gửi")
    SENT = "SENT", _("Đã gửi")
    GIVEN_UP = "GIVEN_UP", _("Không gửi được")
    #: The other side took it and sent it back later.
    BOUNCED = "BOUNCED", _("Bị trả lại")
    #: A worker died between handing it over and writing it down, and asking the other side is
    #: impossible: sending it again might tell the person twice.
    UNSURE = "UNSURE", _("Không rõ đã tới chưa")


class Fault(TextChoices):
    """Why a message did not go, in words for people."""

    AWAY = "AWAY", _("Máy chủ của kênh không trả lời; hệ thống tự thử lại")
    REFUSED = "REFUSED", _("Máy chủ của kênh từ chối tin này")
    ADDRESS = "ADDRESS", _("Địa chỉ của người nhận không còn dùng được")
    BLOCKED = "BLOCKED", _("Người nhận đã chặn hoặc bỏ theo dõi")
    KEY = "KEY", _("Khóa kết nối hết hạn hoặc sai; quản trị phải nối lại kênh")
    LIMIT = "LIMIT", _("Gửi quá nhanh hoặc hết hạn mức; hệ thống chờ rồi gửi tiếp")
    PLAN = "PLAN", _("Gói dịch vụ của kênh không cho gửi loại tin này")
    UNREADABLE = "UNREADABLE", _("Tin không soạn được; hãy báo quản trị hệ thống")
