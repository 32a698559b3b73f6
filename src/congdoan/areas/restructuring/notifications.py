from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

RESTRUCTURING = Category("restructuring", _("Sắp xếp tổ chức"))
DECIDERS = _("Lãnh đạo, chuyên viên, văn thư của công đoàn cấp trên quyết định")

TOOK_EFFECT = NotificationKind(
    code="restructuring.took_effect",
    category=RESTRUCTURING,
    title=_("Đã có hiệu lực: {what}"),
    body=_("{what} có hiệu lực từ ngày {day} như đã quyết định."),
    audience=DECIDERS,
)
COULD_NOT = NotificationKind(
    code="restructuring.held_up",
    category=RESTRUCTURING,
    title=_("Chưa thực hiện xong: {what}"),
    body=_("{what} đến ngày {day} nhưng còn vướng: {reason}"),
    audience=DECIDERS,
)
KINDS = (TOOK_EFFECT, COULD_NOT)
