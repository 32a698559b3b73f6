from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.indicators.api import register_all as register_indicators
from congdoan.areas.members.api import COUNT
from congdoan.areas.workforce import indicators
from congdoan.areas.workforce.services.importing import EMPLOYEES
from congdoan.foundation import navigation, panels
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.foundation.panels import Panel
from congdoan.kernel.audit.api import declare_verb
from congdoan.support.exchange.api import register

for _code, _sentence in {
    "stated": gettext_noop("{actor} đã ghi số lao động của {target}"),
    "corrected": gettext_noop("{actor} đã sửa số lao động của {target}"),
    "withdrawn": gettext_noop("{actor} đã bỏ một số lao động của {target}"),
}.items():
    declare_verb(f"workforce.{_code}", _sentence)

register(EMPLOYEES)

navigation.put(
    NavEntry(
        "workforce.units",
        _("Tỷ lệ đoàn viên"),
        "workforce:units",
        "people",
        COUNT,
        order=20,
        group=Group.MEMBERS,
    )
)
_PANEL = Panel("density", _("Lao động, tỷ lệ đoàn viên"), "workforce:panel", COUNT)
for _place in ("organisations.detail", "members.movement", "restructuring.employer"):
    panels.put(_place, _PANEL)

register_indicators(indicators.KEYS, indicators.employees, names=indicators.numbers_page)
