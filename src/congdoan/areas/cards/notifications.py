from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

CARDS = Category("cards", _("Thẻ đoàn viên"), email=False)

PRINTED = NotificationKind(
    "cards.printed",
    CARDS,
    title=_("Tệp in thẻ đoàn viên đã xong"),
    body=_("{organisation}: {count} thẻ. Tệp được giữ đến {until}."),
    audience=_("người đã yêu cầu in"),
)
