from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.restructuring.services.employer_work import MAY_FOUND, MUST_END, REVIEW
from congdoan.areas.restructuring.tasks import (
    follow_employers,
    follow_employers_back,
    follow_linked,
)
from congdoan.foundation import navigation, panels
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.foundation.panels import Panel
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import VIEW, changed, counterparts_linked, taken_back
from congdoan.support.worklist.api import WorkKind, declare_kind

# --- employers and their unions ---------------------------------------------------------------

declare_kind(WorkKind(MAY_FOUND, _("Cơ sở được thành lập công đoàn"), reminder_days=(7, 0)))
declare_kind(WorkKind(MUST_END, _("Công đoàn phải kết thúc"), reminder_days=(14, 7, 1, 0, -3)))
declare_kind(WorkKind(REVIEW, _("Xem lại công đoàn khi trường sắp xếp"), reminder_days=(7, 0)))
declare_verb(
    "restructuring.employer_waived", gettext_noop("{actor} đã ghi lý do không thực hiện: {target}")
)
changed.on(follow_employers)
taken_back.on(follow_employers_back)
counterparts_linked.on(follow_linked)
navigation.put(
    NavEntry(
        "employers",
        _("Cơ sở và công đoàn"),
        "restructuring:employers",
        "building",
        VIEW,
        28,
        Group.ORGANISATION,
    )
)
panels.put(
    "organisations.detail",
    Panel("employers", _("Cơ sở và công đoàn"), "restructuring:unit_employers", VIEW),
)
