from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """
    Named bundles of capabilities; which ones, each capability says itself (``held_by``).

    Positions carry a role (``data/positions.yaml``); a grant may give one beside any office.
    """

    LEADER = "LEADER", _("lãnh đạo công đoàn (chủ tịch, phó chủ tịch)")
    COMMITTEE = "COMMITTEE", _("ủy viên ban chấp hành, ban thường vụ")
    SPECIALIST = "SPECIALIST", _("chuyên viên, cán bộ chuyên trách")
    CLERK = "CLERK", _("văn thư")
    ACCOUNTANT = "ACCOUNTANT", _("kế toán, thủ quỹ")
    INSPECTOR = "INSPECTOR", _("ủy ban kiểm tra")
    PARTNER_LEADER = "PARTNER_LEADER", _("lãnh đạo đối tác (giám đốc, hiệu trưởng, chủ tịch UBND)")
    PARTNER_FOCAL = "PARTNER_FOCAL", _("đầu mối của đối tác")
    MEMBER = "MEMBER", _("đoàn viên")
    OPERATOR = "OPERATOR", _("quản trị hệ thống")


class Reach(models.TextChoices):
    HERE = "HERE", _("tại đơn vị")
    CHILDREN = "CHILDREN", _("đơn vị và cấp dưới trực tiếp")
    BELOW = "BELOW", _("đơn vị và toàn bộ cấp dưới")
    ALL = "ALL", _("toàn hệ thống")
