from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements import notifications, policies
from congdoan.areas.agreements.selectors.files import SCAN, may_read_scan
from congdoan.areas.agreements.selectors.finding import find_agreements
from congdoan.areas.agreements.selectors.impact import consequences
from congdoan.areas.agreements.services.signing import (
    all_have_signed,
    present_hash,
    signing_failed,
)
from congdoan.areas.agreements.services.succession import DECIDING, ask_what_becomes
from congdoan.areas.agreements.services.working import ANSWERING, COMMENTING, SENDING_ROUND
from congdoan.foundation import navigation
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import changed, impact
from congdoan.support.files.api import declare_purpose, may_read_file
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.search.api import Provider
from congdoan.support.search.api import register as register_search
from congdoan.support.signing import api as signing
from congdoan.support.worklist.api import WorkKind
from congdoan.support.worklist.api import declare_kind as declare_work

for kind in notifications.KINDS:
    declare_notification(kind)

declare_work(WorkKind(COMMENTING, _("Góp ý dự thảo"), reminder_days=(7, 3, 1, 0)))
declare_work(WorkKind(ANSWERING, _("Trả lời góp ý"), reminder_days=(), escalate_after_days=None))
declare_work(WorkKind(DECIDING, _("Quyết định khi một bên kết thúc"), by_hand=True))
declare_work(WorkKind(SENDING_ROUND, _("Trình ký"), reminder_days=(), escalate_after_days=None))

navigation.put(
    NavEntry(
        "agreements.register",
        _("Văn bản phối hợp"),
        "agreements:register",
        "file-earmark-text",
        policies.VIEW,
        order=10,
        group=Group.COORDINATION,
    )
)
declare_purpose(SCAN, _("Bản quét văn bản đã ký"), needs=policies.DRAFT)
may_read_file.on(may_read_scan)
impact.on(consequences)
changed.on(ask_what_becomes)
register_search(
    Provider("agreements", _("Văn bản phối hợp"), "file-earmark-text", find_agreements, order=30)
)
signing.completed.on(all_have_signed)
signing.voided.on(signing_failed)
signing.returned.on(signing_failed)
signing.expired.on(signing_failed)
signing.current_hash.on(present_hash)

VERBS = {
    "drafted": _("{actor} lập dự thảo {target}"),
    "described": _("{actor} sửa thông tin của {target}"),
    "discard": _("{actor} xóa dự thảo {target}"),
    "bases_set": _("{actor} sửa căn cứ của {target}"),
    "parties_added": _("{actor} thêm bên vào {target}"),
    "party_changed": _("{actor} sửa các bên của {target}"),
    "party_removed": _("{actor} bỏ một bên khỏi {target}"),
    "clause_written": _("{actor} sửa một đoạn của {target}"),
    "clause_settled": _("{actor} sửa phân công một đoạn của {target}"),
    "clause_added": _("{actor} thêm một đoạn vào {target}"),
    "lines_added": _("{actor} đưa nội dung vào {target}"),
    "clause_moved": _("{actor} chuyển chỗ một đoạn của {target}"),
    "clause_split": _("{actor} tách một đoạn của {target}"),
    "clause_merged": _("{actor} gộp hai đoạn của {target}"),
    "clause_removed": _("{actor} xóa một đoạn của {target}"),
    "clause_restored": _("{actor} khôi phục một đoạn của {target}"),
    "send_out": _("{actor} gửi lấy ý kiến {target}"),
    "replied": _("{actor} gửi xong góp ý về {target}"),
    "move_deadline": _("{actor} đổi hạn góp ý {target}"),
    "back_to_draft": _("{actor} đưa {target} về dự thảo: {reason}"),
    "freeze": _("{actor} chốt nội dung {target}"),
    "reopen": _("{actor} mở lại để sửa {target}: {reason}"),
    "open_signing": _("{actor} trình ký {target}"),
    "complete_signing": _("Các bên đã ký đủ {target}"),
    "signing_failed": _("Hồ sơ ký {target} không hoàn thành: {reason}"),
    "record_paper": _("{actor} ghi nhận bản giấy đã ký {target}"),
    "attach_scan": _("{actor} đính bản quét của {target}"),
    "enter_force": _("{target} có hiệu lực"),
    "expire": _("{target} hết hiệu lực"),
    "terminate": _("{actor} chấm dứt {target}: {reason}"),
    "close_review": _("{actor} ghi kết quả tổng kết {target}"),
    "supersede": _("{target} được thay thế bằng văn bản mới"),
}
for _code, _sentence in VERBS.items():
    declare_verb(f"agreements.{_code}", _sentence)
