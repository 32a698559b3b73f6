from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What a member does where they work (S0: the columns of the yearly count)."""

    TEACHER = "TEACHER", _("nhà giáo")
    MANAGER = "MANAGER", _("cán bộ quản lý")
    STAFF = "STAFF", _("nhân viên")
    OFFICIAL = "OFFICIAL", _("cán bộ, công chức")
    WORKER = "WORKER", _("người lao động")


class EndOfMembership(models.TextChoices):
    """Why a membership ended (domain-rules 2.2)."""

    RETIRED = "RETIRED", _("nghỉ hưu")
    LEFT_WORK = "LEFT_WORK", _("thôi việc")
    WITHDREW = "WITHDREW", _("xin ra khỏi tổ chức")
    TRANSFERRED = "TRANSFERRED", _("chuyển sinh hoạt")
    UNIT_MERGED = "UNIT_MERGED", _("đơn vị sắp xếp lại")
    UNIT_ENDED = "UNIT_ENDED", _("đơn vị kết thúc")
    EXPELLED = "EXPELLED", _("khai trừ")
    LAPSED = "LAPSED", _("không còn tham gia")
    DIED = "DIED", _("từ trần")
