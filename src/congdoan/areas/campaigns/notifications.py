from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

CAMPAIGNS = Category("campaigns", _("Vận động ở cơ sở"))
GIVEN = NotificationKind(
    code="campaigns.given",
    category=CAMPAIGNS,
    title=_("Bạn phụ trách vận động ở {place}"),
    body=_("Cần đạt {target} đoàn viên trước ngày {due}. Việc tiếp theo ở mục Việc của tôi."),
    audience=_("Người phụ trách"),
)
