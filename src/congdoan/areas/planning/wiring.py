from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.planning import notifications, policies
from congdoan.areas.planning.selectors.calendar import dates_of_plans
from congdoan.areas.planning.selectors.files import EVIDENCE, may_read
from congdoan.areas.planning.services.work import ANSWERING, DOING
from congdoan.areas.planning.tasks import follow_change, follow_correction, follow_undoing
from congdoan.foundation import navigation
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import changed, correcting, undone
from congdoan.kernel.people.api import declare_link
from congdoan.kernel.people.enums import Fate
from congdoan.support.files.api import declare_purpose, may_read_file
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.worklist.api import WorkKind, declare_source
from congdoan.support.worklist.api import declare_kind as declare_work

VERBS = {
    "begun": gettext_noop("{actor} đã lập dự thảo {target}"),
    "changed": gettext_noop("{actor} đã sửa {target}"),
    "adopted": gettext_noop("{actor} đã ghi việc ban hành {target}"),
    "closed": gettext_noop("{actor} đã kết thúc {target}"),
    "discarded": gettext_noop("{actor} đã bỏ dự thảo {target}"),
    "carried": gettext_noop("{actor} đã chuyển nhiệm vụ chưa xong của kỳ trước vào {target}"),
    "papered": gettext_noop("{actor} đã đưa {target} sang văn bản"),
    "task_removed": gettext_noop("{actor} đã bỏ một nhiệm vụ khỏi dự thảo {target}"),
    "task_added": gettext_noop("{actor} đã thêm nhiệm vụ {target}"),
    "task_changed": gettext_noop("{actor} đã sửa nhiệm vụ {target}"),
    "task_reported": gettext_noop("{actor} đã báo tiến độ nhiệm vụ {target}"),
    "task_done": gettext_noop("{actor} đã báo xong nhiệm vụ {target}"),
    "task_reopened": gettext_noop("{actor} đã mở lại nhiệm vụ {target}"),
    "task_dropped": gettext_noop("{actor} đã bỏ nhiệm vụ {target}"),
    "task_handed": gettext_noop("{actor} đã giao nhiệm vụ {target} xuống cấp dưới"),
    "task_accepted": gettext_noop("{actor} đã nhận nhiệm vụ {target} cấp trên giao"),
    "task_declined": gettext_noop("{actor} đã có ý kiến về nhiệm vụ {target} cấp trên giao"),
    "task_insisted": gettext_noop("{actor} đã giao lại nhiệm vụ {target}"),
    "task_withdrawn": gettext_noop("{actor} đã thu lại nhiệm vụ {target}"),
}
for _code, _sentence in VERBS.items():
    declare_verb(f"planning.{_code}", _sentence)
for kind in notifications.KINDS:
    declare_notification(kind)
declare_work(WorkKind(DOING, _("Nhiệm vụ trong chương trình"), reminder_days=(7, 1, 0, -3)))
declare_work(WorkKind(ANSWERING, _("Nhận việc được giao"), reminder_days=(3, 0, -1)))
declare_purpose(EVIDENCE, _("Minh chứng nhiệm vụ trong chương trình"), needs=policies.VIEW)
may_read_file.on(may_read)
declare_source("planning", dates_of_plans)
declare_link("planning.Task", "lead", Fate.MOVES)
changed.on(follow_change)
correcting.on(follow_correction)
undone.on(follow_undoing)

navigation.put(
    NavEntry(
        "planning",
        _("Kế hoạch"),
        "planning:home",
        "calendar-event",
        policies.VIEW,
        order=20,
        group=Group.PAPERS,
    )
)
