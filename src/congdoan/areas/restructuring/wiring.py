from django.utils.translation import gettext_lazy as _

from congdoan.areas.restructuring import notifications
from congdoan.areas.restructuring.services.taking_effect import HELD_UP, tell_deciders
from congdoan.areas.restructuring.tasks import drop_asked_work
from congdoan.kernel.organisations.api import settled, undone
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.worklist.api import WorkKind
from congdoan.support.worklist.api import declare_kind as declare_work

for kind in notifications.KINDS:
    declare_notification(kind)
declare_work(WorkKind(HELD_UP, _("Gỡ vướng mắc của sự kiện tổ chức"), reminder_days=()))
settled.on(tell_deciders)
undone.on(drop_asked_work)
