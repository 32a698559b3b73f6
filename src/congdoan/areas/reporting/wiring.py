from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.documents.api import sources_asked
from congdoan.areas.indicators.api import register_all as register_indicators
from congdoan.areas.reporting import indicators, notifications, policies
from congdoan.areas.reporting.selectors.papers import records_of
from congdoan.areas.reporting.services.following import consequences
from congdoan.areas.reporting.services.work import JUDGE, OWE
from congdoan.foundation import navigation
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import impact
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.worklist.api import WorkKind
from congdoan.support.worklist.api import declare_kind as declare_work

VERBS = {
    "papered": gettext_noop("{actor} đã lập văn bản từ báo cáo {target}"),
    "form_made": gettext_noop("{actor} đã lập biểu mẫu {target}"),
    "form_version_begun": gettext_noop("{actor} đã soạn phiên bản mới của biểu mẫu {target}"),
    "form_changed": gettext_noop("{actor} đã sửa bản soạn biểu mẫu {target}"),
    "form_published": gettext_noop("{actor} đã công bố biểu mẫu {target}"),
    "form_withdrawn": gettext_noop("{actor} đã rút biểu mẫu {target} về soạn tiếp"),
    "form_discarded": gettext_noop("{actor} đã bỏ bản soạn biểu mẫu {target}"),
    "round_opened": gettext_noop("{actor} đã mở đợt báo cáo {target}"),
    "round_locked": gettext_noop("{actor} đã khóa đợt báo cáo {target}"),
    "round_unlocked": gettext_noop("{actor} đã mở khóa đợt báo cáo {target}"),
    "submitted": gettext_noop("{actor} đã nộp báo cáo {target}"),
    "accepted": gettext_noop("{actor} đã nhận báo cáo {target}"),
    "returned": gettext_noop("{actor} đã trả lại báo cáo {target}"),
    "reopened": gettext_noop("{actor} đã mở lại báo cáo {target}"),
    "extended": gettext_noop("{actor} đã gia hạn báo cáo {target}"),
    "adjusted": gettext_noop("{actor} đã điều chỉnh số tổng hợp {target}"),
    "adjustment_withdrawn": gettext_noop("{actor} đã rút điều chỉnh số tổng hợp {target}"),
}
for _code, _sentence in VERBS.items():
    declare_verb(f"reporting.{_code}", _sentence)
for kind in notifications.KINDS:
    declare_notification(kind)
declare_work(WorkKind(OWE, _("Nộp báo cáo"), reminder_days=(7, 3, 1, 0, -3)))
declare_work(WorkKind(JUDGE, _("Nhận báo cáo cấp dưới"), reminder_days=()))
impact.on(consequences)
sources_asked.on(records_of)
register_indicators(indicators.KEYS, indicators.owed, names=indicators.reports_page)

navigation.put(
    NavEntry(
        "reporting.reports",
        _("Báo cáo"),
        "reporting:reports",
        "clipboard-check",
        policies.VIEW,
        order=30,
        group=Group.PAPERS,
    )
)
