from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

ANALYSIS = Category("analysis", _("Bảng xem đã đăng ký"))
KINDS = (
    NotificationKind(
        code="analysis.view",
        category=ANALYSIS,
        title=_("Bảng xem: {title}"),
        body="{text}",
        audience=_("Người đã đăng ký nhận bảng xem"),
    ),
)
