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
READ = NotificationKind(
    code="exchange.read",
    category=IMPORTS,
    title=_("Đã đọc xong tệp {file}"),
    body=_("Hãy xem lại từng dòng rồi bấm nhập; chưa có gì được ghi."),
    audience=_("Người đã tải lên một tệp dài"),
)
TAKEN_BACK = NotificationKind(
    code="exchange.taken_back",
    category=IMPORTS,
    title=_("Đã hoàn tác việc nhập tệp {file}"),
    body=_("Đã lấy lại {done} dòng; {left} dòng còn nguyên (chưa nhập, hoặc đã đổi từ lúc nhập)."),
    audience=_("Người đã bấm hoàn tác một tệp dài"),
)
STOPPED = NotificationKind(
    code="exchange.stopped",
    category=IMPORTS,
    title=_("Chưa nhập được tệp {file}"),
    body=_("{why}"),
    audience=_("Người đã tải lên, bấm nhập hoặc hoàn tác một tệp dài"),
)
KINDS = (READ, FINISHED, TAKEN_BACK, STOPPED)
