from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

Text = str | Promise
DEVELOPMENT = Category("development", _("Phát triển đoàn viên"))
OFFICERS = _("Lãnh đạo và chuyên viên của đơn vị")


def _kind(code: str, title: Text, body: Text) -> NotificationKind:
    return NotificationKind(
        code=f"development.{code}", category=DEVELOPMENT, title=title, body=body, audience=OFFICERS
    )


KINDS = (
    _kind(
        "given",
        _("Chỉ tiêu phát triển năm {year}"),
        _("{superior} giao chỉ tiêu phát triển năm {year} cho đơn vị bạn. Hạn trả lời: {due}."),
    ),
    _kind(
        "proposed",
        _("{unit} đề nghị mức chỉ tiêu khác"),
        _("{unit} đề nghị mức khác mức đã giao cho năm {year}. Hãy xem lý do và chốt."),
    ),
    _kind(
        "settled",
        _("Đã chốt chỉ tiêu phát triển năm {year}"),
        _("{superior} đã chốt chỉ tiêu năm {year} mà đơn vị bạn đề nghị."),
    ),
)
