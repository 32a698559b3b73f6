from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.documents.api import is_exchanged, left, moved, recalled
from congdoan.areas.gateway import policies
from congdoan.areas.gateway.selectors.peers import is_peer
from congdoan.areas.gateway.services.queueing import queue_letters, queue_recalls, tell_sender
from congdoan.foundation import navigation
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.kernel.audit.api import declare_verb

VERBS = {
    "peer_connected": gettext_noop("{actor} đã nối liên thông với {target}"),
    "peer_changed": gettext_noop("{actor} đã sửa nơi liên thông {target}"),
    "peer_paused": gettext_noop("{actor} đã tạm dừng liên thông với {target}"),
    "peer_resumed": gettext_noop("{actor} đã mở lại liên thông với {target}"),
    "peer_removed": gettext_noop("{actor} đã gỡ nơi liên thông {target}"),
    "code_given": gettext_noop("{actor} đã ghi mã định danh của {target}"),
    "key_made": gettext_noop("{actor} đã lập khóa liên thông {target}"),
    "taken": gettext_noop("{actor} đã nhận gói liên thông {target}"),
    "refused": gettext_noop("{actor} đã từ chối gói liên thông {target}"),
    "sent_again": gettext_noop("{actor} đã gửi lại gói liên thông {target}"),
    "recalled_one": gettext_noop("{actor} đã thu hồi ở một nơi gói liên thông {target}"),
    "carried": gettext_noop("{actor} đã ghi gói liên thông {target} là đã chuyển"),
}
for _code, _sentence in VERBS.items():
    declare_verb(f"gateway.{_code}", _sentence)
is_exchanged.on(is_peer)
left.on(queue_letters)
recalled.on(queue_recalls)
moved.on(tell_sender)

navigation.put(
    NavEntry(
        "gateway",
        _("Liên thông"),
        "gateway:home",
        "link-45deg",
        policies.EXCHANGE,
        order=60,
        group=Group.PAPERS,
    )
)
navigation.put(
    NavEntry(
        "gateway-operate",
        _("Nối liên thông"),
        "gateway:peers",
        "link-45deg",
        policies.OPERATE,
        order=62,
        group=Group.ADMINISTRATION,
    )
)
