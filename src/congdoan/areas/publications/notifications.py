from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

PUBLICATIONS = Category("publications", _("Công bố văn bản"), email=True)

KINDS = (
    NotificationKind(
        "publications.prepared",
        PUBLICATIONS,
        title=_("Chờ duyệt công bố: {title}"),
        body=_("{name} đã chuẩn bị cho {channel}."),
        audience=_("lãnh đạo đơn vị"),
    ),
    NotificationKind(
        "publications.returned",
        PUBLICATIONS,
        title=_("Bản công bố được trả lại: {title}"),
        body=_("Ý kiến: {reason}"),
        audience=_("người chuẩn bị"),
    ),
    NotificationKind(
        "publications.failed",
        PUBLICATIONS,
        title=_("Chưa đăng được: {title}"),
        body=_("{channel}: {fault}."),
        audience=_("người chuẩn bị, lãnh đạo đơn vị"),
    ),
    NotificationKind(
        "publications.doubt",
        PUBLICATIONS,
        title=_("Có thể còn trên {channel}: {title}"),
        body=_("Bài được gỡ trong lúc đang đăng. Hãy mở trang xem: còn thì xóa rồi ghi lại."),
        audience=_("người chuẩn bị, lãnh đạo đơn vị"),
    ),
    NotificationKind(
        "publications.withdrawn",
        PUBLICATIONS,
        title=_("Đã gỡ khỏi {channel}: {title}"),
        body=_("{name} gỡ. Lý do: {reason}"),
        audience=_("người chuẩn bị, lãnh đạo đơn vị"),
    ),
)
