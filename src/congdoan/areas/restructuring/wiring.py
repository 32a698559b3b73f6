from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.restructuring import notifications, policies
from congdoan.areas.restructuring.letters import committees, decisions, handovers, report
from congdoan.areas.restructuring.letters.minutes import HAND_OVER_MINUTES
from congdoan.areas.restructuring.selectors.founding import DOSSIER_FILE, may_read_paper
from congdoan.areas.restructuring.services.congress_work import CONGRESS
from congdoan.areas.restructuring.services.employer_work import MAY_FOUND, MUST_END, REVIEW
from congdoan.areas.restructuring.services.founding_work import FOUNDING
from congdoan.areas.restructuring.services.hand_over_work import ENDING, PREPARING
from congdoan.areas.restructuring.services.taking_effect import HELD_UP, tell_deciders
from congdoan.areas.restructuring.tasks import (
    ask_for_congress,
    drop_asked_work,
    follow_elections,
    follow_employers,
    follow_employers_back,
    follow_linked,
    open_steps,
    withdraw_steps,
)
from congdoan.foundation import navigation, panels
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.foundation.panels import Panel
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import (
    VIEW,
    changed,
    counterparts_linked,
    settled,
    taken_back,
    undone,
)
from congdoan.kernel.people.api import declare_link, offices_changed
from congdoan.kernel.people.enums import Fate
from congdoan.support.files.api import declare_purpose, may_read_file
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.rendering.api import register as register_letter
from congdoan.support.worklist.api import WorkKind, declare_kind

# --- founding and ending a union ---------------------------------------------------------------

declare_kind(WorkKind(FOUNDING, _("Thành lập công đoàn cơ sở"), reminder_days=(30, 7, 3, 0, -3)))
declare_kind(WorkKind(ENDING, _("Kết thúc, bàn giao tổ chức"), reminder_days=(7, 3, 0, -3)))
declare_kind(
    WorkKind(PREPARING, _("Chuẩn bị bàn giao"), reminder_days=(7, 3, 1), escalate_after_days=None)
)
declare_purpose(DOSSIER_FILE, _("Hồ sơ thành lập công đoàn cơ sở"), needs=policies.FOLLOW)
may_read_file.on(may_read_paper)
register_letter(HAND_OVER_MINUTES)

VERBS = {
    "founding_started": gettext_noop("{actor} đã mở thủ tục thành lập {target}"),
    "founding_changed": gettext_noop("{actor} đã sửa thông tin thủ tục thành lập {target}"),
    "founding_counted": gettext_noop("{actor} đã ghi số đơn gia nhập của {target}"),
    "founding_congress": gettext_noop("{actor} đã ghi đại hội thành lập của {target}"),
    "founding_meeting": gettext_noop("{actor} đã ghi họp ban chấp hành lần thứ nhất của {target}"),
    "founding_dossier": gettext_noop("{actor} đã ghi việc nộp hồ sơ của {target}"),
    "founding_accepted": gettext_noop("{actor} đã ghi nhận đủ hồ sơ của {target}"),
    "founding_refused": gettext_noop("{actor} đã ghi không công nhận {target}"),
    "founding_recognised": gettext_noop("{actor} đã ghi quyết định công nhận {target}"),
    "founding_settled": gettext_noop("{actor} đã ghi con dấu, tài khoản, thông báo của {target}"),
    "founding_elected": gettext_noop("{actor} đã ghi đại hội bầu ban chấp hành của {target}"),
    "founding_dropped": gettext_noop("{actor} đã dừng thủ tục thành lập {target}"),
    "founding_paper_added": gettext_noop("{actor} đã thêm giấy tờ vào hồ sơ {target}"),
    "founding_paper_removed": gettext_noop("{actor} đã bỏ giấy tờ khỏi hồ sơ {target}"),
    "founding_seat_added": gettext_noop("{actor} đã thêm người vào ban chấp hành của {target}"),
    "founding_seat_removed": gettext_noop("{actor} đã bỏ người khỏi ban chấp hành của {target}"),
    "hand_over_marked": gettext_noop("{actor} đã ghi các bước bàn giao của {target}"),
    "hand_overs_marked": gettext_noop("{actor} đã ghi một bước cho nhiều đơn vị: {target}"),
    "hand_over_minuted": gettext_noop("{actor} đã ghi biên bản bàn giao của {target}"),
    "hand_over_item_added": gettext_noop("{actor} đã thêm mục bàn giao của {target}"),
    "hand_over_item_changed": gettext_noop("{actor} đã sửa mục bàn giao của {target}"),
    "hand_over_item_removed": gettext_noop("{actor} đã bỏ mục bàn giao của {target}"),
    "hand_over_receipt_noted": gettext_noop("{actor} đã ghi khoản phải hoàn trả của {target}"),
    "hand_over_receipt_refunded": gettext_noop("{actor} đã ghi hoàn trả khoản thu của {target}"),
}
for _code, _sentence in VERBS.items():
    declare_verb(f"restructuring.{_code}", _sentence)

