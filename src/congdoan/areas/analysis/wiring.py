from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.analysis import policies
from congdoan.foundation import navigation, panels
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.foundation.panels import Panel
from congdoan.kernel.audit.api import declare_verb

VERBS = {
    "saved": gettext_noop("{actor} đã lưu bảng xem {target}"),
    "removed": gettext_noop("{actor} đã xóa bảng xem {target}"),
    "placed": gettext_noop("{actor} đã đưa {target} lên bảng theo dõi của đơn vị"),
    "arranged": gettext_noop("{actor} đã sắp xếp {target} trên bảng theo dõi của đơn vị"),
    "board_shared": gettext_noop("{actor} đã đổi việc chia sẻ bảng theo dõi cho cấp dưới"),
}
for _code, _sentence in VERBS.items():
    declare_verb(f"analysis.{_code}", _sentence)
panels.put("reporting.comparison", Panel("charts", _("Biểu đồ"), "analysis:charts", policies.VIEW))
panels.put("reporting.comparison", Panel("save", _("Lưu bảng xem"), "analysis:save", policies.VIEW))
panels.put("reporting.totals", Panel("map", _("Bản đồ"), "analysis:map", policies.VIEW))
navigation.put(
    NavEntry(
        "analysis.board",
        _("Bảng theo dõi"),
        "analysis:home",
        "bar-chart",
        policies.VIEW,
        order=13,
        group=Group.WORK,
    )
)
