from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.documents import notifications, policies
from congdoan.areas.documents.selectors.documents import ARRIVED, BODY, may_read
from congdoan.areas.documents.services import telling
from congdoan.foundation import navigation
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.people.api import declare_link
from congdoan.kernel.people.enums import Fate
from congdoan.support.files.api import declare_purpose, may_read_file
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.worklist.api import WorkKind
from congdoan.support.worklist.api import declare_kind as declare_work

VERBS = {
    "drafted": gettext_noop("{actor} đã soạn văn bản {target}"),
    "changed": gettext_noop("{actor} đã sửa văn bản {target}"),
    "attached": gettext_noop("{actor} đã đính kèm tệp vào văn bản {target}"),
    "discarded": gettext_noop("{actor} đã bỏ bản thảo {target}"),
    "submitted": gettext_noop("{actor} đã trình duyệt văn bản {target}"),
    "returned": gettext_noop("{actor} đã trả lại văn bản {target}"),
    "approved": gettext_noop("{actor} đã duyệt văn bản {target}"),
    "approved_alone": gettext_noop(
        "{actor} đã tự duyệt văn bản {target} vì đơn vị không có người duyệt khác"
    ),
    "signed": gettext_noop("{actor} đã ghi việc ký văn bản {target}"),
    "issued": gettext_noop("{actor} đã cấp số, ban hành văn bản {target}"),
    "sent": gettext_noop("{actor} đã gửi văn bản {target}"),
    "sent_outside": gettext_noop("{actor} đã ghi việc gửi văn bản {target} ra ngoài hệ thống"),
    "reminded": gettext_noop("{actor} đã nhắc các nơi nhận văn bản {target}"),
    "recalled": gettext_noop("{actor} đã thu hồi văn bản {target}"),
    "archived": gettext_noop("{actor} đã đưa văn bản {target} vào hồ sơ lưu"),
    "registered": gettext_noop("{actor} đã vào sổ văn bản đến {target}"),
    "acknowledged": gettext_noop("{actor} đã xác nhận đã đọc văn bản đến {target}"),
    "refused": gettext_noop("{actor} đã trả lại nơi gửi văn bản đến {target}"),
    "routed": gettext_noop("{actor} đã phân công xử lý văn bản đến {target}"),
    "routing_done": gettext_noop("{actor} đã báo xong việc được giao ở văn bản đến {target}"),
    "closed": gettext_noop("{actor} đã kết thúc xử lý văn bản đến {target}"),
    "given_back": gettext_noop("{actor} đã đồng ý trả lại văn bản đến {target}"),
    "kept": gettext_noop("{actor} không đồng ý trả lại văn bản đến {target}"),
    "reserved": gettext_noop("{actor} đã giữ số văn bản"),
    "released": gettext_noop("{actor} đã bỏ số văn bản {target}"),
    "series_chosen": gettext_noop("{actor} đã chọn cách đánh số văn bản"),
    "exchanged": gettext_noop("{actor} đã đưa văn bản liên thông {target} vào sổ đến"),
    "asked_outside": gettext_noop("{actor} đã nhận đề nghị của nơi gửi về văn bản đến {target}"),
    "renewed": gettext_noop("{actor} đã cập nhật văn bản đến {target} theo nơi gửi"),
    "told_outside": gettext_noop("{actor} đã ghi trạng thái nơi nhận ngoài hệ thống của {target}"),
    "year_closed": gettext_noop("{actor} đã khóa sổ văn bản của năm"),
}
for _code, _sentence in VERBS.items():
    declare_verb(f"documents.{_code}", _sentence)
for kind in notifications.KINDS:
    declare_notification(kind)
declare_work(WorkKind(telling.APPROVE, _("Duyệt văn bản"), reminder_days=(0, -1, -3)))
declare_work(WorkKind(telling.ISSUE, _("Cấp số, ban hành văn bản"), reminder_days=(0, -1)))
declare_work(WorkKind(telling.ROUTED, _("Xử lý văn bản đến"), reminder_days=(3, 1, 0, -1)))
declare_purpose(BODY, _("Toàn văn, tệp kèm theo văn bản"), needs=policies.DRAFT)
declare_purpose(ARRIVED, _("Bản quét văn bản đến"), needs=policies.REGISTER)
may_read_file.on(may_read)
# Who signed is on the paper for ever; who was asked to do something still is.
declare_link("documents.Document", "signer", Fate.STAYS)
declare_link("documents.Routing", "person", Fate.MOVES)

navigation.put(
    NavEntry(
        "documents",
        _("Văn bản"),
        "documents:home",
        "envelope",
        policies.VIEW,
        order=5,
        group=Group.WORK,
    )
)
