from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

IMPORTS = Category("exchange", _("Nhập dữ liệu"))
FINISHED = NotificationKind(
    code="exchange.finished",
    category=IMPORTS,
    title=_("Đã nhập xong tệp {file}"),
    body=_("Đã ghi {done} dòng; {left} dòng không ghi (trùng, bỏ qua hoặc phải sửa)."),
    audience=_("Người đã bấm nhập một tệp dài"),
)
STOPPED = NotificationKind(
    code="exchange.stopped",
    category=IMPORTS,
    title=_("Chưa nhập được tệp {file}"),
    body=_("{why}"),
    audience=_("Người đã bấm nhập một tệp dài"),
)
KINDS = (FINISHED, STOPPED)
