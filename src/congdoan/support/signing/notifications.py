from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

SIGNING = Category("signing", _("Ký văn bản"))
ASKED = NotificationKind(
    code="signing.asked",
    category=SIGNING,
    title=_("Mời ký: {title}"),
    body=_("{owner} trình ký “{title}”. Bên ký: {party}. Hạn ký: {deadline}."),
    audience=_("Người có thẩm quyền ký của các bên"),
)
SIGNED = NotificationKind(
    code="signing.signed",
    category=SIGNING,
    title=_("{party} đã ký: {title}"),
    body=_("{person} ký thay mặt {party} ngày {day}. Còn {waiting} bên chưa ký."),
    audience=_("Người trình ký"),
)
COMPLETED = NotificationKind(
    code="signing.completed",
    category=SIGNING,
    title=_("Đã ký đủ: {title}"),
    body=_("Các bên đã ký đủ “{title}”."),
    audience=_("Người trình ký và người có thẩm quyền ký của các bên"),
)
RETURNED = NotificationKind(
    code="signing.returned",
    category=SIGNING,
    title=_("{party} từ chối ký: {title}"),
    body=_("{person} từ chối ký thay mặt {party}. Lý do: {reason}. Hồ sơ ký được trả lại {owner}."),
    audience=_("Người trình ký và người có thẩm quyền ký của các bên"),
)
VOIDED = NotificationKind(
    code="signing.voided",
    category=SIGNING,
    title=_("Hủy hồ sơ ký: {title}"),
    body=_("Lý do: {reason}. Các chữ ký đã lấy không còn giá trị: {collected}."),
    audience=_("Người trình ký và người có thẩm quyền ký của các bên"),
)
EXPIRED = NotificationKind(
    code="signing.expired",
    category=SIGNING,
    title=_("Quá hạn ký: {title}"),
    body=_("Hạn ký là {deadline}; còn thiếu: {missing}. {owner} có thể gia hạn hoặc hủy hồ sơ ký."),
    audience=_("Người trình ký và người có thẩm quyền ký của các bên"),
)
KINDS = (ASKED, SIGNED, COMPLETED, RETURNED, VOIDED, EXPIRED)
