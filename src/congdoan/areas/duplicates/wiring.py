from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.duplicates import notifications, policies
from congdoan.areas.duplicates.services.asking import who_may_it_be
from congdoan.areas.duplicates.services.finding import forget_pairs
from congdoan.areas.duplicates.services.forgetting import forget_merges, forget_steps
from congdoan.areas.duplicates.services.work import LOOK
from congdoan.foundation import navigation
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.people.api import (
    declare_link,
    forgetting,
    perhaps_known,
    removing,
    rows_gone,
)
from congdoan.kernel.people.enums import Fate
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.worklist.api import WorkKind
from congdoan.support.worklist.api import declare_kind as declare_work

for _verb, _sentence in (
    ("rejected", gettext_noop("{actor} đã ghi {target} là hai người")),
    ("merged", gettext_noop("{actor} đã gộp hai hồ sơ {target}")),
    ("parted", gettext_noop("{actor} đã tách lại hai hồ sơ {target}")),
    ("told", gettext_noop("{actor} được báo {target} có thể đã có khi ghi người mới")),
):
    declare_verb(f"duplicates.{_verb}", _sentence)
for kind in notifications.KINDS:
    declare_notification(kind)
declare_work(WorkKind(LOOK, _("Xem xét hồ sơ nghi trùng"), reminder_days=()))

# Pairs are found anew; who was merged into whom stays as it was.
declare_link("duplicates.Pair", "one", Fate.SETTLED, derived=True)
declare_link("duplicates.Pair", "other", Fate.SETTLED, derived=True)
declare_link("duplicates.Merge", "survivor", Fate.STAYS)
declare_link("duplicates.Merge", "other", Fate.STAYS)
removing.on(forget_pairs)
forgetting.on(forget_merges)
rows_gone.on(forget_steps)
perhaps_known.on(who_may_it_be)

navigation.put(
    NavEntry(
        "duplicates",
        _("Hồ sơ nghi trùng"),
        "duplicates:queue",
        "people",
        policies.DECIDE,
        order=70,
        group=Group.MEMBERS,
    )
)
