from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

MEMBERS = Category("members", _("Đoàn viên"), email=False)

EXPORTED = NotificationKind(
    "members.exported",
    MEMBERS,
    title=_("Tệp xuất sổ đoàn viên đã xong"),
    body=_("{organisation}: {rows} người. Tệp được giữ đến {until}."),
    audience=_("người đã yêu cầu xuất"),
)
