from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanKind(models.TextChoices):
    """A unit has one programme a period, and as many plans on a subject as it needs."""

    PROGRAMME = "PROGRAMME", _("Chương trình công tác")
    PLAN = "PLAN", _("Kế hoạch chuyên đề")


class PlanState(models.TextChoices):
    DRAFT = "DRAFT", _("Dự thảo")
    ADOPTED = "ADOPTED", _("Đã ban hành")
    CLOSED = "CLOSED", _("Đã kết thúc")


class TaskState(models.TextChoices):
    OPEN = "OPEN", _("Đang làm")
    DONE = "DONE", _("Đã xong")
    DROPPED = "DROPPED", _("Đã bỏ")


class Answer(models.TextChoices):
    """What a unit says to a task given to it from above."""

    WAITING = "WAITING", _("Chờ nhận")
    ACCEPTED = "ACCEPTED", _("Đã nhận")
    DECLINED = "DECLINED", _("Có ý kiến")
    WITHDRAWN = "WITHDRAWN", _("Đã thu lại")


class StepKind(models.TextChoices):
    """What happened to a task; its story is the list of these."""

    MADE = "MADE", _("Đưa vào chương trình")
    CHANGED = "CHANGED", _("Sửa")
    PROGRESS = "PROGRESS", _("Báo tiến độ")
    DONE = "DONE", _("Báo xong")
    REOPENED = "REOPENED", _("Mở lại")
    DROPPED = "DROPPED", _("Bỏ")
    HANDED = "HANDED", _("Giao xuống cấp dưới")
    GIVEN = "GIVEN", _("Cấp trên giao")
    ACCEPTED = "ACCEPTED", _("Nhận việc")
    DECLINED = "DECLINED", _("Có ý kiến với cấp trên")
    INSISTED = "INSISTED", _("Cấp trên giao lại")
    WITHDRAWN = "WITHDRAWN", _("Cấp trên thu lại")
    RETURNED = "RETURNED", _("Cấp trên trả lại")
    CARRIED = "CARRIED", _("Chuyển sang kỳ sau")
    PASSED = "PASSED", _("Chuyển sang đơn vị kế tục")
    BACK = "BACK", _("Trở lại đơn vị cũ")
