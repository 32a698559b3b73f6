from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

DOCUMENTS = Category("documents", _("Văn bản"), email=True)

KINDS = (
    NotificationKind(
        "documents.opinion_asked",
        DOCUMENTS,
        title=_("Xin ý kiến về dự thảo: {subject}"),
        body=_("{name} nhờ góp ý trước ngày {due}."),
        audience=_("người được hỏi ý kiến"),
    ),
    NotificationKind(
        "documents.opinion_given",
        DOCUMENTS,
        title=_("Đã có ý kiến về dự thảo: {subject}"),
        body=_("{name} đã góp ý xong."),
        audience=_("người soạn văn bản"),
    ),
    NotificationKind(
        "documents.merged",
        DOCUMENTS,
        title=_("Thư trộn đã in xong: {subject}"),
        body=_("{count} thư trong một tệp."),
        audience=_("người soạn văn bản"),
    ),
    NotificationKind(
        "documents.submitted",
        DOCUMENTS,
        title=_("Có văn bản chờ duyệt: {subject}"),
        body=_("{name} trình văn bản này."),
        audience=_("lãnh đạo đơn vị"),
    ),
    NotificationKind(
        "documents.cosign_asked",
        DOCUMENTS,
        title=_("Chờ ký cùng: {subject}"),
        body=_("{sender} đã ký; đến lượt ký cùng."),
        audience=_("người được mời ký cùng"),
    ),
    NotificationKind(
        "documents.returned",
        DOCUMENTS,
        title=_("Văn bản được trả lại: {subject}"),
        body=_("Ý kiến: {reason}"),
        audience=_("người soạn văn bản"),
    ),
    NotificationKind(
        "documents.arrived",
        DOCUMENTS,
        title=_("Văn bản đến: {subject}"),
        body=_("{sender} gửi văn bản {symbol}."),
        audience=_("lãnh đạo, văn thư của nơi nhận"),
    ),
    NotificationKind(
        "documents.reminded",
        DOCUMENTS,
        title=_("Nhắc trả lời văn bản: {subject}"),
        body=_("{sender} đang chờ trả lời {symbol}."),
        audience=_("lãnh đạo, văn thư của nơi nhận"),
    ),
    NotificationKind(
        "documents.asked_back",
        DOCUMENTS,
        title=_("Nơi gửi thu hồi văn bản: {subject}"),
        body=_("{sender} thu hồi. Lý do: {reason}"),
        audience=_("lãnh đạo, văn thư của nơi nhận"),
    ),
    NotificationKind(
        "documents.answered",
        DOCUMENTS,
        title=_("Có trả lời cho văn bản: {subject}"),
        body=_("{name} đã trả lời."),
        audience=_("lãnh đạo, văn thư của nơi gửi"),
    ),
    NotificationKind(
        "documents.routed",
        DOCUMENTS,
        title=_("Bạn được giao xử lý văn bản: {subject}"),
        body=_("{name} giao. {opinion}"),
        audience=_("người được giao"),
    ),
    NotificationKind(
        "documents.must_read",
        DOCUMENTS,
        title=_("Văn bản phải đọc: {subject}"),
        body=_("{sender} gửi văn bản {symbol}; hãy đọc rồi bấm “Tôi đã đọc”."),
        audience=_("từng người phải đọc ở nơi nhận"),
    ),
    NotificationKind(
        "documents.read_reminded",
        DOCUMENTS,
        title=_("Nhắc đọc văn bản: {subject}"),
        body=_("{sender} chờ bạn đọc văn bản {symbol}; đọc xong hãy bấm “Tôi đã đọc”."),
        audience=_("người chưa đọc ở nơi nhận"),
    ),
    NotificationKind(
        "documents.readers_wanted",
        DOCUMENTS,
        title=_("Chưa chọn người phải đọc: {subject}"),
        body=_("{sender} chờ đơn vị chọn cán bộ phải đọc văn bản này."),
        audience=_("lãnh đạo, văn thư của nơi nhận"),
    ),
    NotificationKind(
        "documents.task_returned",
        DOCUMENTS,
        title=_("Việc đã báo được trả lại: {title}"),
        body=_("Lý do: {reason}"),
        audience=_("lãnh đạo, văn thư của nơi nhận"),
    ),
)
