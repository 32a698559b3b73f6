from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

PRIVACY = Category("privacy", _("Dữ liệu cá nhân"), email=True)

PROPOSED = NotificationKind(
    "privacy.proposed",
    PRIVACY,
    title=_("Có đề nghị sửa hồ sơ đoàn viên"),
    body=_("{name} đề nghị sửa {count} mục."),
    audience=_("người duyệt của đơn vị"),
)
ANSWERED = NotificationKind(
    "privacy.answered",
    PRIVACY,
    title=_("Đề nghị sửa hồ sơ của bạn đã được trả lời"),
    body=_("{accepted} mục đã sửa, {refused} mục không sửa."),
    audience=_("đoàn viên đã đề nghị"),
)
ASKED = NotificationKind(
    "privacy.asked",
    PRIVACY,
    title=_("Có yêu cầu về dữ liệu cá nhân"),
    body=_("{name}: {kind}. Hạn trả lời {due}."),
    audience=_("người giải quyết của đơn vị"),
)
REQUEST_STATE = NotificationKind(
    "privacy.request_state",
    PRIVACY,
    title=_("Yêu cầu về dữ liệu cá nhân của bạn: {state}"),
    body=_("{kind}. {text}"),
    audience=_("người yêu cầu"),
)
FILE_MADE = NotificationKind(
    "privacy.file_made",
    PRIVACY,
    title=_("Tệp dữ liệu của bạn đã xong"),
    body=_("Tệp được giữ đến {until}."),
    audience=_("người yêu cầu"),
)
LIFTED = NotificationKind(
    "privacy.lifted",
    PRIVACY,
    title=_("Công đoàn được xử lý lại dữ liệu của bạn"),
    body=_("{kind} không còn hiệu lực. Lý do: {reason}"),
    audience=_("người đã yêu cầu hạn chế, phản đối"),
)
LIFTED_SELF = NotificationKind(
    "privacy.lifted_self",
    PRIVACY,
    title=_("Người yêu cầu đã thôi hạn chế xử lý dữ liệu"),
    body=_("{name}: {kind} không còn hiệu lực."),
    audience=_("người giải quyết của đơn vị"),
)
BREACH = NotificationKind(
    "privacy.breach",
    PRIVACY,
    title=_("Có sự cố dữ liệu cá nhân"),
    body=_("{title}. Phải báo cơ quan có thẩm quyền trong {hours} giờ từ lúc phát hiện."),
    audience=_("người giải quyết của đơn vị"),
)
KINDS = (BREACH, PROPOSED, ANSWERED, ASKED, REQUEST_STATE, FILE_MADE, LIFTED, LIFTED_SELF)
