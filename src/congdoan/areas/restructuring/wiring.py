from django.utils.translation import gettext_lazy as _

from congdoan.areas.restructuring import policies
from congdoan.areas.restructuring.letters import committees, decisions, handovers, report
from congdoan.foundation import panels
from congdoan.foundation.panels import Panel
from congdoan.kernel.organisations.api import VIEW
from congdoan.support.rendering.api import register

for _letter in (
    decisions.DECISION,
    decisions.RECEIVING,
    committees.COMMITTEE,
    handovers.HANDOVER,
    report.REPORT,
):
    register(_letter)

panels.put(
    "organisations.reorganisation",
    Panel("papers", _("Dự thảo quyết định"), "restructuring:sheet_papers", policies.PRINT),
)
panels.put(
    "organisations.event",
    Panel("papers", _("Quyết định, biên bản, phụ lục"), "restructuring:event_papers", VIEW),
)
panels.put(
    "exchange.batch",
    Panel("papers", _("Quyết định, phụ lục"), "restructuring:batch_papers", policies.PRINT),
)
