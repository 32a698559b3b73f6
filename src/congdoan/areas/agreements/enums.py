from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """States of an agreement; the rulebook's ``agreement.state`` names the same ones."""

    DRAFT = "DRAFT", _("Dự thảo")
    CONSULTATION = "CONSULTATION", _("Lấy ý kiến")
    NEGOTIATED = "NEGOTIATED", _("Đã thống nhất, chờ ký")
    SIGNED = "SIGNED", _("Đã ký, chờ hiệu lực")
    EFFECTIVE = "EFFECTIVE", _("Đang có hiệu lực")
    EXPIRED = "EXPIRED", _("Hết hiệu lực")
    REVIEWED = "REVIEWED", _("Đã tổng kết")
    SUPERSEDED = "SUPERSEDED", _("Đã được thay thế")
    TERMINATED = "TERMINATED", _("Chấm dứt trước hạn")


class Side(models.TextChoices):
    """Where a party sits; several parties may share a side (S0: one union, twelve federations)."""

    A = "A", _("Bên A")
    B = "B", _("Bên B")
    JOINT = "JOINT", _("Cùng ký (không chia bên)")


class Level(models.TextChoices):
    """The divisions of the text, outermost first."""

    CHAPTER = "CHAPTER", _("Chương")
    ARTICLE = "ARTICLE", _("Điều")
    CLAUSE = "CLAUSE", _("Khoản")
    POINT = "POINT", _("Điểm")


class Bearer(models.TextChoices):
    """Who owes what a clause says; empty = the clause owes nobody anything."""

    NOBODY = "", _("Không giao nhiệm vụ")
    PARTY = "PARTY", _("Bên chủ trì làm, các bên khác phối hợp")
    SIDE_A = "SIDE_A", _("Từng đơn vị bên A")
    SIDE_B = "SIDE_B", _("Từng đơn vị bên B")
    EACH = "EACH", _("Từng bên")
    JOINT = "JOINT", _("Các bên cùng làm")


class Cadence(models.TextChoices):
    """How often what a clause says is due."""

    NONE = "", _("Không định kỳ")
    ONCE = "ONCE", _("Một lần")
    MONTHLY = "MONTHLY", _("Hằng tháng")
    QUARTERLY = "QUARTERLY", _("Hằng quý")
    HALF_YEARLY = "HALF_YEARLY", _("Sáu tháng một lần")
    YEARLY = "YEARLY", _("Hằng năm")
    SCHOOL_YEAR = "SCHOOL_YEAR", _("Mỗi năm học")
    ON_REQUEST = "ON_REQUEST", _("Khi có yêu cầu")


class YearBasis(models.TextChoices):
    """By which year duties are counted and reviews are held."""

    SCHOOL_YEAR = "SCHOOL_YEAR", _("Năm học")
    CALENDAR_YEAR = "CALENDAR_YEAR", _("Năm dương lịch")


class Outcome(models.TextChoices):
    """How a round of consultation ended."""

    FROZEN = "FROZEN", _("thống nhất nội dung")
    WITHDRAWN = "WITHDRAWN", _("đưa về dự thảo")
