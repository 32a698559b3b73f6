from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.documents import indicators, notifications, policies
from congdoan.areas.documents.selectors import texts
from congdoan.areas.documents.selectors.documents import (
    ARRIVED,
    BODY,
    EVIDENCE,
    ISSUED,
    MERGED,
    may_read,
)
from congdoan.areas.documents.selectors.merging import facts_of_receiver
from congdoan.areas.documents.services import telling
from congdoan.areas.documents.services.telling_signers import COSIGN
from congdoan.areas.documents.services.texts import follow_text, hold_record
from congdoan.areas.indicators.api import register_all as register_indicators
from congdoan.foundation import navigation, panels
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.foundation.panels import Panel, Shortcut
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.people.api import declare_link
from congdoan.kernel.people.enums import Fate
from congdoan.support.drafting.api import Owner, register_owner, variables_asked
from congdoan.support.files.api import declare_purpose, may_read_file
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.worklist.api import WorkKind
from congdoan.support.worklist.api import declare_kind as declare_work

VERBS = {
    "drafted": gettext_noop("{actor} đã soạn văn bản {target}"),
    "changed": gettext_noop("{actor} đã sửa văn bản {target}"),
    "attached": gettext_noop("{actor} đã đính kèm tệp vào văn bản {target}"),
    "discarded": gettext_noop("{actor} đã bỏ bản thảo {target}"),
    "opinions_asked": gettext_noop("{actor} đã xin ý kiến về dự thảo văn bản {target}"),
    "opinion_given": gettext_noop("{actor} đã góp ý xong dự thảo văn bản {target}"),
    "merge_chosen": gettext_noop("{actor} đã chọn danh sách trộn thư của văn bản {target}"),
    "submitted": gettext_noop("{actor} đã trình duyệt văn bản {target}"),
    "returned": gettext_noop("{actor} đã trả lại văn bản {target}"),
    "approved": gettext_noop("{actor} đã duyệt văn bản {target}"),
    "approved_alone": gettext_noop(
        "{actor} đã tự duyệt văn bản {target} vì đơn vị không có người duyệt khác"
    ),
    "signed": gettext_noop("{actor} đã ghi việc ký văn bản {target}"),
    "cosigner_added": gettext_noop("{actor} đã thêm người cùng ký văn bản {target}"),
    "cosigner_dropped": gettext_noop("{actor} đã bỏ một người cùng ký văn bản {target}"),
    "cosigned": gettext_noop("{actor} đã ghi một chữ ký cùng của văn bản {target}"),
    "cosigning_declined": gettext_noop("{actor} không ký cùng, đã trả lại văn bản {target}"),
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
    "reopened": gettext_noop("{actor} đã mở lại văn bản đến {target} vì trả lời bị thu hồi"),
    "readers_named": gettext_noop("{actor} đã chọn người phải đọc văn bản đến {target}"),
    "read": gettext_noop("{actor} đã đọc văn bản đến {target}"),
    "read_noted": gettext_noop("{actor} đã ghi chữ ký nhận trên giấy cho văn bản đến {target}"),
    "readers_reminded": gettext_noop("{actor} đã nhắc người chưa đọc văn bản {target}"),
    "task_given": gettext_noop("{actor} đã giao việc trong văn bản {target}"),
    "task_dropped": gettext_noop("{actor} đã bỏ một việc trong văn bản {target}"),
    "task_reported": gettext_noop("{actor} đã báo xong việc được giao theo văn bản đến {target}"),
    "task_returned": gettext_noop("{actor} đã trả lại báo cáo một việc giao theo văn bản {target}"),
    "effect_declared": gettext_noop("{actor} đã ghi hiệu lực của văn bản {target}"),
    "related": gettext_noop("{actor} đã ghi quan hệ của văn bản {target} với văn bản khác"),
    "unrelated": gettext_noop("{actor} đã bỏ quan hệ của văn bản {target} với văn bản khác"),
    "list_kept": gettext_noop("{actor} đã lưu danh sách nơi nhận {target}"),
    "list_followed": gettext_noop(
        "{actor} đã thay đơn vị đã kết thúc bằng đơn vị kế tục trong danh sách nơi nhận {target}"
    ),
    "list_discarded": gettext_noop("{actor} đã bỏ danh sách nơi nhận {target}"),
    "scan_dropped": gettext_noop("{actor} đã bỏ một bản quét chưa vào sổ của {target}"),
    "scan_fell": gettext_noop("{actor} đã bỏ bản quét của chữ ký đã hủy trên {target}"),
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
declare_work(WorkKind(COSIGN, _("Ký cùng văn bản"), reminder_days=(0, -1, -3)))
declare_work(WorkKind(telling.OPINION, _("Góp ý dự thảo văn bản"), reminder_days=(1, 0, -1)))
declare_work(WorkKind(telling.ISSUE, _("Cấp số, ban hành văn bản"), reminder_days=(0, -1)))
# Who asked has the list of who has not answered: the office above is not told of each.
declare_work(
    WorkKind(
        telling.ANSWER,
        _("Trả lời văn bản đến"),
        reminder_days=(3, 0, -2),
        escalate_after_days=None,
    )
)
declare_work(WorkKind(telling.ROUTED, _("Xử lý văn bản đến"), reminder_days=(3, 1, 0, -1)))
declare_purpose(BODY, _("Toàn văn, tệp kèm theo văn bản"), needs=policies.DRAFT)
declare_purpose(ISSUED, _("Văn bản đã ban hành, in từ bản soạn"), needs=policies.ISSUE)
declare_purpose(MERGED, _("Thư trộn, một tệp để in"), needs=policies.ISSUE)
declare_work(WorkKind(telling.TASK, _("Việc giao theo văn bản"), escalate_after_days=None))
declare_purpose(EVIDENCE, _("Minh chứng việc giao theo văn bản"), needs=policies.REGISTER)
declare_purpose(ARRIVED, _("Bản quét văn bản đến"), needs=policies.REGISTER)
may_read_file.on(may_read)
variables_asked.on(facts_of_receiver)
register_owner(
    Owner(
        texts.TEXT,
        texts.access,
        paper=texts.paper,
        day=texts.day,
        saved=follow_text,
        hold=hold_record,
    )
)
# Who signed is on the paper for ever; who was asked to do something still is.
declare_link("documents.Document", "signer", Fate.STAYS)
declare_link("documents.CoSigner", "signer", Fate.STAYS)
declare_link("documents.Routing", "person", Fate.MOVES)
declare_link("documents.Opinion", "person", Fate.MOVES)
declare_link("documents.Reader", "person", Fate.MOVES)
panels.put(
    "desk.home",
    Panel("must_read", _("Văn bản phải đọc"), "documents:readings_panel", policies.VIEW),
)
panels.put_shortcut(
    "accounts.profile",
    Shortcut(_("Văn bản phải đọc"), "envelope", "documents:readings", (), None),
)

navigation.put(
    NavEntry(
        "documents",
        _("Văn bản"),
        "documents:home",
        "envelope",
        policies.VIEW,
        order=10,
        group=Group.PAPERS,
    )
)

register_indicators(indicators.KEYS, indicators.issued, names=indicators.books_page)
