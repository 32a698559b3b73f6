from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.development import indicators, notifications, policies
from congdoan.areas.development.services.following import consequences
from congdoan.areas.development.services.work import ANSWER, SETTLE
from congdoan.areas.development.tasks import follow_change, follow_undoing
from congdoan.areas.indicators.api import register_all as register_indicators
from congdoan.foundation import navigation
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import changed, impact, undone
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.worklist.api import WorkKind
from congdoan.support.worklist.api import declare_kind as declare_work

VERBS = {
    "targets_saved": gettext_noop("{actor} đã ghi chỉ tiêu phát triển {target}"),
    "targets_given": gettext_noop("{actor} đã giao chỉ tiêu phát triển {target}"),
    "targets_answered": gettext_noop("{actor} đã trả lời chỉ tiêu phát triển {target}"),
    "targets_settled": gettext_noop("{actor} đã chốt chỉ tiêu phát triển {target}"),
}
for _code, _sentence in VERBS.items():
    declare_verb(f"development.{_code}", _sentence)
for kind in notifications.KINDS:
    declare_notification(kind)
declare_work(WorkKind(ANSWER, _("Nhận chỉ tiêu phát triển"), reminder_days=(7, 3, 1, 0, -3)))
declare_work(WorkKind(SETTLE, _("Chốt chỉ tiêu đơn vị đề nghị"), reminder_days=()))
impact.on(consequences)

changed.on(follow_change)
undone.on(follow_undoing)

navigation.put(
    NavEntry(
        "development.targets",
        _("Chỉ tiêu phát triển"),
        "development:targets",
        "bar-chart",
        policies.VIEW,
        order=30,
        group=Group.MEMBERS,
    )
)

register_indicators(indicators.KEYS, indicators.targets, names=indicators.targets_page)
