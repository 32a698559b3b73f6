from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

PLANNING = Category("planning", _("Chương trình, kế hoạch công tác"))
LEAD = NotificationKind(
    code="planning.lead",
    category=PLANNING,
    title=_("Bạn chủ trì một nhiệm vụ: {task}"),
    body=_("Trong “{plan}”, hạn {due}. Báo tiến độ ở trang của nhiệm vụ."),
    audience=_("Người chủ trì"),
)
GIVEN = NotificationKind(
    code="planning.given",
    category=PLANNING,
    title=_("{giver} giao việc: {task}"),
    body=_("Hạn hoàn thành {due}; hãy nhận việc hoặc trả lời trước ngày {answer}."),
    audience=_("Chủ tịch, phó chủ tịch, cán bộ của đơn vị nhận"),
)
ANSWERED = NotificationKind(
    code="planning.answered",
    category=PLANNING,
    title=_("{unit} có ý kiến về việc được giao: {task}"),
    body=_("Nội dung: {words}"),
    audience=_("Người đã giao việc"),
)
AGAIN = NotificationKind(
    code="planning.again",
    category=PLANNING,
    title=_("{giver} yêu cầu làm tiếp: {task}"),
    body=_("Nội dung: {words}"),
    audience=_("Chủ tịch, phó chủ tịch, cán bộ của đơn vị nhận"),
)
KINDS = (LEAD, GIVEN, ANSWERED, AGAIN)
