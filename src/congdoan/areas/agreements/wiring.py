from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements import indicators, notifications, policies
from congdoan.areas.agreements.letters.reviews import INVITATION, MINUTES
from congdoan.areas.agreements.rules.evidence import RecordKind
from congdoan.areas.agreements.rules.evidence import register as register_record_kind
from congdoan.areas.agreements.selectors import evidence
from congdoan.areas.agreements.selectors.addendum import addendum_to_sign
from congdoan.areas.agreements.selectors.approvals import (
    RESOLUTION,
    held_back,
    may_read_resolution,
)
from congdoan.areas.agreements.selectors.calendar import dates_of_agreements
from congdoan.areas.agreements.selectors.document import document_to_sign
from congdoan.areas.agreements.selectors.duties import EVIDENCE, may_read_evidence
from congdoan.areas.agreements.selectors.exchange import EXCHANGE, may_read_dispatch
from congdoan.areas.agreements.selectors.facts import bases_of_agreements, facts_of_agreement
from congdoan.areas.agreements.selectors.files import (
    MANUSCRIPT,
    SCAN,
    may_read_manuscript,
    may_read_scan,
)
from congdoan.areas.agreements.selectors.finding import find_agreements
from congdoan.areas.agreements.selectors.impact import consequences
from congdoan.areas.agreements.selectors.matters import matters_of
from congdoan.areas.agreements.selectors.standing import unscoped_standing
from congdoan.areas.agreements.services.amending_consent import end_with_agreement
from congdoan.areas.agreements.services.amending_sealing import (
    addendum_signing_failed,
    all_signed_addendum,
    present_addendum_hash,
)
from congdoan.areas.agreements.services.amending_steps import AMENDING, CONSENTING
from congdoan.areas.agreements.services.cascade_work import SIGNING_ASKED, follow_signing
from congdoan.areas.agreements.services.duties_work import DOING, JUDGING
from congdoan.areas.agreements.services.ending_work import ENDING, close_endings
from congdoan.areas.agreements.services.expiry import RENEWING
from congdoan.areas.agreements.services.handing import UNIT_DOING
from congdoan.areas.agreements.services.holding import hold_subject
from congdoan.areas.agreements.services.obligations import follow_state
from congdoan.areas.agreements.services.renewal import carry_with_force
from congdoan.areas.agreements.services.reviews_planning import REVIEWING, SCORING, TURNING
from congdoan.areas.agreements.services.signing import (
    all_have_signed,
    present_hash,
    signing_failed,
    signing_goes_on,
)
from congdoan.areas.agreements.services.states import moved
from congdoan.areas.agreements.services.succeeding import close_with_agreement
from congdoan.areas.agreements.services.succession import DECIDING
from congdoan.areas.agreements.services.succession_undoing import refuse_settled
from congdoan.areas.agreements.services.succession_work import SUCCEEDING
from congdoan.areas.agreements.services.working import (
    ANSWERING,
    APPROVING,
    COMMENTING,
    SENDING_ROUND,
)
from congdoan.areas.agreements.tasks import (
    ask_about_later_parties,
    ask_about_parties,
    ask_about_parties_anew,
    withdraw_what_was_asked,
)
from congdoan.areas.indicators.api import register as register_indicator
from congdoan.areas.restructuring.api import matters
from congdoan.foundation import navigation, panels
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.foundation.panels import Panel
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import (
    changed,
    changing,
    correcting,
    impact,
    settling,
    undone,
)
from congdoan.kernel.people.api import declare_link
from congdoan.kernel.people.enums import Fate
from congdoan.support.drafting.api import bases_asked, variables_asked
from congdoan.support.files.api import declare_purpose, may_read_file
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.rendering.api import register as register_letter
from congdoan.support.search.api import Provider
from congdoan.support.search.api import register as register_search
from congdoan.support.signing import api as signing
from congdoan.support.worklist.api import WorkKind, declare_source
from congdoan.support.worklist.api import declare_kind as declare_work

for kind in notifications.KINDS:
    declare_notification(kind)

