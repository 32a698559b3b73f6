from django.utils.translation import gettext_lazy as _

from congdoan.foundation import navigation
from congdoan.kernel.audit.api import declare_verb

navigation.put(
    navigation.NavEntry(
        code="notifications",
        label=_("Thông báo"),
        url_name="notifications:list",
        icon="bell",
        order=90,
        group=navigation.Group.WORK,
    )
)
declare_verb("notifications.quiet_hours_set", _("{actor} đặt giờ yên tĩnh của đơn vị: {target}"))
