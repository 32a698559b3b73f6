from django.utils.translation import gettext_lazy as _

from congdoan.foundation import navigation, panels
from congdoan.foundation.panels import Shortcut
from congdoan.kernel.audit.api import declare_verb
from congdoan.support.notifications import policies, rules
from congdoan.support.notifications.services import testing

navigation.put(
    navigation.NavEntry(
        code="notifications",
        label=_("Thông báo"),
        url_name="notifications:list",
        icon="bell",
        order=20,
        group=navigation.Group.WORK,
    )
)
navigation.put(
    navigation.NavEntry(
        "notifications.channels",
        _("Sức khỏe các kênh"),
        "notifications:channels",
        "send",
        policies.OPERATE,
        order=94,
        group=navigation.Group.ADMINISTRATION,
    )
)
rules.declare_kind(testing.TEST)
panels.put_shortcut(
    "accounts.profile",
    Shortcut(_("Kênh nhận tin của tôi"), "phone", "notifications:links", (), None),
)
declare_verb("notifications.quiet_hours_set", _("{actor} đặt giờ yên tĩnh của đơn vị: {target}"))
declare_verb("notifications.channel_linked", _("{actor} đăng ký nhận tin qua {target}"))
declare_verb("notifications.channel_unlinked", _("{actor} thôi nhận tin qua {target}"))
declare_verb("notifications.channel_connected", _("{actor} nối kênh {target}"))
declare_verb("notifications.channel_disconnected", _("{actor} gỡ kênh {target}"))
declare_verb("notifications.channel_paused", _("{actor} tạm dừng kênh {target}"))
declare_verb("notifications.channel_resumed", _("{actor} gửi tiếp trên kênh {target}"))
declare_verb(
    "notifications.channel_retried", _("{actor} cho gửi lại các tin không tới qua {target}")
)