declare_work(WorkKind(COMMENTING, _("Góp ý dự thảo"), reminder_days=(7, 3, 1, 0)))
declare_work(WorkKind(ANSWERING, _("Trả lời góp ý"), reminder_days=(), escalate_after_days=None))
declare_work(WorkKind(DECIDING, _("Quyết định khi một bên kết thúc"), by_hand=True))
declare_work(
    WorkKind(RENEWING, _("Chuẩn bị văn bản thay thế"), reminder_days=(30, 7, 0), by_hand=True)
)
declare_work(
    WorkKind(ENDING, _("Trả lời đề nghị chấm dứt trước hạn"), reminder_days=(7, 3, 1, 0, -3))
)
declare_work(WorkKind(SUCCEEDING, _("Quyết định ai thay một bên"), reminder_days=()))
declare_work(WorkKind(CONSENTING, _("Trả lời đề nghị sửa đổi"), reminder_days=(7, 3, 1, 0, -3)))
declare_work(WorkKind(AMENDING, _("Hoàn thành phụ lục"), reminder_days=(7, 0)))
declare_work(WorkKind(APPROVING, _("Phê duyệt nội bộ trước khi ký")))
declare_work(WorkKind(SENDING_ROUND, _("Trình ký"), reminder_days=(), escalate_after_days=None))

declare_work(
    WorkKind(
        DOING,
        _("Nhiệm vụ phối hợp"),
        reminder_days=(14, 3, 0, -3, -14),
        reminder_rule="agreement.alert.duty_days",
    )
)
declare_work(WorkKind(JUDGING, _("Xác nhận nhiệm vụ của bên kia"), reminder_days=(3, 0, -3)))
declare_work(WorkKind(REVIEWING, _("Chủ trì sơ kết, tổng kết"), reminder_days=(30, 14, 3, 0, -7)))
declare_work(
    WorkKind(UNIT_DOING, _("Nhiệm vụ phối hợp được giao"), reminder_days=(14, 3, 0, -3, -14))
)
declare_work(WorkKind(SCORING, _("Chấm điểm trước hội nghị"), reminder_days=(7, 3, 1, 0)))
declare_work(WorkKind(TURNING, _("Trả lời đề nghị đổi bên chủ trì"), reminder_days=(7, 0)))
declare_work(WorkKind(SIGNING_ASKED, _("Ký với chuyên môn đồng cấp"), reminder_days=(14, 3, 0, -3)))

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
navigation.put(
    NavEntry(
        "agreements.cascades",
        _("Triển khai ký kết"),
        "agreements:cascades",
        "diagram-3",
        policies.VIEW,
        order=20,
        group=Group.COORDINATION,
    )
)
for letter in (INVITATION, MINUTES):
    register_letter(letter)
declare_purpose(SCAN, _("Bản quét văn bản đã ký"), needs=policies.DRAFT)
declare_purpose(MANUSCRIPT, _("Tệp Word của văn bản phối hợp"), needs=policies.DRAFT)
declare_purpose(EVIDENCE, _("Minh chứng nhiệm vụ phối hợp"), needs=policies.DO_DUTY)
declare_purpose(EXCHANGE, _("Văn bản trao đổi giữa các bên"), needs=policies.EXCHANGE)
declare_purpose(RESOLUTION, _("Nghị quyết chấp thuận văn bản phối hợp"), needs=policies.APPROVE)
may_read_file.on(may_read_scan)
may_read_file.on(may_read_resolution)
may_read_file.on(may_read_manuscript)
may_read_file.on(may_read_dispatch)
may_read_file.on(may_read_evidence)
moved.on(follow_state)
moved.on(carry_with_force)
moved.on(follow_signing)
moved.on(end_with_agreement)
moved.on(close_with_agreement)
moved.on(close_endings)
impact.on(consequences)
matters.on(matters_of)
changed.on(ask_about_parties)
settling.on(ask_about_later_parties)
correcting.on(ask_about_parties_anew)
changing.on(refuse_settled)
undone.on(withdraw_what_was_asked)
register_search(
    Provider("agreements", _("Văn bản phối hợp"), "file-earmark-text", find_agreements, order=30)
)
signing.completed.on(all_have_signed)
signing.completed.on(all_signed_addendum)
signing.resumed.on(signing_goes_on)
signing.holding.on(hold_subject)
signing.today.on(unscoped_standing)
signing.current_hash.on(present_hash)
signing.may_sign.on(held_back)
signing.frozen_document.on(document_to_sign)
signing.frozen_document.on(addendum_to_sign)
signing.current_hash.on(present_addendum_hash)
for _failed in (signing.voided, signing.returned, signing.expired):
    _failed.on(signing_failed)
    _failed.on(addendum_signing_failed)

