from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

VOTING = Category("voting", _("Bầu cử, biểu quyết"))
BEGUN = NotificationKind(
    code="voting.begun",
    category=VOTING,
    title=_("Mời bỏ phiếu: {title}"),
    body=_("Đã bắt đầu bỏ phiếu. Mở trang này để bỏ phiếu trên điện thoại hoặc máy tính."),
    audience=_("Cử tri của cuộc bỏ phiếu trên mạng"),
)
