from django.db import models
from django.utils.translation import gettext_lazy as _


class HierarchyId(models.IntegerChoices):
    """Keys of the hierarchies that ship; an installation may add rows, not change these."""

    COMMAND = 1, _("lãnh đạo trực tiếp")
    SECTOR = 2, _("chỉ đạo ngành")
    AUTHORITY = 3, _("quản lý nhà nước")


class Family(models.TextChoices):
    """Which side of the table an organisation sits on."""

    UNION = "UNION", _("công đoàn")
    PARTNER = "PARTNER", _("đối tác (chuyên môn, chính quyền, hội)")


class EndReason(models.TextChoices):
    DISSOLVED = "DISSOLVED", _("giải thể")
    ENDED_2025 = "ENDED_2025", _("kết thúc hoạt động (sắp xếp 2025)")
    MERGED = "MERGED", _("sáp nhập")
    CONSOLIDATED = "CONSOLIDATED", _("hợp nhất")
    SPLIT = "SPLIT", _("chia")
    CONVERTED = "CONVERTED", _("chuyển đổi")


class EventKind(models.TextChoices):
    ESTABLISH = "ESTABLISH", _("thành lập")
    MERGE_INTO = "MERGE_INTO", _("sáp nhập")
    CONSOLIDATE = "CONSOLIDATE", _("hợp nhất")
    DIVIDE = "DIVIDE", _("chia")
    SEPARATE = "SEPARATE", _("tách")
    DISSOLVE = "DISSOLVE", _("giải thể")
    END_OPERATION = "END_OPERATION", _("kết thúc hoạt động")
    TRANSFER = "TRANSFER", _("bàn giao, chuyển cấp trên")
    RENAME = "RENAME", _("đổi tên")
    CHANGE_LEVEL = "CHANGE_LEVEL", _("nâng cấp, hạ cấp")
    CHANGE_PROFILE = "CHANGE_PROFILE", _("đổi thông tin")


class EventRole(models.TextChoices):
    """W3C ORG words: what an organisation was to an event."""

    ORIGINAL = "ORIGINAL", _("đơn vị gốc")
    RESULTING = "RESULTING", _("đơn vị kết quả")
    AFFECTED = "AFFECTED", _("đơn vị liên quan")


class EventState(models.TextChoices):
    PLANNED = "PLANNED", _("sẽ có hiệu lực")
    APPLIED = "APPLIED", _("đã có hiệu lực")
    UNDONE = "UNDONE", _("đã hoàn tác")
    CORRECTED = "CORRECTED", _("đã đính chính")


#: States of events whose rows hold: the dated rows of a change decided ahead are there already.
IN_FORCE = (EventState.PLANNED, EventState.APPLIED)


class ReorganisationState(models.TextChoices):
    DRAFT = "DRAFT", _("đang chuẩn bị")
    DONE = "DONE", _("đã thực hiện")
    DROPPED = "DROPPED", _("đã bỏ")


class GroupingKind(models.TextChoices):
    CLUSTER = "CLUSTER", _("cụm")
    BLOCK = "BLOCK", _("khối")
    CLUB = "CLUB", _("câu lạc bộ")
    SERVICE_AREA = "SERVICE_AREA", _("địa bàn phụ trách")


class Difference(models.TextChoices):
    """What a comparison of a branch on two days says of an organisation; it may be several."""

    FOUNDED = "FOUNDED", _("thành lập mới")
    ARRIVED = "ARRIVED", _("chuyển đến từ nơi khác")
    ENDED = "ENDED", _("kết thúc, không đơn vị kế tục")
    PASSED = "PASSED", _("nhập, chia vào đơn vị khác")
    DEPARTED = "DEPARTED", _("chuyển đi nơi khác")
    MOVED = "MOVED", _("đổi cấp trên trong nhánh")
    RENAMED = "RENAMED", _("đổi tên")
    LEVEL = "LEVEL", _("đổi cấp")