VERBS = {
    "drafted": _("{actor} lập dự thảo {target}"),
    "described": _("{actor} sửa thông tin của {target}"),
    "discard": _("{actor} xóa dự thảo {target}"),
    "word_handed_out": _("{actor} lấy bản Word của {target} để sửa"),
    "word_came_back": _("{actor} tải lên bản Word đã sửa của {target}"),
    "word_taken": _("{actor} nhận thay đổi từ bản Word vào {target}"),
    "run_started": _("{actor} cho lập dự thảo hàng loạt: {target}"),
    "run_stopped": _("{actor} dừng lập dự thảo hàng loạt: {target}"),
    "run_done": _("Lập xong dự thảo hàng loạt: {target}"),
    "unit_values": _("{actor} điền giá trị riêng của một đơn vị trong {target}"),
    "template_written": _("{actor} soạn mẫu {target}"),
    "template_retired": _("{actor} thôi dùng mẫu {target}"),
    "import_begun": _("{actor} tải lên tệp {target} để đưa vào sổ"),
    "import_discarded": _("{actor} bỏ tệp {target} đang xem lại"),
    "imported": _("{actor} đưa {target} vào sổ từ tệp có sẵn"),
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
    "extend_for_party": _("{actor} gia hạn góp ý {target} cho một bên. {reason}"),
    "back_to_draft": _("{actor} đưa {target} về dự thảo: {reason}"),
    "freeze": _("{actor} chốt nội dung {target}"),
    "require_approval": _("{actor} đổi yêu cầu phê duyệt nội bộ trước khi ký {target}"),
    "approve": _("{actor} ghi nghị quyết chấp thuận {target}"),
    "withdraw_approval": _("{actor} rút nghị quyết chấp thuận {target}: {reason}"),
    "reopen": _("{actor} mở lại để sửa {target}: {reason}"),
    "open_signing": _("{actor} trình ký {target}"),
    "complete_signing": _("Các bên đã ký đủ {target}"),
    "signing_failed": _("Hồ sơ ký {target} không hoàn thành: {reason}"),
    "record_paper": _("{actor} ghi nhận bản giấy đã ký {target}"),
    "attach_scan": _("{actor} đính bản quét của {target}"),
    "enter_force": _("{target} có hiệu lực"),
    "expire": _("{target} hết hiệu lực"),
    "terminate": _("{target} chấm dứt trước hạn: {reason}"),
    "ending_asked": _("{actor} đề nghị chấm dứt trước hạn {target}: {reason}"),
    "ending_consented": _("{actor} đồng ý chấm dứt trước hạn {target}"),
    "ending_refused": _("{actor} không đồng ý chấm dứt trước hạn {target}: {reason}"),
    "ending_agreed": _("Các bên đã thống nhất chấm dứt trước hạn {target}"),
    "ending_withdrawn": _("{actor} rút đề nghị chấm dứt trước hạn {target}: {reason}"),
    "close_review": _("{actor} ghi kết quả tổng kết {target}"),
    "supersede": _("{target} được thay thế bằng văn bản mới"),
    "carry_chosen": _("{actor} chọn nhiệm vụ chuyển tiếp sang {target}"),
    "succession_asked": _("Cần quyết định ai thay một bên của {target}"),
    "succession_chosen": _("{actor} đồng ý đơn vị thay một bên của {target}"),
    "succession_accepted": _("{actor} nhận thay một bên của {target}"),
    "succession_refused": _("{actor} từ chối thay một bên của {target}: {reason}"),
    "succession_left": _("{actor} cho một bên thôi tham gia {target}: {reason}"),
    "succession_closed": _("Không còn phải quyết định ai thay một bên của {target}"),
    "succession_done": _("Một bên của {target} được thay"),
    "amend_proposed": _("{actor} đề nghị sửa đổi, bổ sung: {target}"),
    "amend_described": _("{actor} sửa thông tin đề nghị {target}"),
    "amend_change_written": _("{actor} ghi một nội dung sửa đổi trong {target}"),
    "amend_change_dropped": _("{actor} bỏ một nội dung sửa đổi khỏi {target}"),
    "amend_discard": _("{actor} xóa đề nghị {target}"),
    "amend_send_out": _("{actor} gửi các bên xin ý kiến về {target}"),
    "amend_agree": _("{actor} đồng ý {target}"),
    "amend_refuse": _("{actor} không đồng ý {target}: {reason}"),
    "amend_call_back": _("{actor} đưa {target} về soạn lại: {reason}"),
    "amend_freeze": _("{actor} chốt {target}"),
    "amend_reopen": _("{actor} mở lại {target}: {reason}"),
    "amend_open_signing": _("{actor} trình ký {target}"),
    "amend_complete_signing": _("Các bên đã ký đủ {target}"),
    "amend_signing_failed": _("Hồ sơ ký {target} không hoàn thành: {reason}"),
    "amend_impact_reviewed": _("{actor} chọn nhiệm vụ tiếp tục hay thôi theo {target}"),
    "amend_take_effect": _("{target} có hiệu lực"),
    "amend_withdraw": _("{actor} rút {target}: {reason}"),
    "duties_made": _("Nhiệm vụ kỳ mới của {target} được lập"),
    "evidence_set": _("{actor} đổi yêu cầu minh chứng trong {target}"),
    "duty_request": _("{actor} yêu cầu thực hiện {target}: {reason}"),
    "duty_report": _("{actor} báo cáo đã làm {target}"),
    "duty_withdraw": _("{actor} rút báo cáo {target}"),
    "duty_accept": _("{actor} xác nhận {target}"),
    "duty_dispute": _("{actor} trả lại {target}: {reason}"),
    "duty_waive": _("{actor} cho miễn {target}: {reason}"),
    "duty_reinstate": _("{actor} yêu cầu làm lại {target}: {reason}"),
    "measure_set": _("{actor} đổi cách đo kết quả trong {target}"),
    "handed_down": _("{actor} giao cấp dưới thực hiện {target}"),
    "handing_stopped": _("{actor} thôi giao cấp dưới {target}: {reason}"),
    "unit_reported": _("{actor} báo cáo phần việc của đơn vị: {target}"),
    "exchange_sent": _("{actor} gửi các bên: {target}"),
    "exchange_read": _("{actor} xác nhận đã đọc: {target}"),
    "exchange_recalled": _("{actor} thu hồi: {target}: {reason}"),
    "exported": _("{actor} xuất toàn bộ hồ sơ của {target}"),
    "published": _("{actor} công bố {target}"),
    "unpublished": _("{actor} thu hồi bản công bố {target}: {reason}"),
    "review_written": _("{actor} ghi {target}"),
    "review_held": _("{actor} chốt kết quả {target}"),
    "review_reopened": _("{actor} mở lại {target}: {reason}"),
    "review_called": _("{actor} mời họp {target}"),
    "review_scored": _("{actor} chấm điểm {target}"),
    "review_agreed": _("{actor} ghi điểm thống nhất của {target}"),
    "review_proposed": _("{actor} kiến nghị sửa đổi tại {target}"),
    "review_unproposed": _("{actor} rút kiến nghị sửa đổi tại {target}"),
    "review_concluded": _("{actor} ghi kết luận về kiến nghị tại {target}"),
    "review_host_proposed": _("{actor} đề nghị đổi bên chủ trì {target}: {reason}"),
    "review_host_agreed": _("{actor} đồng ý đổi bên chủ trì {target}"),
    "review_host_refused": _("{actor} không đồng ý đổi bên chủ trì {target}: {reason}"),
    "review_host_withdrawn": _("{actor} rút đề nghị đổi bên chủ trì {target}"),
    "review_host_changed": _("{actor} đổi bên chủ trì {target}: {reason}"),
    "cascade_opened": _("{actor} yêu cầu cấp dưới ký: {target}"),
    "cascade_moved": _("{actor} đổi hạn ký của {target}"),
    "cascade_reminded": _("{actor} đôn đốc {target}"),
    "cascade_closed": _("{actor} kết thúc {target}"),
}
for _code, _sentence in VERBS.items():
    declare_verb(f"agreements.{_code}", _sentence)

register_record_kind(
    RecordKind(
        "agreements.review",
        _("Sơ kết, tổng kết"),
        evidence.offer_reviews,
        evidence.find_review_records,
    )
)
register_record_kind(
    RecordKind(
        "signing.packet", _("Hồ sơ ký"), evidence.offer_packets, evidence.find_packet_records
    )
)
register_record_kind(
    RecordKind(
        "agreements.agreement",
        _("Văn bản phối hợp khác"),
        evidence.offer_agreements,
        evidence.find_agreement_records,
    )
)
declare_source("agreements", dates_of_agreements)
panels.put(
    "desk.home",
    Panel("agreements", _("Văn bản phối hợp của đơn vị"), "agreements:desk", policies.VIEW),
)
declare_link("agreements.Party", "contact", Fate.MOVES)
variables_asked.on(facts_of_agreement)
bases_asked.on(bases_of_agreements)

register_indicator("COORD_SIGNED", indicators.signed, names=indicators.agreements_page)
register_indicator("COORD_REVIEWS", indicators.reviews_held, names=indicators.agreements_page)
register_indicator("COORD_REG", indicators.in_force, names=indicators.agreements_page)
