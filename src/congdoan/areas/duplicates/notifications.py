from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

DUPLICATES = Category("duplicates", _("Hồ sơ nghi trùng"), email=False)
_OFFICERS = _("Lãnh đạo và chuyên viên của hai đơn vị")

MERGED = NotificationKind(
    "duplicates.merged",
    DUPLICATES,
    title=_("Hai hồ sơ đã được gộp làm một"),
    body=_("{by} đã gộp hai hồ sơ của {name}; sổ của đơn vị bạn theo hồ sơ giữ lại."),
    audience=_OFFICERS,
)
PARTED = NotificationKind(
    "duplicates.parted",
    DUPLICATES,
    title=_("Hai hồ sơ đã gộp được tách lại"),
    body=_("{by} đã tách lại hai hồ sơ mang tên {name}; sổ của đơn vị bạn như trước khi gộp."),
    audience=_OFFICERS,
)
KINDS = (MERGED, PARTED)
