from django.utils.translation import gettext_lazy as _

from congdoan.areas.analysis import policies
from congdoan.foundation import panels
from congdoan.foundation.panels import Panel

panels.put("reporting.comparison", Panel("charts", _("Biểu đồ"), "analysis:charts", policies.VIEW))
panels.put("reporting.totals", Panel("map", _("Bản đồ"), "analysis:map", policies.VIEW))
