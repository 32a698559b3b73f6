from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.campaigns import notifications, policies
from congdoan.areas.campaigns.services.work import NEXT
from congdoan.areas.campaigns.tasks import follow_change, follow_undoing
from congdoan.foundation import navigation, panels
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.foundation.panels import Panel
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import changed, undone
from congdoan.kernel.people.api import declare_link
from congdoan.kernel.people.enums import Fate
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.worklist.api import WorkKind
from congdoan.support.worklist.api import declare_kind as declare_work

for _code, _sentence in {
    "started": gettext_noop("{actor} đã mở việc vận động ở {target}"),
    "changed": gettext_noop("{actor} đã sửa việc vận động ở {target}"),
    "contacted": gettext_noop("{actor} đã ghi một lần liên hệ với {target}"),
    "closed": gettext_noop("{actor} đã đóng việc vận động ở {target}"),
}.items():
    declare_verb(f"campaigns.{_code}", _sentence)
declare_notification(notifications.GIVEN)
declare_work(WorkKind(NEXT, _("Vận động ở cơ sở"), reminder_days=(3, 0, -3)))
declare_link("campaigns.Campaign", "responsible", Fate.MOVES)
changed.on(follow_change)
undone.on(follow_undoing)

navigation.put(
    NavEntry(
        "campaigns",
        _("Vận động ở cơ sở"),
        "campaigns:campaigns",
        "send",
        policies.VIEW,
        order=40,
        group=Group.MEMBERS,
    )
)
panels.put(
    "restructuring.employer",
    Panel("campaign", _("Vận động"), "campaigns:panel", policies.VIEW),
)