navigation.put(
    NavEntry(
        "foundings",
        _("Thành lập cơ sở"),
        "restructuring:foundings",
        "flag",
        policies.FOUND,
        25,
        Group.ORGANISATION,
    )
)
navigation.put(
    NavEntry(
        "hand_overs",
        _("Bàn giao, kết thúc"),
        "restructuring:hand_overs",
        "archive",
        policies.HAND_OVER,
        26,
        Group.ORGANISATION,
    )
)
panels.put(
    "organisations.detail",
    Panel(
        "restructuring",
        _("Thành lập, bàn giao"),
        "restructuring:panel",
        policies.HAND_OVER,
    ),
)
declare_kind(WorkKind(CONGRESS, _("Đại hội của đơn vị mới"), reminder_days=(90, 30, 7, 0, -7)))
changed.on(open_steps)
changed.on(ask_for_congress)
undone.on(withdraw_steps)
offices_changed.on(follow_elections)

# --- papers of events ----------------------------------------------------------------------

for _letter in (
    decisions.DECISION,
    decisions.RECEIVING,
    committees.COMMITTEE,
    handovers.HANDOVER,
    report.REPORT,
):
    register_letter(_letter)

panels.put(
    "organisations.reorganisation",
    Panel("papers", _("Dự thảo quyết định"), "restructuring:sheet_papers", policies.PRINT),
)
panels.put(
    "organisations.event",
    Panel("papers", _("Quyết định, biên bản, phụ lục"), "restructuring:event_papers", VIEW),
)
panels.put(
    "exchange.batch",
    Panel("papers", _("Quyết định, phụ lục"), "restructuring:batch_papers", policies.PRINT),
)

# --- employers and their unions ---------------------------------------------------------------

declare_kind(WorkKind(MAY_FOUND, _("Cơ sở được thành lập công đoàn"), reminder_days=(7, 0)))
declare_kind(WorkKind(MUST_END, _("Công đoàn phải kết thúc"), reminder_days=(14, 7, 1, 0, -3)))
declare_kind(WorkKind(REVIEW, _("Xem lại công đoàn khi trường sắp xếp"), reminder_days=(7, 0)))
declare_verb(
    "restructuring.employer_waived", gettext_noop("{actor} đã ghi lý do không thực hiện: {target}")
)
changed.on(follow_employers)
taken_back.on(follow_employers_back)
counterparts_linked.on(follow_linked)
navigation.put(
    NavEntry(
        "employers",
        _("Cơ sở và công đoàn"),
        "restructuring:employers",
        "building",
        VIEW,
        28,
        Group.ORGANISATION,
    )
)
panels.put(
    "organisations.detail",
    Panel("employers", _("Cơ sở và công đoàn"), "restructuring:unit_employers", VIEW),
)

# --- what was decided ahead -------------------------------------------------------------------

for kind in notifications.KINDS:
    declare_notification(kind)
declare_kind(WorkKind(HELD_UP, _("Gỡ vướng mắc của sự kiện tổ chức"), reminder_days=()))
settled.on(tell_deciders)
undone.on(drop_asked_work)
declare_link("restructuring.FoundingSeat", "person", Fate.MOVES)
