from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentState(models.TextChoices):
    """Outgoing and internal documents (domain-rules §4.5)."""

    DRAFT = "DRAFT", _("đang soạn")
    REVIEW = "REVIEW", _("chờ duyệt")
    APPROVED = "APPROVED", _("đã duyệt, chờ ký")
    SIGNED = "SIGNED", _("đã ký, chờ cấp số")
    ISSUED = "ISSUED", _("đã ban hành")
    SENT = "SENT", _("đã gửi")
    CORRECTED = "CORRECTED", _("đã đính chính")
    REPLACED = "REPLACED", _("đã thay thế")
    RECALLED = "RECALLED", _("đã thu hồi")
    ARCHIVED = "ARCHIVED", _("đã lưu hồ sơ")


#: May still be changed.
OPEN = (DocumentState.DRAFT, DocumentState.REVIEW)
#: Have a number and stand in the book.
NUMBERED = (
    DocumentState.ISSUED,
    DocumentState.SENT,
    DocumentState.CORRECTED,
    DocumentState.REPLACED,
    DocumentState.RECALLED,
    DocumentState.ARCHIVED,
)


class Urgency(models.TextChoices):
    NORMAL = "NORMAL", _("thường")
    URGENT = "URGENT", _("khẩn")
    VERY_URGENT = "VERY_URGENT", _("thượng khẩn")
    EXPRESS = "EXPRESS", _("hỏa tốc")


class Secrecy(models.TextChoices):
    """Marks of state secrets: on paper only, never the content (domain-rules §4.3)."""

    CONFIDENTIAL = "CONFIDENTIAL", _("Mật")
    SECRET = "SECRET", _("Tối mật")
    TOP_SECRET = "TOP_SECRET", _("Tuyệt mật")


class SignedBy(models.TextChoices):
    CLICK = "CLICK", _("bấm ký trên hệ thống")
    PAPER = "PAPER", _("ký trên giấy")


class Channel(models.TextChoices):
    SYSTEM = "SYSTEM", _("trên hệ thống")
    EMAIL = "EMAIL", _("thư điện tử")
    PAPER = "PAPER", _("bản giấy")
    GATEWAY = "GATEWAY", _("liên thông")


class ReceiverState(models.TextChoices):
    """What became of a document at one receiver: QCVN 102:2016, table of status codes."""

    QUEUED = "00", _("đang gửi")
    ARRIVED = "01", _("đã đến")
    REFUSED = "02", _("từ chối tiếp nhận")
    ACCEPTED = "03", _("đã tiếp nhận")
    ASSIGNED = "04", _("đã phân công")
    IN_PROGRESS = "05", _("đang xử lý")
    DONE = "06", _("hoàn thành")
    TAKEN_BACK = "13", _("đề nghị lấy lại")
    AGREED = "15", _("đồng ý trả lại")
    KEPT = "16", _("từ chối trả lại")


#: Nobody at the receiver has taken the document up yet.
UNTOUCHED = (ReceiverState.QUEUED, ReceiverState.ARRIVED)


class IncomingState(models.TextChoices):
    REGISTERED = "REGISTERED", _("đã vào sổ")
    ROUTED = "ROUTED", _("đã phân công")
    IN_PROGRESS = "IN_PROGRESS", _("đang xử lý")
    DONE = "DONE", _("đã xong")
    REFUSED = "REFUSED", _("trả lại nơi gửi")
    WITHDRAWN = "WITHDRAWN", _("nơi gửi đã lấy lại")


#: Somebody still has something to do about it.
WAITING = (IncomingState.REGISTERED, IncomingState.ROUTED, IncomingState.IN_PROGRESS)


class Asked(models.TextChoices):
    """What the outside sender of a document wants done about it (QCVN 102)."""

    REVOKE = "REVOKE", _("lấy lại văn bản")
    UPDATE = "UPDATE", _("cập nhật văn bản")
    REPLACE = "REPLACE", _("thay thế văn bản")


class RoutingKind(models.TextChoices):
    ASSIGN = "ASSIGN", _("chủ trì")
    CO_ASSIGN = "CO_ASSIGN", _("phối hợp")
    INFORM = "INFORM", _("để biết")


class Reach(models.TextChoices):
    """Which part of the tree a rule of receivers takes."""

    NONE = "NONE", _("không lấy theo cây")
    CHILDREN = "CHILDREN", _("cấp dưới trực tiếp")
    BRANCH = "BRANCH", _("toàn bộ cấp dưới")
    SUPERIOR = "SUPERIOR", _("cấp trên trực tiếp")


class Readers(models.TextChoices):
    """Who at a receiver has to say for themselves that they have read it."""

    NAMED = "NAMED", _("người giữ chức vụ do nơi nhận chọn")
    EVERYONE = "EVERYONE", _("mọi người làm việc, đoàn viên ở nơi nhận")


class RelationKind(models.TextChoices):
    """What one document is to another."""

    BASED_ON = "BASED_ON", _("căn cứ")
    REPLACES = "REPLACES", _("thay thế")
    AMENDS = "AMENDS", _("sửa đổi, bổ sung")
    REPEALS = "REPEALS", _("bãi bỏ")


#: The older one is no longer in force from the day the relation works.
ENDING = (RelationKind.REPLACES, RelationKind.REPEALS)
#: The same seen from the older one.
BACKWARD: dict[str, object] = {
    RelationKind.BASED_ON: _("là căn cứ của"),
    RelationKind.REPLACES: _("được thay thế bởi"),
    RelationKind.AMENDS: _("được sửa đổi, bổ sung bởi"),
    RelationKind.REPEALS: _("bị bãi bỏ bởi"),
}
