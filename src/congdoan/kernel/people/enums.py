from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    MALE = "M", _("nam")
    FEMALE = "F", _("nữ")
    UNKNOWN = "", _("chưa rõ")


class Appointment(models.TextChoices):
    ELECTED = "ELECTED", _("bầu tại đại hội")
    BY_ELECTED = "BY_ELECTED", _("bầu bổ sung, kiện toàn")
    APPOINTED = "APPOINTED", _("chỉ định, bổ nhiệm")
    PROVISIONAL = "PROVISIONAL", _("lâm thời")
    CONCURRENT = "CONCURRENT", _("kiêm nhiệm")


class OfficeEnd(models.TextChoices):
    TERM_END = "TERM_END", _("hết nhiệm kỳ")
    RESIGNED = "RESIGNED", _("thôi tham gia")
    TRANSFERRED = "TRANSFERRED", _("chuyển công tác")
    RETIRED = "RETIRED", _("nghỉ hưu")
    DISCIPLINED = "DISCIPLINED", _("kỷ luật")
    UNIT_ENDED = "UNIT_ENDED", _("tổ chức kết thúc")
    DECEASED = "DECEASED", _("từ trần")


class Fate(StrEnum):
    """What becomes of a row about a person when their two records become one (ADR 0022)."""

    #: Goes to the record that is kept; where the database refuses that, it stays with the alias.
    MOVES = "MOVES"
    #: Keeps naming the old record (what was signed).
    STAYS = "STAYS"
    #: Its slice decides row by row, answering ``people.merging``.
    SETTLED = "SETTLED"
