from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

SIGNING = Category("signing", _("Ký văn bản"))
ASKED = NotificationKind(
    code="signing.asked",
    category=SIGNING,
    title=_("Mời ký: {title}"),
    body=_("{owner} trình ký “{title}”. Bên ký: {party}. Hạn ký: {deadline}."),
    audience=_("Người có thẩm quyền ký của các bên"),
    receipts=True,
)
SIGNED = NotificationKind(
    code="signing.signed",
    category=SIGNING,
    title=_("{party} đã ký: {title}"),
    body=_("{person} ký thay mặt {party} ngày {day}. Còn {waiting} bên chưa ký."),
    audience=_("Người trình ký"),
)
REMINDED = NotificationKind(
    code="signing.reminded",
    category=SIGNING,
    title=_("Nhắc ký: {title}"),
    body=_("{owner} nhắc {party} ký “{title}”. Hạn ký: {deadline}."),
    audience=_("Người có thẩm quyền ký của bên đến lượt"),
)
WATCHING = NotificationKind(
    code="signing.watching",
    category=SIGNING,
    title=_("Đang lấy chữ ký: {title}"),
    body=_("{owner} trình ký “{title}” và mời đơn vị của bạn theo dõi."),
    audience=_("Nơi theo dõi hồ sơ ký"),
)
COPY = NotificationKind(
    code="signing.copy",
    category=SIGNING,
    title=_("Gửi bản đã ký: {title}"),
    body=_("Các bên đã ký đủ “{title}”. {owner} gửi bản hoàn chỉnh; mở hồ sơ ký để tải."),
    audience=_("Nơi nhận bản hoàn chỉnh"),
)
DECLINED = NotificationKind(
    code="signing.declined",
    category=SIGNING,
    title=_("{party} từ chối ký: {title}"),
    body=_("{person} từ chối ký. Lý do: {reason}. Những người khác trong nhóm vẫn đủ để ký."),
    audience=_("Người trình ký"),
)
LATE = NotificationKind(
    code="signing.late",
    category=SIGNING,
    title=_("Quá hạn ký riêng: {title}"),
    body=_("{late} đã quá hạn ký; những người khác trong nhóm vẫn đủ để ký."),
    audience=_("Người trình ký"),
)
COMPLETED = NotificationKind(
    code="signing.completed",
    category=SIGNING,
    title=_("Đã ký đủ: {title}"),
    body=_("Các bên đã ký đủ “{title}”."),
    audience=_("Người trình ký, người có thẩm quyền ký của các bên, nơi theo dõi"),
)
RETURNED = NotificationKind(
    code="signing.returned",
    category=SIGNING,
    title=_("{party} từ chối ký: {title}"),
    body=_("{person} từ chối ký thay mặt {party}. Lý do: {reason}. Hồ sơ ký được trả lại {owner}."),
    audience=_("Người trình ký, người có thẩm quyền ký của các bên, nơi theo dõi"),
)
VOIDED = NotificationKind(
    code="signing.voided",
    category=SIGNING,
    title=_("Hủy hồ sơ ký: {title}"),
    body=_("Lý do: {reason}. Các chữ ký đã lấy không còn giá trị: {collected}."),
    audience=_("Người trình ký, người có thẩm quyền ký của các bên, nơi theo dõi"),
)
EXPIRED = NotificationKind(
    code="signing.expired",
    category=SIGNING,
    title=_("Quá hạn ký: {title}"),
    body=_("Hạn ký là {deadline}; còn thiếu: {missing}. {owner} có thể gia hạn hoặc hủy hồ sơ ký."),
    audience=_("Người trình ký, người có thẩm quyền ký của các bên, nơi theo dõi"),
)
SCAN_READ = NotificationKind(
    code="signing.scan_read",
    category=SIGNING,
    title=_("Đã đối chiếu bản quét: {title}"),
    body=_("Kết quả: {state}. Mở hồ sơ ký để xem từng tờ."),
    audience=_("Người gửi bản quét"),
)
KINDS = (
    ASKED,
    REMINDED,
    WATCHING,
    SIGNED,
    DECLINED,
    LATE,
    COMPLETED,
    COPY,
    RETURNED,
    VOIDED,
    EXPIRED,
    SCAN_READ,
)
