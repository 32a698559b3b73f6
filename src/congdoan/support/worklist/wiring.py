from django.utils.translation import gettext_lazy as _

from congdoan.foundation import navigation
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.api import changed, correcting, impact, passing, settling, undone
from congdoan.kernel.people.api import declare_link
from congdoan.kernel.people.enums import Fate
from congdoan.support.notifications.api import declare_kind
from congdoan.support.worklist import notifications
from congdoan.support.worklist.services.opening import forget_founded
from congdoan.support.worklist.services.passing_on import (
    correct_work,
    give_work_back,
    pass_work_on,
    settle_work,
    tell_work,
    work_to_pass,
)

for kind in notifications.KINDS:
    declare_kind(kind)
audit.declare_verb("worklist.assigned", "{actor} đã giao việc {target}")
audit.declare_verb("worklist.moved", "{actor} đã dời hạn việc {target}")
audit.declare_verb("worklist.finished", "{actor} đã làm xong việc {target}")
audit.declare_verb("worklist.feed_renewed", "{actor} đã lập địa chỉ lịch mới")
audit.declare_verb("worklist.feed_stopped", "{actor} đã tắt địa chỉ lịch")
audit.declare_verb("worklist.escalated", "{actor} đã báo lên cấp trên việc quá hạn {target}")
impact.on(tell_work)
passing.on(work_to_pass)
changed.on(pass_work_on)
settling.on(settle_work)
correcting.on(correct_work)
# First what goes back, then what was asked of one that never was.
undone.on(give_work_back)
undone.on(forget_founded)
navigation.put(
    navigation.NavEntry(
        code="worklist",
        label=_("Việc của tôi"),
        url_name="worklist:list",
        icon="list-task",
        order=10,
        group=navigation.Group.WORK,
    )
)
declare_link("worklist.WorkItem", "assignee", Fate.MOVES)
