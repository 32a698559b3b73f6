from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """How far an outstanding member has come on the way into the Party (R-PTY-01), in order."""

    NOMINATED = "NOMINATED", _("đã đề cử")
    VOTED = "VOTED", _("ban chấp hành đã biểu quyết")
    INTRODUCED = "INTRODUCED", _("đã giới thiệu với chi bộ")
    CLASS = "CLASS", _("đã học lớp nhận thức về Đảng")
    ADMITTED = "ADMITTED", _("đã được kết nạp")
    OFFICIAL = "OFFICIAL", _("đảng viên chính thức")


class StepKind(models.TextChoices):
    """What is written down on the way; stages, and standing still."""

    NOMINATED = "NOMINATED", _("Đề cử")
    VOTED = "VOTED", _("Biểu quyết của ban chấp hành")
    INTRODUCED = "INTRODUCED", _("Gửi văn bản giới thiệu tới chi bộ")
    CLASS = "CLASS", _("Học lớp bồi dưỡng nhận thức về Đảng")
    ADMITTED = "ADMITTED", _("Kết nạp Đảng")
    OFFICIAL = "OFFICIAL", _("Chuyển đảng chính thức")
    STOPPED = "STOPPED", _("Dừng")
    RESUMED = "RESUMED", _("Tiếp tục")


STAGES = list(Stage)


def next_stage(stage: str) -> Stage | None:
    """Return what comes after a stage; None at the end."""
    place = STAGES.index(Stage(stage)) + 1
    return STAGES[place] if place < len(STAGES) else None


class EditionState(models.TextChoices):
    """How far a plan of officials, or a year's review of it, has come (R-OFF-01)."""

    OPEN = "OPEN", _("đang lấy ý kiến")
    SUBMITTED = "SUBMITTED", _("chờ cấp trên phê duyệt")
    APPROVED = "APPROVED", _("đã phê duyệt")
    STOPPED = "STOPPED", _("đã dừng")


class Round(models.TextChoices):
    """The votes a person proposed for a plan goes through, in order."""

    KEY_STAFF = "KEY_STAFF", _("Hội nghị cán bộ chủ chốt giới thiệu")
    STANDING = "STANDING", _("Ban thường vụ biểu quyết")
    EXEC = "EXEC", _("Ban chấp hành biểu quyết")
