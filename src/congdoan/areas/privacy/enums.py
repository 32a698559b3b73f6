from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalState(models.TextChoices):
    OPEN = "OPEN", _("chờ công đoàn duyệt")
    ANSWERED = "ANSWERED", _("đã trả lời")
    WITHDRAWN = "WITHDRAWN", _("đã rút")


class FieldState(models.TextChoices):
    WAITING = "WAITING", _("chờ duyệt")
    ACCEPTED = "ACCEPTED", _("đã sửa")
    REFUSED = "REFUSED", _("không sửa")


class ConsentMethod(models.TextChoices):
    """How a yes or its withdrawal was given: what it can be proved by (domain-rules 12)."""

    APP = "APP", _("trên chương trình")
    PAPER = "PAPER", _("trên giấy")
    EMAIL = "EMAIL", _("bằng thư điện tử")
    SMS = "SMS", _("bằng tin nhắn")
    CALL = "CALL", _("cuộc gọi có ghi âm")


class ConsentEnd(models.TextChoices):
    WITHDRAWN = "WITHDRAWN", _("đã rút")
    REPLACED = "REPLACED", _("thay bằng bản mới")


class RequestKind(models.TextChoices):
    """What somebody may ask about their data; each has its clock in the rulebook."""

    VIEW = "VIEW", _("được xem, được cung cấp dữ liệu")
    CORRECT = "CORRECT", _("sửa dữ liệu")
    WITHDRAW = "WITHDRAW", _("rút sự đồng ý")
    RESTRICT = "RESTRICT", _("hạn chế xử lý")
    OBJECT = "OBJECT", _("phản đối xử lý")
    DELETE = "DELETE", _("xóa dữ liệu")


class RequestSource(models.TextChoices):
    SELF = "SELF", _("gửi trên chương trình")
    PAPER = "PAPER", _("đơn giấy")


class RequestState(models.TextChoices):
    RECEIVED = "RECEIVED", _("đã nhận, chưa báo tiếp nhận")
    ACKNOWLEDGED = "ACKNOWLEDGED", _("đã báo tiếp nhận")
    GRANTED = "GRANTED", _("đã thực hiện")
    PARTLY = "PARTLY", _("thực hiện một phần")
    REFUSED = "REFUSED", _("không thực hiện")
    WITHDRAWN = "WITHDRAWN", _("người yêu cầu đã rút")


OPEN_REQUESTS = (RequestState.RECEIVED, RequestState.ACKNOWLEDGED)
ANSWERS = (RequestState.GRANTED, RequestState.PARTLY, RequestState.REFUSED)


class RetentionState(models.TextChoices):
    ANNOUNCED = "ANNOUNCED", _("sắp xóa")
    HELD = "HELD", _("được giữ lại")
    ERASED = "ERASED", _("đã xóa")
    CANCELLED = "CANCELLED", _("thôi không xóa")


class BreachKind(models.TextChoices):
    LOST = "LOST", _("mất, thất lạc dữ liệu")
    SEEN = "SEEN", _("lộ cho người không được xem")
    CHANGED = "CHANGED", _("bị sửa, bị xóa trái phép")
    LOCKED = "LOCKED", _("không truy cập được")
    MISUSED = "MISUSED", _("dùng sai mục đích")


class BreachRisk(models.TextChoices):
    """What it may mean for people; decides whom to tell."""

    NONE = "NONE", _("không gây hại cho ai")
    SOME = "SOME", _("có thể gây hại")
    HIGH = "HIGH", _("gây hại lớn")


class BreachStep(models.TextChoices):
    """What is to be done next."""

    ASSESS = "ASSESS", _("chờ đánh giá")
    REPORT = "REPORT", _("chờ báo cơ quan có thẩm quyền")
    TELL = "TELL", _("chờ báo người bị ảnh hưởng")
    CLOSE = "CLOSE", _("chờ ghi biện pháp, kết thúc")
    CLOSED = "CLOSED", _("đã kết thúc")
