from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

Text = str | Promise
#: Inside the program only: what is said here is confidential.
CADRES = Category("cadres", _("Công tác cán bộ"), email=False)


def _kind(code: str, title: Text, body: Text, audience: Text) -> NotificationKind:
    return NotificationKind(
        code=f"cadres.{code}", category=CADRES, title=title, body=body, audience=audience
    )


_SUPERIOR = _("Lãnh đạo cấp trên trực tiếp")
_LEADERS = _("Lãnh đạo đơn vị")

KINDS = (
    _kind(
        "party_step",
        _("Hồ sơ giới thiệu bạn vào Đảng có bước mới"),
        _("Công đoàn của bạn vừa ghi một bước mới. Chỉ bạn và người có quyền xem được."),
        _("đoàn viên được giới thiệu"),
    ),
    _kind(
        "plan_submitted",
        _("{unit} trình quy hoạch cán bộ"),
        _("Quy hoạch cán bộ nhiệm kỳ {term} của {unit} đang chờ phê duyệt."),
        _SUPERIOR,
    ),
    _kind(
        "plan_decided",
        _("Quy hoạch cán bộ nhiệm kỳ {term} đã có quyết định"),
        _("Cấp trên đã ghi quyết định về quy hoạch của {unit}."),
        _LEADERS,
    ),
    _kind(
        "plan_sent_back",
        _("Quy hoạch cán bộ nhiệm kỳ {term} được trả lại"),
        _("Cấp trên trả lại quy hoạch của {unit} để hoàn chỉnh; hãy xem lý do."),
        _LEADERS,
    ),
)
