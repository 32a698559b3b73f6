from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

WORK = Category("work", _("Việc của tôi"))
REMINDER = NotificationKind(
    code="worklist.reminder",
    category=WORK,
    title=_("Nhắc việc: {title} – hạn {due}"),
    body=_("{title}. Đơn vị phải làm: {organisation}. Hạn: {due}. Từ: {source}."),
    audience=_("Người được giao, hoặc lãnh đạo và văn thư của đơn vị phải làm"),
)
OVERDUE = NotificationKind(
    code="worklist.overdue",
    category=WORK,
    title=_("Quá hạn: {title} – hạn {due}"),
    body=_("{title}. Đơn vị phải làm: {organisation}. Đã quá hạn từ {due}. Từ: {source}."),
    audience=_("Người được giao, hoặc lãnh đạo và văn thư của đơn vị phải làm"),
)
ESCALATED = NotificationKind(
    code="worklist.escalated",
    category=WORK,
    title=_("Cấp dưới để quá hạn: {title} – {organisation}"),
    body=_("{organisation} chưa làm: {title}. Hạn: {due}. Từ: {source}. Hãy đôn đốc đơn vị."),
    audience=_("Lãnh đạo và văn thư của cấp trên trực tiếp"),
)
ASSIGNED = NotificationKind(
    code="worklist.assigned",
    category=WORK,
    title=_("Bạn được giao: {title}"),
    body=_("{giver} giao cho bạn: {title}. Hạn: {due}. Từ: {source}."),
    audience=_("Người được giao việc"),
    receipts=True,
)
KINDS = (REMINDER, OVERDUE, ESCALATED, ASSIGNED)
